import { expect, it } from "vitest";
import { sharedRareInterest } from "../../detectors/leads/shared-rare-interest.js";
import { ordinaryWorld, pOf, TONIGHT, verdictOf, worldOf } from "./world.js";

/** A register of 2,000 objects of two collections, all a year old. */
const REGISTER = `
  INSERT INTO object (known_from, object_id, collection, created_at)
  SELECT DATE '2026-01-01', 'RARE-' || i, CASE WHEN i < 1000 THEN 'ALPHA' ELSE 'BRAVO' END, DATE '2025-03-01'
  FROM range(2000) numbers(i)
`;
const opened = (actor: string, objects: readonly number[]) =>
  objects.map((number) => ({ actor, day: TONIGHT, object: `RARE-${number}`, collection: "ALPHA" }));

it("four rarely opened objects that two people open in one week are a lead for both", async () => {
  const store = await worldOf([
    ...ordinaryWorld(),
    ...opened("P00", [3, 14, 159, 265]),
    ...opened("P05", [3, 14, 159, 265, 358]),
  ]);
  await store.run(REGISTER);
  expect(await verdictOf(store, sharedRareInterest, "P00")).toMatchObject({
    observed: 4,
    evidence: { related_actor_ids: ["P05"] },
  });
  for (const actor of ["P00", "P05"]) expect(await pOf(store, sharedRareInterest, actor)).toBeLessThan(1e-6);
  expect(await pOf(store, sharedRareInterest, "P01")).toBe(0.5);
});

it("as many rarely opened objects that nobody else opens are no lead, nor is one that two open", async () => {
  const store = await worldOf([
    ...ordinaryWorld(),
    ...opened("P00", [3, 14, 159, 265]),
    ...opened("P05", [3, 535, 897, 932]),
  ]);
  await store.run(REGISTER);
  expect(await pOf(store, sharedRareInterest, "P00")).toBe(0.5);
});

it("without a register of objects nobody is judged", async () => {
  const store = await worldOf([...ordinaryWorld(), ...opened("P00", [3, 14])]);
  expect(await verdictOf(store, sharedRareInterest, "P00")).toMatchObject({ status: "abstained" });
});

it("what is a month old and drew others too says less of two who share it than what had lain unread", async () => {
  const young = Array.from({ length: 24 }, (_, i) => i);
  const others = ["P02", "P03", "P04", "P06", "P07", "P08"].flatMap((actor, i) =>
    opened(actor, young.slice(i, i + 18)),
  );
  const shared = async (objects: readonly number[]) => {
    const store = await worldOf([...ordinaryWorld(), ...others, ...opened("P00", objects), ...opened("P05", objects)]);
    await store.run(REGISTER);
    await store.run("UPDATE object SET created_at = DATE '2026-02-20' WHERE substr(object_id, 6)::INTEGER < 24");
    return pOf(store, sharedRareInterest, "P00");
  };
  const ofYoung = await shared([0, 1, 22, 23]);
  expect(ofYoung).toBeGreaterThan(0.001);
  expect(await shared([314, 159, 265, 358])).toBeLessThan(ofYoung);
});
