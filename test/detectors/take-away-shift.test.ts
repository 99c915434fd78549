import { expect, it } from "vitest";
import { takeAwayShift } from "../../detectors/leads/take-away-shift.js";
import { ordinaryWorld, pOf, TONIGHT, verdictOf, workingDay, worldOf } from "./world.js";

const printed = workingDay("P00", TONIGHT, 10).map((act) => ({ ...act, action: "print", outcome: "success" }));

it("ten prints by someone who prints one object in twenty are a lead", async () => {
  const store = await worldOf([...ordinaryWorld(), ...printed]);
  expect(await verdictOf(store, takeAwayShift, "P00")).toMatchObject({
    direction: "up",
    unit: "downloads, prints and exports",
  });
  expect(await pOf(store, takeAwayShift, "P00")).toBeLessThan(1e-3);
});

it("three times the work with the usual share of prints is no lead", async () => {
  const store = await worldOf([...ordinaryWorld(), ...workingDay("P00", TONIGHT, 40)]);
  expect(await pOf(store, takeAwayShift, "P00")).toBeGreaterThan(0.01);
});

it("someone who has always printed as much is no lead", async () => {
  const acts = ordinaryWorld().map((act, i) =>
    act.actor === "P00" && i % 2 === 0 ? { ...act, action: "print" } : act,
  );
  expect(await pOf(await worldOf(acts), takeAwayShift, "P00")).toBeGreaterThan(0.01);
});
