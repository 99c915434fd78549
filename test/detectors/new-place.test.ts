import { expect, it } from "vitest";
import { newPlace } from "../../detectors/leads/new-place.js";
import { ordinaryWorld, pOf, TONIGHT, verdictOf, workingDay, worldOf } from "./world.js";

const abroad = (actor: string) =>
  workingDay(actor, TONIGHT, 5).map((act) => ({ ...act, site: "FAR", address: "192.0.2.9" }));

it("a site and an address where the person has never been are a lead", async () => {
  const store = await worldOf([...ordinaryWorld(), ...abroad("P00")]);
  expect(await verdictOf(store, newPlace, "P00")).toMatchObject({ observed: 1, unit: "new sites" });
  expect(await pOf(store, newPlace, "P00")).toBeLessThan(0.005);
  expect(await pOf(store, newPlace, "P01")).toBeGreaterThan(0.5);
});

it("someone who is at a new site every week is no lead", async () => {
  const acts = ordinaryWorld().map((act) => (act.actor === "P00" ? { ...act, site: `S${act.day.slice(0, 9)}` } : act));
  expect(
    await pOf(await worldOf([...acts, ...abroad("P00").map(({ address: _, ...act }) => act)]), newPlace, "P00"),
  ).toBeGreaterThan(0.02);
});

it("a newcomer has no familiar place yet and is not judged", async () => {
  const store = await worldOf([...ordinaryWorld(), ...abroad("N1")]);
  expect(await verdictOf(store, newPlace, "N1")).toMatchObject({ status: "abstained" });
});
