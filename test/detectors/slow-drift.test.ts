import { expect, it } from "vitest";
import { addDays } from "../../data/days.js";
import { slowDrift } from "../../detectors/leads/slow-drift.js";
import { ordinaryWorld, pOf, TONIGHT, workingDay, worldOf } from "./world.js";

const WORKDAYS = [0, 1, 2, 3, 6, 7, 8, 9, 10, 13];
const drip = (action: string) =>
  WORKDAYS.flatMap((ago) =>
    workingDay("P00", addDays(TONIGHT, -ago), 5).map((act) => ({ ...act, action, outcome: "success" })),
  );

it("five downloads more each day for two weeks are a lead", async () => {
  expect(await pOf(await worldOf([...ordinaryWorld(), ...drip("download")]), slowDrift, "P00")).toBeLessThan(1e-4);
});

it("five views more each day for two weeks are no drift of what is taken away", async () => {
  expect(await pOf(await worldOf([...ordinaryWorld(), ...drip("view")]), slowDrift, "P00")).toBeGreaterThan(0.05);
});
