import { expect, it } from "vitest";
import { newObjects } from "../../detectors/leads/new-objects.js";
import { ordinaryWorld, pOf, rebuild, type TestAct, TONIGHT, worldOf } from "./world.js";

const opened = (actor: string, first: number): TestAct[] =>
  Array.from({ length: 25 }, (_, i) => ({
    actor,
    day: TONIGHT,
    object: `OBJ-${String(first + 7 * i).padStart(6, "0")}`,
    collection: "ALPHA",
  }));

it("twenty-five objects never opened before, by someone who knows most of what they open, are a lead", async () => {
  expect(await pOf(await worldOf([...ordinaryWorld(), ...opened("P00", 900_000)]), newObjects, "P00")).toBeLessThan(
    1e-4,
  );
});

it("the same on a joiner's first day is no lead: everything is new to them", async () => {
  expect(await pOf(await worldOf([...ordinaryWorld(), ...opened("N1", 900_000)]), newObjects, "N1")).toBeGreaterThan(
    0.01,
  );
});

it("the same under a grant of last week is not judged: the grant explains it", async () => {
  const store = await worldOf([
    ...ordinaryWorld(),
    ...opened("P00", 900_000).map((act) => ({ ...act, collection: "ECHO" })),
  ]);
  const before = await pOf(store, newObjects, "P00");
  await store.run(`INSERT INTO entitlement VALUES ('2026-01-01', NULL, 'P00', 'ECHO', '2026-03-19', NULL)`);
  await rebuild(store);
  expect(before).toBeLessThan(1e-4);
  expect(await pOf(store, newObjects, "P00")).toBeGreaterThan(0.01);
});
