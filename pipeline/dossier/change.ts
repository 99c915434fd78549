import { z } from "zod";
import type { SmallestChange } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import type { Settings } from "../../data/settings/shape.js";
import type { Parameters, Store } from "../../data/store/store.js";
import type { Detector } from "../../detectors/card.js";
import { drained, placesOfWindow } from "../../detectors/judges/less.js";
import type { Scored } from "../../detectors/verdict.js";

const THRESHOLD = /* sql */ `
  SELECT threshold FROM night_price WHERE night = $night::DATE AND queue = 'leads' AND threshold IS NOT NULL
`;

/** A case as rows of columns; the judge alone knows what they mean. */
const caseShape = z.looseObject({ entity_id: z.string() });
type Case = z.infer<typeof caseShape>;

/** Cases of the night, read once for each statement and its values, however many flags and cards ask for them. */
export type Cases = (statement: string, values: Parameters) => Promise<Case[]>;

export function casesReadOnce(store: Store): Cases {
  const known = new Map<string, Promise<Case[]>>();
  return (statement, values) => {
    const key = JSON.stringify([statement, values]);
    const cases = known.get(key) ?? store.rows(statement, caseShape, values);
    known.set(key, cases);
    return cases;
  };
}

/** The p at or below which the night listed a lead; null on a night without a price. */
export async function thresholdOf(store: Store, night: string): Promise<number | null> {
  const rows = await store.rows(THRESHOLD, z.object({ threshold: z.number() }), { night });
  return rows[0]?.threshold ?? null;
}

/** Amounts tried at least, so that what is lacking can be added where little was seen: more than a night's steps or records. */
const AMOUNT_MIN = 200;

const none = (why: string): SmallestChange => ({ kind: "none", why });

/**
 * The least that, taken away from what the leading detector counted, by itself would have kept its entity off the list: its
 * own judge is asked again, all other cases as they are, with less of what its card looks for (`less`, or `more` turned
 * round), over the nights of its verdict and the latest first, by bisection, since p never falls with it.
 *
 * The detector's own p stands for the combined one: others that speak for the same flag could list it still.
 */
export async function smallestChange(
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
  if (threshold === null) return none("the night has no threshold");
  const chosen = settings.detectors[card.id];
  const cases = await casesOf(card.cases, card.bind(flag.night, chosen, settings.home));
  const at = cases.findIndex(({ entity_id }) => entity_id === flag.entity_id);
  const own = cases[at];
  if (own === undefined) return none("the case is no longer there");
  const judged = (row: Case): Scored | null => {
    const verdict = card.judgeAt(cases.with(at, row), at, chosen);
    return verdict.status === "scored" ? verdict : null;
  };
  const isListed = (verdict: Scored | null) => verdict !== null && verdict.p_value <= threshold;
  const tonight = judged(own);
  if (tonight === null || !isListed(tonight))
    return none("no single detector lists it: the rarity of several together does");
  const less = lessOf(card, own, tonight);
  if (less === null) return none("what this detector measures is not a number of acts that could have been fewer");
  const tried = new Map<number, Scored | null>();
  const after = (amount: number): Scored | null => {
    const known = tried.get(amount);
    if (known !== undefined) return known;
    const verdict = judged(less(amount));
    tried.set(amount, verdict);
    return verdict;
  };
  const [low, high] = tonight.interval;
  const beyond = Math.round(tonight.direction === "down" ? low - tonight.observed : tonight.observed - high);
  const most = Math.max(AMOUNT_MIN, Math.ceil(tonight.observed));
  const free = leastFree((amount) => isListed(after(amount)), Math.min(Math.max(1, beyond), most), most);
  if (free === null)
    return none("even without any of these it would be listed, for the rest of what the detector looks at");
  const last = after(free);
  const left = last?.observed ?? Math.max(0, tonight.observed - free);
  return {
    kind: left > tonight.observed ? "more" : "fewer",
    amount: last?.unit === tonight.unit ? Math.abs(tonight.observed - left) : free,
    left: last === null || last.unit === tonight.unit ? left : Math.max(0, tonight.observed - free),
    unit: tonight.unit,
    p_value: last?.p_value ?? null,
    threshold,
  };
}

/**
 * The least whole amount from 1 at which a question is answered no that stays no beyond it; null where it is yes even at
 * `most`. Searched from a guess in doubling strides, then by halving: each answer costs a judgement.
 */
function leastFree(isListed: (amount: number) => boolean, guess: number, most: number): number | null {
  let [listed, free] = [0, most + 1];
  for (let [probe, stride] = [guess, 1]; free - listed > 1; stride *= 2) {
    if (isListed(probe)) listed = probe;
    else free = probe;
    const isBracketed = listed > 0 && free <= most;
    if (isBracketed) probe = Math.floor((listed + free) / 2);
    else probe = free > most ? Math.min(most, listed + stride) : Math.max(1, free - stride);
  }
  return free > most ? null : free;
}

/** How a card's case is made with less: by its own `less`, else by taking away what its `more` adds; null for neither. */
function lessOf(card: Detector, own: Case, verdict: Scored): ((amount: number) => Case) | null {
  const { less, more } = card;
  if (less !== undefined) return (amount) => caseShape.parse(less(own, amount, verdict));
  if (more === undefined) return null;
  const raised = caseShape.parse(more(own));
  const aligned = alignedTo(raised, own);
  const lists = Object.entries(aligned).flatMap(([name, value]): (readonly [string, readonly number[]])[] => {
    const [counts, above] = [numbersIn(value), numbersIn(raised[name])];
    return counts !== null && above !== null && counts.some((count, i) => (above[i] ?? count) > count)
      ? [[name, counts]]
      : [];
  });
  const window = Number(verdict.evidence.window_nights ?? 1);
  const order = placesOfWindow(numbersIn(aligned.nights_ago) ?? [], window);
  const total = (counts: readonly number[]) => order.reduce((sum, place) => sum + (counts[place] ?? 0), 0);
  const counted = lists.find(([, counts]) => total(counts) === verdict.observed)?.[1];
  if (counted === undefined) return null;
  return (amount) => {
    const kept = drained(counted, order, amount);
    const without = (counts: readonly number[]) =>
      counts.map((count, i) => Math.max(0, count - (counted[i] ?? 0) + (kept[i] ?? 0)));
    const lessened = lists.map(([name, counts]) => [name, without(counts)] as const);
    const isGone = (place: number) => lessened.every(([, counts]) => counts[place] === 0);
    const gone = new Set(order.filter((place) => (counted[place] ?? 0) > 0 && isGone(place)));
    return withoutNights(caseShape.parse({ ...aligned, ...Object.fromEntries(lessened) }), gone);
  };
}

/** A night on which nothing is left was no night of activity: it leaves every list of nights. */
function withoutNights(row: Case, gone: ReadonlySet<number>): Case {
  const size = numbersIn(row.nights_ago)?.length ?? 0;
  if (gone.size === 0 || size === 0) return row;
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    Array.isArray(value) && value.length === size ? value.filter((_: unknown, place) => !gone.has(place)) : value,
  ]);
  return caseShape.parse(Object.fromEntries(entries));
}

function numbersIn(value: unknown): readonly number[] | null {
  return Array.isArray(value) && value.every((one): one is number => typeof one === "number") ? value : null;
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
