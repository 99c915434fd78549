import { expect, it } from "vitest";
import { addDays } from "../../data/days.js";
import { administration } from "../../detectors/leads/administration.js";
import { eventsOf, ordinaryWorld, pOf, type TestAct, TONIGHT, worldOf } from "./world.js";

const acts = (actor: string, action: string, count: number, day = TONIGHT): TestAct[] =>
  Array.from({ length: count }, (_, i) => ({ actor, day, hour: 9 + i / 4, action }));

it("eight acts of administration by someone who never did one are a lead, with their events", async () => {
  const store = await worldOf([...ordinaryWorld(), ...acts("P00", "admin", 8)]);
  expect(await pOf(store, administration, "P00")).toBeLessThan(1e-6);
  expect(await pOf(store, administration, "P01")).toBeGreaterThan(0.01);
  expect(await eventsOf(store, administration, "P00")).toHaveLength(8);
});

it("an administrator's eight acts of every day are none", async () => {
  const everyDay = Array.from({ length: 60 }, (_, back) => acts("P00", "admin", 8, addDays(TONIGHT, -back))).flat();
  expect(await pOf(await worldOf([...ordinaryWorld(), ...everyDay]), administration, "P00")).toBeGreaterThan(0.01);
});
