import { createHash } from "node:crypto";
import { z } from "zod";
import { isDay } from "../days.js";
import { DISPOSITION_WORDS } from "./disposition.js";

/** Characters of a reason: two pages; longer belongs in a file that the reason names. */
export const REASON_MAX = 4_000;

/** Characters of a name or an id of ours. */
const NAME_MAX = 120;

const instant = z.iso.datetime({ offset: false, error: "not an instant in UTC" });
const day = z.string().refine(isDay, { error: "not a date like 2026-05-01" });
const name = z
  .string()
  .trim()
  .min(1, { error: "empty" })
  .max(NAME_MAX, { error: `longer than ${NAME_MAX} characters` });
const reason = z
  .string()
  .trim()
  .min(1, { error: "no reason given" })
  .max(REASON_MAX, { error: `longer than ${REASON_MAX} characters` });
const seconds = z.number().min(0).nullable();

/** Who may do what: a reviewer decides, a second reviewer decides blind to the first, an auditor reads. */
export const ROLES = ["reviewer", "second", "auditor"] as const;
export type Role = (typeof ROLES)[number];

/**
 * One decision on one flag.
 *
 * night            the night whose list the reviewer saw it in; null where that is not known
 * seconds_to_look  from the publication of the night's list to the reader's first look at the flag; seconds_spent from the
 *                  last opening of the flag to the decision
 * is_second        a second reading, counted beside the first; is_blind whether it was made without seeing the first
 * wants_second     the reviewer asks for a second reading
 */
export const decisionShape = z.strictObject({
  kind: z.literal("decision"),
  flag_id: name,
  night: day.nullable(),
  at: instant,
  reviewer: name,
  role: z.enum(["reviewer", "second"]),
  disposition: z.enum(DISPOSITION_WORDS),
  reason,
  seconds_to_look: seconds,
  seconds_spent: seconds,
  is_second: z.boolean(),
  is_blind: z.boolean(),
  wants_second: z.boolean(),
  origin: z.enum(["command", "import", "app"]),
});

/** A decision taken back by whoever made it; both stay. `undoes` is the id of the decision. */
export const reversalShape = z.strictObject({
  kind: z.literal("reversal"),
  undoes: name,
  flag_id: name,
  at: instant,
  reviewer: name,
  reason,
});

/** When a reviewer first opened a flag: the time to first look is counted from the night's publication. */
const look = z.strictObject({
  kind: z.literal("look"),
  flag_id: name,
  night: day,
  at: instant,
  reviewer: name,
});

/**
 * Leads that are not put to reviewers, with an owner, a reason and an end. A scope that names nothing is refused: it would
 * hide everything. Both days are included.
 */
const suppression = z
  .strictObject({
    kind: z.literal("suppression"),
    at: instant,
    owner: name,
    detector: name.nullable(),
    entity_type: name.nullable(),
    entity_id: name.nullable(),
    stratum: name.nullable(),
    reason,
    starts_on: day,
    expires_on: day,
  })
  .refine(({ detector, entity_id, stratum }) => detector !== null || entity_id !== null || stratum !== null, {
    error: "a suppression without a scope would hide everything: name a detector, an entity or a stratum",
  })
  .refine(({ entity_type, entity_id }) => (entity_type === null) === (entity_id === null), {
    error: "an entity is named by its type and its id together",
  })
  .refine(({ starts_on, expires_on }) => starts_on <= expires_on, { error: "ends before it begins" });

/** A suppression ended before its last day. */
const suppressionEnd = z.strictObject({
  kind: z.literal("suppression_end"),
  suppression_id: name,
  at: instant,
  by: name,
  reason,
});

/** One line of the journal without its link to the line before. */
export const recordShape = z.discriminatedUnion("kind", [
  decisionShape,
  reversalShape,
  look,
  suppression,
  suppressionEnd,
]);

export type ReviewRecord = z.infer<typeof recordShape>;
export type Decision = z.infer<typeof decisionShape>;
export type Reversal = z.infer<typeof reversalShape>;
export type Look = z.infer<typeof look>;
export type Suppression = z.infer<typeof suppression>;
export type SuppressionEnd = z.infer<typeof suppressionEnd>;

/** Hexadecimal digits of an id: 64 bits, so that no two of a lifetime's records meet. */
const ID_DIGITS = 16;

/** The id of a record: of its content alone, so that the same record has the same id wherever it is read. */
export function recordId(record: ReviewRecord): string {
  const canonical = JSON.stringify(
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))),
  );
  return createHash("sha256").update(canonical, "utf8").digest("hex").slice(0, ID_DIGITS);
}
