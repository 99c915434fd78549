import { expect, it } from "vitest";
import { z } from "zod";
import type { Family } from "../../detectors/families.js";
import { openMemory } from "../store.js";
import { card, type Gives, judge, nightAt, ordinary, putVerdicts } from "./judged-world.js";

const FAMILIES: readonly Family[] = ["volume", "take", "new ground", "refusal", "time", "class", "dormant", "place"];
const cards = FAMILIES.map((family) => card(family, family));
const COUNT = 40;

const LEADS = /* sql */ `
  SELECT count(*) FILTER (is_within_price)::DOUBLE AS leads
  FROM combined WHERE night BETWEEN $from::DATE AND $to::DATE AND ($entity IS NULL OR entity_id = $entity)
`;

/** How many entity-nights were leads, of one entity where it is named. */
async function leads(gives: Gives, nights: { from: number; to: number; count?: number }, entity: string | null) {
  const { from, to, count = COUNT } = nights;
  const store = await openMemory();
  await putVerdicts(store, cards, { from: 0, to, count, gives });
  await judge(store, cards, { from: 0, to, listedFrom: to + 1 });
  const range = { from: nightAt(from), to: nightAt(to), entity };
  return (await store.row(LEADS, z.object({ leads: z.number() }), range)).leads;
}

/** Half of what each detector gives is what all of them see: they depend on each other, as in life. */
const dependent: Gives = (id, night, entity) =>
  ordinary(ordinary("which", night, entity) < 0.5 ? "all" : id, night, entity);

/** One actor whom seven families see at one in fifty each. */
const mild =
  (given: Gives, night: number): Gives =>
  (id, n, e) =>
    n === night && e === 7 && id !== "place" ? 0.02 : given(id, n, e);

// The Cauchy combination of seven p-values of 0.02 and one of anything is no smaller than 0.02, the threshold of forty
// actors at a price of 0.25 is 0.00625, and one night in fifty is as rare as 0.02.
it("what seven families see mildly, and none sharply, is a lead", async () => {
  expect(await leads(mild(ordinary, 30), { from: 30, to: 30 }, "E007")).toBe(1);
});

it("where families mostly see the same, seven of them say no more than one, and that is no lead", async () => {
  expect(await leads(mild(dependent, 30), { from: 30, to: 30 }, "E007")).toBe(0);
});

it("with families that depend on each other the leads keep to their price", async () => {
  // 40 nights at 0.25: Poisson(10) lies in 3 to 20 with probability 0.9956 (R: ppois(20, 10) - ppois(2, 10)).
  const found = await leads(dependent, { from: 30, to: 69 }, null);
  expect(found).toBeGreaterThanOrEqual(3);
  expect(found).toBeLessThanOrEqual(20);
});

it("among eight actors, too few to rank by, seven families together have no say of their own", async () => {
  expect(await leads(mild(ordinary, 60), { from: 60, to: 60, count: 8 }, "E007")).toBe(0);
});
