import { expect, it } from "vitest";
import { forwardShift } from "../../detectors/leads/forward-shift.js";
import { ordinaryWorld, pOf, TONIGHT, verdictOf, workingDay, worldOf } from "./world.js";

const eight = (action: string) => workingDay("P00", TONIGHT, 8).map((act) => ({ ...act, action, outcome: "success" }));

it("eight acts of forward in one day of someone who hardly ever does it are a lead", async () => {
  const store = await worldOf([...ordinaryWorld(), ...eight("forward")]);
  expect(await verdictOf(store, forwardShift, "P00")).toMatchObject({ direction: "up", unit: "objects forwarded" });
  expect(await pOf(store, forwardShift, "P00")).toBeLessThan(1e-4);
});

it("eight views more are not", async () => {
  expect(await pOf(await worldOf([...ordinaryWorld(), ...eight("view")]), forwardShift, "P00")).toBeGreaterThan(0.05);
});
