import { expect, it } from "vitest";
import { rareCollections } from "../../detectors/leads/rare-collections.js";
import { ordinaryWorld, pOf, rebuild, type TestAct, TONIGHT, worldOf } from "./world.js";

const opened = (collection: string): TestAct[] =>
  Array.from({ length: 10 }, (_, i) => ({
    actor: "P00",
    day: TONIGHT,
    object: `OBJ-${900_000 + 7 * i}`,
    collection,
  }));

it("ten objects of a collection that the person never visits are a lead", async () => {
  expect(await pOf(await worldOf([...ordinaryWorld(), ...opened("ECHO")]), rareCollections, "P00")).toBeLessThan(1e-4);
});

it("ten objects of the collection that the person works with are no lead", async () => {
  const acts = ordinaryWorld();
  const own = acts.find(({ actor }) => actor === "P00")?.collection ?? "";
  expect(await pOf(await worldOf([...acts, ...opened(own)]), rareCollections, "P00")).toBeGreaterThan(0.05);
});

it("ten objects of a collection granted last week are not held against the person", async () => {
  const store = await worldOf([...ordinaryWorld(), ...opened("ECHO")]);
  await store.run(`INSERT INTO entitlement VALUES ('2026-01-01', NULL, 'P00', 'ECHO', '2026-03-19', NULL)`);
  await rebuild(store);
  expect(await pOf(store, rareCollections, "P00")).toBeGreaterThan(0.05);
});
