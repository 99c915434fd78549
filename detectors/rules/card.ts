import { z } from "zod";
import type { Policy } from "../../data/policy/policy.js";
import { bindNamed } from "../../data/store/named.js";
import type { Parameters } from "../../data/store/store.js";
import type { EntityType } from "../verdict.js";

export { counted } from "../../data/words.js";

/** What a rule says of one case. `undetermined` is counted with its reason and never as compliant. */
export type Answer =
  | { readonly answer: "holds" }
  | { readonly answer: "broken"; readonly what: string }
  | { readonly answer: "undetermined"; readonly reason: string };

export const HOLDS: Answer = { answer: "holds" };
/** what: a clause that continues "…: ", without a full stop, naming what did not hold. */
export const broken = (what: string): Answer => ({ answer: "broken", what });
/** reason: words that a report can print, without anything a log says, so that equal reasons count together. */
export const undetermined = (reason: string): Answer => ({ answer: "undetermined", reason });

export type RuleFeed =
  | "access"
  | "actors"
  | "objects"
  | "agreements"
  | "entitlements"
  | "sharing_steps"
  | "consents"
  | "authorities";

/**
 * What a broken rule costs, highest first: material is where it may not be; someone decided what was not theirs to decide;
 * material is kept or carried without its protection; the record cannot show what happened; a paper is out of date.
 */
export const CONSEQUENCES = ["disclosure", "decision", "protection", "record", "paper"] as const;
export type Consequence = (typeof CONSEQUENCES)[number];

/** Who owns a broken rule first: the rung of the ladder of accountability on which it is answered. */
export type Rung =
  | "disclosure officer"
  | "approving authority"
  | "agreement owner"
  | "records officer"
  | "security officer"
  | "audit officer"
  | "rights officer";

/** Ids of a case, those that the log left empty dropped. */
const names = z
  .array(z.string().nullable())
  .nullish()
  .transform((ids) => (ids ?? []).filter((id) => id !== null));

/**
 * What every case carries, whatever its rule: the entity under which broken cases are grouped into one exception, how many
 * opportunities the case stands for, and the first of their events (at most `EVENT_IDS_MAX`), in order of time.
 */
export const caseBase = {
  entity_id: z.string(),
  basis: z.enum(["both", "then", "now", "before", "after"]),
  case_count: z.number().int().nonnegative(),
  event_ids: names,
  first_day: z.string().nullish(),
  combo: z.string().nullish(),
  actors: names,
  partners: names,
  objects: names,
  requests: names,
};
export type CaseBase = z.infer<z.ZodObject<typeof caseBase>>;

/** What a judgement may look at beside its case. Dates are ISO 8601. */
export interface RuleContext {
  readonly night: string;
  readonly home: { readonly nation: string; readonly time_zone: string };
  readonly policy: Policy;
}

/**
 * A rule as it is written.
 *
 * entity     what the exception is about: all broken cases of one entity on one night are one exception
 * unit       what one opportunity is: events, steps, items, requests, sources
 * needs      feeds without which it is not assessed
 * record     where given, SQL with one row `is_carried`: whether any feed has ever carried the record that the rule needs
 *            (it may name `$policy`); where not, the rule is not assessed and `absent` says why, once a night
 * cases      one SQL statement over rule_event, rule_step and the registers, ordered; it may name `$night`,
 *            `$home_nation`, `$time_zone`, `$policy` (the duties of the pack as JSON) and any parameter
 *            One that names `$wanted` (a JSON list of texts) gives each row a `combo`, is asked first with an empty list for
 *            the distinct combinations alone, and again with the broken combos, for their entities and events.
 * prepare    what the judgement needs of all cases together (each distinct marking read once, say)
 * judge      pure: the same case, context and parameters give the same answer
 * isStanding  true where a case is a state that lasts (a paper out of date) and not an act: it is listed on every night on
 *            which it stands, and not added up over them
 * say        what was found, as a plain sentence's beginning; the engine adds what did not hold
 */
export interface RuleCard<C extends z.ZodType<CaseBase>, P extends z.ZodObject, Shared> {
  readonly id: string;
  readonly question: string;
  readonly entity: EntityType;
  readonly unit: string;
  readonly needs: readonly RuleFeed[];
  readonly why: string;
  readonly source: string;
  readonly rung: Rung;
  readonly consequence: Consequence;
  readonly record?: { readonly sql: string; readonly absent: string };
  readonly isStanding?: boolean;
  readonly innocentExplanations: readonly string[];
  readonly wouldRefute: readonly string[];
  readonly params: P;
  readonly caseShape: C;
  readonly cases: string;
  readonly prepare?: (cases: readonly z.infer<C>[], context: RuleContext) => Shared;
  readonly judge: (row: z.infer<C>, context: RuleContext, params: z.infer<P>, shared: Shared) => Answer;
  readonly say: (count: number) => string;
}

/** A case beside its answer. */
export interface JudgedCase {
  readonly found: CaseBase;
  readonly answer: Answer;
}

/** A rule as the night sees it: rows in, answers out, the types of its cases kept to itself. */
export interface Rule extends Omit<RuleCard<z.ZodType<CaseBase>, z.ZodObject, unknown>, "prepare" | "judge"> {
  /** The parameters of `cases` for a night: those that the statement names. */
  bind(context: RuleContext, settings: unknown, wanted?: readonly string[]): Parameters;
  /** The parameters of `record`. */
  bindRecord(context: RuleContext): Parameters;
  /** Judges a night's rows, in their order. */
  judgeAll(rows: readonly unknown[], context: RuleContext, settings: unknown): JudgedCase[];
}

/** Closes a card over its own types. */
export function rule<C extends z.ZodType<CaseBase>, P extends z.ZodObject, Shared>(card: RuleCard<C, P, Shared>): Rule {
  const { prepare, judge, ...rest } = card;
  return {
    ...rest,
    bind(context, settings, wanted = []) {
      const { night, home, policy } = context;
      return bindNamed(card.cases, {
        ...(card.params.parse(settings ?? {}) as Parameters),
        night,
        home_nation: home.nation,
        time_zone: home.time_zone,
        policy: JSON.stringify(policy.pack.duties),
        wanted: JSON.stringify(wanted),
      });
    },
    bindRecord: ({ policy }) => bindNamed(card.record?.sql ?? "", { policy: JSON.stringify(policy.pack.duties) }),
    judgeAll(rows, context, settings) {
      const chosen = card.params.parse(settings ?? {}) as z.infer<P>;
      const cases = rows.map((row) => card.caseShape.parse(row));
      const shared = prepare?.(cases, context) as Shared;
      return cases.map((found) => ({ found, answer: judge(found, context, chosen, shared) }));
    },
  };
}

/** A card without parameters. */
export const NO_PARAMS = z.object({});
