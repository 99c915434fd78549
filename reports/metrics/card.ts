import { z } from "zod";
import { DIRECTIONS } from "./methods/xmr-chart.js";

/** Units a figure can have. Calendar and working time are different units, so that they cannot be mixed unseen. */
export const UNITS = [
  "calendar hours",
  "working hours",
  "calendar days",
  "working days",
  "share",
  "count",
  "per 1000",
  "index",
] as const;

/** What a metric can be told apart by. */
export const SLICES = [
  "partner",
  "tier",
  "unit",
  "purpose",
  "month",
  "nation",
  "role",
  "kind",
  "rule",
  "detector",
  "source",
  "side",
] as const;

/** Words of someone who has not decided yet. */
const PLACEHOLDER = /\b(todo|tbd|tbc|fixme|xxx|lorem|placeholder)\b/i;

const words = (min: number) =>
  z
    .string()
    .trim()
    .min(min, `fewer than ${min} characters`)
    .refine((text) => !PLACEHOLDER.test(text), "a placeholder");

/** A sentence that a lay reader can hold the figure against; shorter than this says nothing. */
const SENTENCE_MIN = 20;

/** Shortest name of an office, a feed or a reason. */
const NAME_MIN = 3;

const identifier = z.string().regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, "not in lower case with underscores");

/**
 * A target, and where it stands. From the settings (a dotted key), from a feed (so that it can differ by tier), fixed by a
 * rule that is cited, or none, with the reason: a metric without a target is a choice to be defended, not an omission.
 */
const target = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("setting"),
    key: z.string().regex(/^[a-z_]+(\.[a-z0-9_]+)*$/, "not a settings key"),
  }),
  z.strictObject({ kind: z.literal("feed"), feed: words(NAME_MIN), reason: words(SENTENCE_MIN) }),
  z.strictObject({ kind: z.literal("fixed"), value: z.number(), reason: words(SENTENCE_MIN) }),
  z.strictObject({ kind: z.literal("none"), reason: words(SENTENCE_MIN) }),
]);

/** What is left out of a metric, counted each time; `words` is what the report prints beside the number. */
const exclusion = z.strictObject({ id: identifier, words: words(NAME_MIN) });

/**
 * A metric as it is written: all that a reader needs to recompute it, and to disagree with it.
 *
 * question       what it answers, ends in "?"
 * counting_rule  what is counted, from when to when, and when something is not counted, in words
 * numerator      what is counted, or measured
 * denominator    what it is held against; for a count or a duration, over what it was taken
 * exclusions     each with its own count in every figure; none has to be said with a reason
 * direction      which way is better
 * owner          the office that answers for the figure
 * method         how the value and its interval are made
 * source         the paper, law or standard that the rule and the method are from
 */
export const metricCard = z
  .strictObject({
    id: identifier,
    title: words(NAME_MIN).refine((text) => !text.endsWith("?"), "a question: the question has its own place"),
    question: words(SENTENCE_MIN).refine((text) => text.endsWith("?"), "does not end in a question mark"),
    counting_rule: words(SENTENCE_MIN),
    numerator: words(NAME_MIN),
    denominator: words(NAME_MIN),
    exclusions: z.union([z.array(exclusion).min(1), z.strictObject({ none: words(SENTENCE_MIN) })]),
    unit: z.enum(UNITS),
    target,
    direction: z.enum(DIRECTIONS),
    owner: words(NAME_MIN),
    method: words(NAME_MIN),
    source: words(NAME_MIN),
    needs: z.array(words(NAME_MIN)).min(1),
    slices: z.array(z.enum(SLICES)),
  })
  .refine(({ direction, target }) => direction !== "neutral" || target.kind === "none", {
    path: ["target"],
    message: "a target where no direction is better",
  });

export type MetricCard = z.infer<typeof metricCard>;
export type MetricUnit = (typeof UNITS)[number];
export type SliceName = (typeof SLICES)[number];

/** The reasons that a card's figures may exclude by, in its order. */
export function exclusionIds(card: MetricCard): string[] {
  return Array.isArray(card.exclusions) ? card.exclusions.map(({ id }) => id) : [];
}

/** What is wrong with a card, one line each as `id field: what`; empty for a card that may be computed. */
export function lintCard(card: unknown): string[] {
  const { success, error } = metricCard.safeParse(card);
  if (success)
    return repeated(exclusionIds(metricCard.parse(card))).map((id) => `${nameOf(card)} exclusions: repeated: ${id}`);
  return error.issues.map(({ path, message }) => `${nameOf(card)} ${path.join(".") || "card"}: ${message}`);
}

/** What is wrong with a list of cards: each card's own faults, and ids that two of them share. */
export function lintCards(cards: readonly unknown[]): string[] {
  const ids = cards.map(nameOf);
  return [...cards.flatMap(lintCard), ...repeated(ids).map((id) => `${id} id: shared by two cards`)];
}

function nameOf(card: unknown): string {
  const named = z.object({ id: z.string() }).safeParse(card);
  return named.success ? named.data.id : "(no id)";
}

function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))];
}
