import { expect, it } from "vitest";
import { offHours } from "../../detectors/leads/off-hours.js";
import { ordinaryWorld, pOf, TONIGHT, verdictOf, workingDay, worldOf } from "./world.js";

const tonight = (actor: string, hour: number) =>
  workingDay(actor, TONIGHT, 8).map((act, i) => ({ ...act, hour: hour + i / 60 }));

it("eight acts at three in the morning of someone who works from eight to five are a lead", async () => {
  const store = await worldOf([...ordinaryWorld(), ...tonight("P00", 3)]);
  expect(await verdictOf(store, offHours, "P00")).toMatchObject({ observed: 8, direction: "up" });
  expect(await pOf(store, offHours, "P00")).toBeLessThan(1e-4);
});

it("the same eight acts in the middle of the day are no lead", async () => {
  expect(await pOf(await worldOf([...ordinaryWorld(), ...tonight("P00", 11)]), offHours, "P00")).toBeGreaterThan(0.1);
});

it("a shift worker at three in the morning is no lead", async () => {
  const acts = ordinaryWorld().map((act, i) => (act.actor === "P00" ? { ...act, hour: (i * 5) % 24 } : act));
  expect(await pOf(await worldOf([...acts, ...tonight("P00", 3)]), offHours, "P00")).toBeGreaterThan(0.01);
});
