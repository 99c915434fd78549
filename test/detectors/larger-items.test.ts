import { expect, it } from "vitest";
import { largerItems } from "../../detectors/leads/larger-items.js";
import { ordinaryWorld, pOf, TONIGHT, verdictOf, workingDay, worldOf } from "./world.js";

const sizes = (bytes: number) =>
  workingDay("P00", TONIGHT, 6).map((act) => ({ ...act, action: "download", outcome: "success", bytes }));

it("six items of ten megabytes by someone whose items have a kilobyte are a lead, in bytes", async () => {
  const store = await worldOf([...ordinaryWorld(), ...sizes(10_000_000)]);
  expect(await verdictOf(store, largerItems, "P00")).toMatchObject({ unit: "bytes an item, geometric mean" });
  expect(await pOf(store, largerItems, "P00")).toBeLessThan(1e-6);
});

it("six items of the usual size are no lead", async () => {
  expect(await pOf(await worldOf([...ordinaryWorld(), ...sizes(1000)]), largerItems, "P00")).toBeGreaterThan(0.1);
});
