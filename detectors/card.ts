import type { z } from "zod";
import { bindNamed } from "../data/store/named.js";
import type { Parameters } from "../data/store/store.js";
import type { Family } from "./families.js";
import type { EntityType, Scored, Verdict } from "./verdict.js";

/**
 * How mature a detector is: `stable` leads count fully; `trial` and `experimental` ones are judged and shown, and the
 * report says so.
 */
export type Status = "experimental" | "trial" | "stable";

/**
 * A detector as it is written: what it asks, of whom, from what, and how it judges.
 *
 * cases    one SQL statement over the feature tables: one row an entity to be judged tonight, ordered by entity_id, each
 *          with `entity_id` and the sufficient statistics of `caseShape`. It may name `$night`, `$home_nation`,
 *          `$home_time_zone` and any parameter of `params`.
 * pool     what the judge needs of all cases together (a fitted prior, say); pure, and null for most
 * judge    pure: the same case, parameters and pool give the same verdict, and none of them is changed
 * say      the verdict in one plain sentence, with the number seen and what would be ordinary; no names, no guilt
 * more     where the judge is monotone: the same case with a little more of what it looks for tonight; its p never rises
 * less     where fewer events than `more` could take away would be the change: the same case with `amount` less of what its
 *          verdict counts, the latest first; its p never falls with the amount
 * events   SQL that selects the events behind a scored verdict: `event_id` rows for `$entity_id` and `$night`, in order of time; it may name any
 *          parameter of `params`
 */
export interface DetectorCard<C extends z.ZodType, P extends z.ZodObject, Pool> {
  readonly id: string;
  readonly question: string;
  readonly entity: EntityType;
  /** Detectors of one family see much the same evidence and are combined before the families are. */
  readonly family: Family;
  /** Weight among the family's detectors, 1 where absent; less for one that seldom has much to say. */
  readonly weight?: number;
  readonly needs: readonly Feed[];
  readonly status: Status;
  readonly falsePositives: readonly string[];
  readonly wouldRefute: readonly string[];
  readonly references: readonly string[];
  readonly params: P;
  readonly caseShape: C;
  readonly cases: string;
  readonly pool: (cases: readonly z.infer<C>[], params: z.infer<P>) => Pool;
  readonly judge: (row: z.infer<C>, params: z.infer<P>, pool: Pool) => Verdict;
  readonly say: (verdict: Scored) => string;
  readonly events: string;
  readonly more?: (row: z.infer<C>) => z.infer<C>;
  readonly less?: (row: z.infer<C>, amount: number, verdict: Scored) => z.infer<C>;
}

export type Feed =
  | "access"
  | "actors"
  | "objects"
  | "agreements"
  | "entitlements"
  | "sharing_steps"
  | "calendar"
  | "tiers";

/** Where nights are dates: `$home_nation` and `$home_time_zone` of a statement. */
export interface Home {
  readonly nation: string;
  readonly time_zone: string;
}

/** The settings' own defaults. */
const HOME: Home = { nation: "XHM", time_zone: "UTC" };

/** A case's verdict beside the entity it is about. */
export interface JudgedCase {
  readonly entity_id: string;
  readonly verdict: Verdict;
}

/** A detector as the night sees it: rows in, verdicts out, the types of its cases kept to itself. */
export interface Detector
  extends Omit<
    DetectorCard<z.ZodType, z.ZodObject, unknown>,
    "pool" | "judge" | "params" | "caseShape" | "more" | "less"
  > {
  readonly params: z.ZodObject;
  /** The statement's parameters for a night: those that the statement names. */
  bind(night: string, settings: unknown, home?: Home): Parameters;
  /** The parameters of the statement of events: those that it names. */
  bindEvents(night: string, entity_id: string, settings: unknown): Parameters;
  /** Judges a night's rows, in their order. */
  judgeAll(rows: readonly unknown[], settings: unknown): JudgedCase[];
  /** Judges one of a night's rows, by its place, as `judgeAll` does. */
  judgeAt(rows: readonly unknown[], place: number, settings: unknown): Verdict;
  /** The row with a little more of what is looked for, where the card claims that its p never rises for it. */
  readonly more?: (row: unknown) => unknown;
  /** The row with `amount` less of what its verdict counts. */
  readonly less?: (row: unknown, amount: number, verdict: Scored) => unknown;
}

/** Closes a card over its own types. */
export function detector<C extends z.ZodType<{ entity_id: string }>, P extends z.ZodObject, Pool>(
  card: DetectorCard<C, P, Pool>,
): Detector {
  const { pool, judge, params, caseShape, more, less, ...rest } = card;
  const night = (rows: readonly unknown[], settings: unknown) => {
    const chosen = params.parse(settings ?? {}) as z.infer<P>;
    const cases = checkedOnce(rows, caseShape) as (z.infer<C> & { entity_id: string })[];
    const shared = pool(cases, chosen);
    return { cases, judged: (row: z.infer<C>) => judge(row, chosen, shared) };
  };
  return {
    ...rest,
    ...(more === undefined ? {} : { more: (row: unknown) => more(caseShape.parse(row) as z.infer<C>) }),
    ...(less === undefined
      ? {}
      : {
          less: (row: unknown, amount: number, verdict: Scored) =>
            less(caseShape.parse(row) as z.infer<C>, amount, verdict),
        }),
    params,
    bind(night, settings, home = HOME) {
      const values = { night, home_nation: home.nation, home_time_zone: home.time_zone };
      return bindNamed(card.cases, { ...(params.parse(settings ?? {}) as Parameters), ...values });
    },
    bindEvents(night, entity_id, settings) {
      return bindNamed(card.events, { ...(params.parse(settings ?? {}) as Parameters), night, entity_id });
    },
    judgeAll(rows, settings) {
      const { cases, judged } = night(rows, settings);
      return cases.map((row) => ({ entity_id: row.entity_id, verdict: judged(row) }));
    },
    judgeAt(rows, place, settings) {
      const { cases, judged } = night(rows, settings);
      const row = cases[place];
      if (row === undefined) throw new Error(`no case at place ${place}`);
      return judged(row);
    },
  };
}

/** Rows that were checked already, by row and shape: detectors that are shown the same rows need not check them again. */
const checked = new WeakMap<object, Map<z.ZodType, unknown>>();

function checkedOnce<C extends z.ZodType>(rows: readonly unknown[], shape: C): readonly z.infer<C>[] {
  return rows.map((row) => {
    if (typeof row !== "object" || row === null) return shape.parse(row);
    const byShape = checked.get(row) ?? new Map<z.ZodType, unknown>();
    checked.set(row, byShape);
    if (!byShape.has(shape)) byShape.set(shape, shape.parse(row));
    return byShape.get(shape) as z.infer<C>;
  });
}
