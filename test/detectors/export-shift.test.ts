import { expect, it } from "vitest";
import { exportShift } from "../../detectors/leads/export-shift.js";
import { ordinaryWorld, pOf, TONIGHT, verdictOf, workingDay, worldOf } from "./world.js";

const eight = (action: string) => workingDay("P00", TONIGHT, 8).map((act) => ({ ...act, action, outcome: "success" }));

it("eight acts of export in one day of someone who hardly ever does it are a lead", async () => {
  const store = await worldOf([...ordinaryWorld(), ...eight("export")]);
  expect(await verdictOf(store, exportShift, "P00")).toMatchObject({ direction: "up", unit: "exports" });
  expect(await pOf(store, exportShift, "P00")).toBeLessThan(1e-4);
});

it("eight views more are not", async () => {
  expect(await pOf(await worldOf([...ordinaryWorld(), ...eight("view")]), exportShift, "P00")).toBeGreaterThan(0.05);
});
