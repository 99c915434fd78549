import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { PipelineError } from "../errors.js";
import { type Policy, policyFrom } from "./policy.js";
import { type Duties, type PolicyPack, policySchema } from "./schema.js";
import { SHIPPED_PACK } from "./shipped.js";

const { nations, tetragraphs, lowest_classified, level_words, controls, rules, release_clauses, duties } =
  policySchema.shape;
const text = z.string().min(1);
const day = duties.shape.periods.element.shape.valid_from;

const notOwed = z.strictObject({
  duty: z.enum(["rights_review_purposes", "after_review_tiers", "channels", "periods", "separations"]),
  id: text,
  valid_from: day,
  valid_to: day,
  reason: text,
});

/**
 * What an operator's policy says otherwise than the shipped pack, as it stands in the settings. A duty takes the place of
 * the shipped one of its id from its `valid_from` to its `valid_to`; before and after, the shipped one holds. Words, controls
 * and groups replace the shipped entry of their id whole: their own members and days are their history.
 */
export const overlayShape = z
  .strictObject({
    version: text.optional().describe("The operator's own name for this edition of the policy."),
    duties: duties
      .partial()
      .default({})
      .describe("Duties that are owed otherwise than shipped, or that the shipped pack does not know."),
    not_owed: z.array(notOwed).default([]).describe("Shipped duties that are not owed here, from a day to a day."),
    nations: nations
      .omit({ source: true })
      .partial()
      .optional()
      .describe("Codes of nations and their short forms, added to the shipped ones."),
    tetragraphs: tetragraphs.optional().describe("Groups of nations with their members by date."),
    lowest_classified: lowest_classified.optional().describe("The lowest level that a nation calls classified."),
    level_words: level_words.optional().describe("Words of classification and the level each stands for."),
    controls: controls.optional().describe("Dissemination controls with what they do to a release."),
    rules: rules.optional().describe("Rules of marking."),
    release_clauses: release_clauses.optional().describe("Clauses of the release decision with their sources."),
  })
  .describe("What the operator's policy says otherwise than the shipped one (data/policy/).");
export type PolicyOverlay = z.infer<typeof overlayShape>;

interface Dated {
  readonly id: string;
  readonly valid_from?: string | undefined;
  readonly valid_to?: string | undefined;
}

const made = new WeakMap<PolicyOverlay, Policy>();

/**
 * The shipped policy with an operator's laid over it.
 *
 * @throws PipelineError `policy_inconsistent` where the two together contradict themselves
 */
export function policyOf(overlay: PolicyOverlay): Policy {
  const known = made.get(overlay);
  if (known !== undefined) return known;
  const policy = policyFrom(laidOver(SHIPPED_PACK, overlay));
  made.set(overlay, policy);
  return policy;
}

/** What an overlay contradicts, one line a place; empty: nothing. */
export function overlayProblems(overlay: PolicyOverlay): readonly string[] {
  const unknown = overlay.not_owed.filter(
    ({ duty, id }) => !SHIPPED_PACK.duties[duty].some((entry) => entry.id === id),
  );
  const problems = unknown.map(({ duty, id }) => `not_owed: the shipped policy has no ${id} among its ${duty}`);
  try {
    policyOf(overlay);
    return problems;
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    return [...problems, ...z.array(z.string()).parse(error.context.places)];
  }
}

function laidOver(base: PolicyPack, overlay: PolicyOverlay): PolicyPack {
  const own = overlay.nations ?? {};
  return {
    ...base,
    version: overlay.version === undefined ? base.version : `${base.version} with ${overlay.version}`,
    nations: {
      ...base.nations,
      ...own,
      codes: { ...base.nations.codes, ...own.codes },
      aliases: { ...base.nations.aliases, ...own.aliases },
    },
    tetragraphs: replaced(base.tetragraphs, overlay.tetragraphs),
    lowest_classified: { ...base.lowest_classified, ...overlay.lowest_classified },
    level_words: replaced(base.level_words, overlay.level_words),
    controls: replaced(base.controls, overlay.controls),
    rules: replaced(base.rules, overlay.rules),
    release_clauses: replaced(base.release_clauses, overlay.release_clauses),
    duties: dutiesOver(base.duties, overlay),
  };
}

function dutiesOver(base: Duties, { duties: own, not_owed }: PolicyOverlay): Duties {
  const gone = (duty: string) => not_owed.filter((entry) => entry.duty === duty);
  return {
    rights_review_purposes: during(
      base.rights_review_purposes,
      own.rights_review_purposes,
      gone("rights_review_purposes"),
    ),
    after_review_tiers: during(base.after_review_tiers, own.after_review_tiers, gone("after_review_tiers")),
    channels: during(base.channels, own.channels, gone("channels")),
    periods: during(base.periods, own.periods, gone("periods")),
    separations: during(base.separations, own.separations, gone("separations")),
    authorities: during(base.authorities, own.authorities, []),
  };
}

/** The later entry of an `id` takes the earlier one's place; new ids come after. */
function replaced<T extends { readonly id: string }>(base: readonly T[], extra: readonly T[] | undefined): T[] {
  const byId = new Map(base.map((entry) => [entry.id, entry]));
  for (const entry of extra ?? []) byId.set(entry.id, entry);
  return [...byId.values()];
}

/** The shipped entries outside the days of the operator's and of what is not owed, then the operator's. */
function during<T extends Dated>(base: readonly T[], extra: readonly T[] = [], gone: readonly Dated[]): T[] {
  const cuts = [...extra, ...gone];
  return [
    ...base.flatMap((entry) =>
      cuts
        .filter(({ id }) => id === entry.id)
        .reduce((parts, cut) => parts.flatMap((part) => outside(part, cut)), [entry]),
    ),
    ...extra,
  ];
}

/** The parts of an entry's days before and after a period; both days of a period belong to it. */
function outside<T extends Dated>(entry: T, { valid_from, valid_to }: Dated): T[] {
  const { valid_from: begins = "", valid_to: ends = "9999-12-31" } = entry;
  if ((valid_to ?? "9999-12-31") < begins || (valid_from ?? "") > ends) return [entry];
  const parts: T[] = [];
  if (valid_from !== undefined && valid_from > begins) parts.push({ ...entry, valid_to: shifted(valid_from, -1) });
  if (valid_to !== undefined && valid_to < ends) parts.push({ ...entry, valid_from: shifted(valid_to, 1) });
  return parts;
}

function shifted(from: string, days: number): string {
  return Temporal.PlainDate.from(from).add({ days }).toString();
}
