import { expect, it } from "vitest";
import { printExportShift } from "../../detectors/leads/print-export-shift.js";
import { ordinaryWorld, pOf, TONIGHT, verdictOf, workingDay, worldOf } from "./world.js";

const eight = (action: string) => workingDay("P00", TONIGHT, 8).map((act) => ({ ...act, action, outcome: "success" }));

it("eight acts of print in one day of someone who hardly ever does it are a lead", async () => {
  const store = await worldOf([...ordinaryWorld(), ...eight("print")]);
  expect(await verdictOf(store, printExportShift, "P00")).toMatchObject({
    direction: "up",
    unit: "prints and exports",
  });
  expect(await pOf(store, printExportShift, "P00")).toBeLessThan(1e-4);
});

it("eight views more are not", async () => {
  expect(await pOf(await worldOf([...ordinaryWorld(), ...eight("view")]), printExportShift, "P00")).toBeGreaterThan(
    0.05,
  );
});
