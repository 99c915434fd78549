import { expect, it } from "vitest";
import { refusals } from "../../detectors/leads/refusals.js";
import { ordinaryWorld, pOf, TONIGHT, workingDay, worldOf } from "./world.js";

const denied = (count: number) =>
  workingDay("P00", TONIGHT, 20).map((act, i) => ({ ...act, outcome: i < count ? "denied" : "success" }));

it("twelve refused attempts of one person, where one in a hundred is ordinary, are a lead", async () => {
  expect(await pOf(await worldOf([...ordinaryWorld(), ...denied(12)]), refusals, "P00")).toBeLessThan(1e-6);
});

it("one slip of the hand is no lead", async () => {
  expect(await pOf(await worldOf([...ordinaryWorld(), ...denied(1)]), refusals, "P00")).toBeGreaterThan(0.01);
});
