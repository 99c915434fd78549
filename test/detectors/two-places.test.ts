import { expect, it } from "vitest";
import { twoPlaces } from "../../detectors/leads/two-places.js";
import { ordinaryWorld, pOf, TONIGHT, workingDay, worldOf } from "./world.js";

const acts = (siteOf: (i: number) => string) =>
  workingDay("P00", TONIGHT, 12).map((act, i) => ({ ...act, hour: 18 + i / 60, site: siteOf(i) }));

it("twelve acts from two sites in turn, a minute apart, are a lead", async () => {
  const store = await worldOf([...ordinaryWorld(), ...acts((i) => (i % 2 === 0 ? "HQ" : "FAR"))]);
  expect(await pOf(store, twoPlaces, "P00")).toBeLessThan(1e-6);
});

it("one change of site is a journey and no lead", async () => {
  const store = await worldOf([...ordinaryWorld(), ...acts(() => "FAR")]);
  expect(await pOf(store, twoPlaces, "P00")).toBeGreaterThan(0.01);
});
