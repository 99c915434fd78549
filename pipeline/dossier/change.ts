import { z } from "zod";
import type { SmallestChange } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import type { Settings } from "../../data/settings/shape.js";
import type { Store } from "../../data/store/store.js";
import type { Detector } from "../../detectors/card.js";

const THRESHOLD = /* sql */ `
  SELECT threshold FROM night_price WHERE night = $night::DATE AND queue = 'leads' AND threshold IS NOT NULL
`;

/** A case as rows of columns; the judge alone knows what they mean. */
const caseShape = z.looseObject({ entity_id: z.string() });
type Case = z.infer<typeof caseShape>;

/** Reads a card's cases of the night once, however many flags ask for them. */
export type Cases = (id: string, read: () => Promise<Case[]>) => Promise<Case[]>;

export function casesReadOnce(): Cases {
  const known = new Map<string, Promise<Case[]>>();
  return (id, read) => {
    const cases = known.get(id) ?? read();
    known.set(id, cases);
    return cases;
  };
}

/** The p at or below which the night listed a lead; null on a night without a price. */
export async function thresholdOf(store: Store, night: string): Promise<number | null> {
  const rows = await store.rows(THRESHOLD, z.object({ threshold: z.number() }), { night });
  return rows[0]?.threshold ?? null;
}

/**
 * The fewest of tonight's events less, with which the leading detector by itself would not have listed its entity: its own
 * judge is asked again, all other cases as they are, with fewer of what its card says is more (`more`), by bisection, since
 * a card with `more` claims that p never rises with it.
 *
 * The detector's own p stands for the combined one: others that speak for the same flag could list it still.
 */
export async function smallestChange(
  store: Store,
  flag: Flag,
  {
    card,
    settings,
    threshold,
    casesOf,
  }: {
    readonly card: Detector;
    readonly settings: Settings;
    readonly threshold: number | null;
    readonly casesOf: Cases;
  },
): Promise<SmallestChange> {
  if (threshold === null) return { kind: "none", why: "the night has no threshold" };
  const { more } = card;
  if (more === undefined)
    return {
      kind: "none",
      why: "the detector looks at a share of several nights, which no number of events alone changes",
    };
  const chosen = settings.detectors[card.id];
  const cases = await casesOf(card.id, () => store.rows(card.cases, caseShape, card.bind(flag.night, chosen)));
  const at = cases.findIndex(({ entity_id }) => entity_id === flag.entity_id);
  const own = cases[at];
  if (own === undefined) return { kind: "none", why: "the case is no longer there" };
  const raised = caseShape.parse(more(own));
  const aligned = alignedTo(raised, own);
  const judged = (fewer: number) => {
    const changed = cases.with(at, fewerOf(aligned, raised, fewer));
    const verdict = card.judgeAll(changed, chosen)[at]?.verdict;
    return verdict?.status === "scored" ? verdict : null;
  };
  const tonight = judged(0);
  if (tonight === null || tonight.p_value > threshold)
    return { kind: "none", why: "no single detector lists it: the rarity of several together does" };
  const most = Math.floor(flag.observed ?? 0);
  let [listed, free] = [0, most];
  const cleared = judged(most);
  if (cleared !== null && cleared.p_value <= threshold)
    return { kind: "none", why: "even without any such event tonight it would be listed, for the nights before" };
  while (free - listed > 1) {
    const middle = Math.floor((listed + free) / 2);
    const verdict = judged(middle);
    if (verdict === null || verdict.p_value > threshold) free = middle;
    else listed = middle;
  }
  const last = judged(free);
  if (last === null)
    return {
      kind: "none",
      why: "tonight's part of it is small: without any of it tonight there would have been no verdict",
    };
  const { p_value } = last;
  return { kind: "fewer", fewer: free, left: most - free, unit: flag.unit ?? "events", p_value, threshold };
}

/** The case with its lists in the order of nights that the card reads them in: what the store gives has none. */
function alignedTo(read: Case, own: Case): Case {
  const [wanted, given] = [read.nights_ago, own.nights_ago];
  if (!Array.isArray(wanted) || !Array.isArray(given) || wanted.length !== given.length) return own;
  const places = wanted.map((ago: unknown) => given.indexOf(ago));
  const lists = Object.entries(own).map(([name, value]) => [
    name,
    Array.isArray(value) && value.length === places.length ? places.map((place): unknown => value[place]) : value,
  ]);
  return caseShape.parse(Object.fromEntries(lists));
}

/** The case with fewer of whatever its card raised: each raised entry less, never below zero. */
function fewerOf(own: Case, raised: Case, fewer: number): Case {
  const changed = Object.entries(own).map(([name, value]) => {
    const above = raised[name];
    if (!Array.isArray(value) || !Array.isArray(above)) return [name, value];
    const entries = value.map((one: unknown, i) =>
      typeof one === "number" && typeof above[i] === "number" && above[i] > one ? Math.max(0, one - fewer) : one,
    );
    return [name, entries];
  });
  return caseShape.parse(Object.fromEntries(changed));
}
