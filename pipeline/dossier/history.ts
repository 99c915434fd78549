import { group } from "d3-array";
import { z } from "zod";
import type { Criterion, EarlierFlag, FlagDecision } from "../../data/dossier.js";
import { type Flag, flagShape } from "../../data/flag.js";
import type { Store } from "../../data/store/store.js";

/** Earlier flags shown on one entity; the newest. */
const EARLIER_MAX = 10;

/** A decision counts on a night when it stood at the night's end: made by then, known by then, not yet taken back. */
const EARLIER = /* sql */ `
  WITH decided AS (
    SELECT recorded.flag_id, max_by(recorded.disposition, recorded.decided_at) AS disposition,
      max_by(recorded.reason, recorded.decided_at) AS reason,
      NOT bool_or(recorded.is_second)
        AND bool_or(coalesce(decision.wants_second, false) OR recorded.disposition = 'confirmed concern') AS is_kept_back
    FROM recorded_decision AS recorded
    LEFT JOIN decision USING (decision_id)
    WHERE recorded.decided_at < $end::TIMESTAMPTZ
      AND (recorded.reversed_at IS NULL OR recorded.reversed_at >= $end::TIMESTAMPTZ)
      AND (recorded.known_from IS NULL OR recorded.known_from <= $night::DATE)
      AND (recorded.known_until IS NULL OR recorded.known_until > $night::DATE)
    GROUP BY recorded.flag_id
  )
  SELECT
    flag.flag_id,
    flag.first_day,
    max(flag_night.night) AS last_night,
    min(flag_night.p_value) AS p_value,
    max_by(flag_night.content, flag_night.night) AS content,
    any_value(decided.disposition) AS disposition,
    any_value(decided.reason) AS reason,
    coalesce(any_value(decided.is_kept_back), false) AS is_kept_back
  FROM flag
  JOIN flag_night ON flag_night.flag_id = flag.flag_id
  LEFT JOIN decided ON decided.flag_id = flag.flag_id
  WHERE flag.entity_type = $entity_type AND flag.entity_id = $entity_id AND flag.flag_id <> $flag_id
    AND flag.queue <> 'audit' AND flag_night.night < $night::DATE
  GROUP BY flag.flag_id, flag.first_day
  ORDER BY last_night DESC, flag.flag_id
  LIMIT $earlier_max::INTEGER
`;

/** Decisions shown on one flag; the oldest. */
const DECISIONS_MAX = 50;

/** On every flag of the night. */
const DECISIONS = /* sql */ `
  SELECT recorded.flag_id, recorded.decided_at, recorded.reviewer, recorded.disposition, recorded.reason,
    recorded.is_second,
    coalesce(decision.wants_second, false) OR recorded.disposition = 'confirmed concern' AS wants_second,
    decision.seconds_spent
  FROM recorded_decision AS recorded
  LEFT JOIN decision USING (decision_id)
  WHERE recorded.flag_id IN (SELECT flag_id FROM flag_night WHERE night = $night::DATE)
    AND recorded.decided_at < $end::TIMESTAMPTZ
    AND (recorded.reversed_at IS NULL OR recorded.reversed_at >= $end::TIMESTAMPTZ)
    AND (recorded.known_from IS NULL OR recorded.known_from <= $night::DATE)
    AND (recorded.known_until IS NULL OR recorded.known_until > $night::DATE)
  ORDER BY recorded.flag_id, recorded.decided_at, recorded.reviewer, recorded.disposition
`;

/** Of every flag of the night: since when it is listed, and what made its rank tonight. */
const STANDINGS = /* sql */ `
  SELECT flag_id, count(*)::INTEGER AS nights_listed, min(night) AS first_night,
    max_by(is_confirmed_tier, night) AS is_confirmed_tier, max_by(coalesce(criteria, '[]'), night) AS criteria
  FROM flag_night
  WHERE night <= $night::DATE AND flag_id IN (SELECT flag_id FROM flag_night WHERE night = $night::DATE)
  GROUP BY flag_id
  ORDER BY flag_id
`;

const earlierShape = z.object({
  flag_id: z.string(),
  first_day: z.string(),
  last_night: z.string(),
  p_value: z.number().nullable(),
  content: z.string(),
  disposition: z.string().nullable(),
  reason: z.string().nullable(),
  is_kept_back: z.boolean(),
});

const decisionShape = z.object({
  flag_id: z.string(),
  decided_at: z.string(),
  reviewer: z.string(),
  disposition: z.string(),
  reason: z.string(),
  is_second: z.boolean(),
  wants_second: z.boolean(),
  seconds_spent: z.number().nullable(),
});

/**
 * What stood before on the same entity, newest first, and what was decided on it as far as was known that night; a first
 * decision that waits for a second one keeps its word back.
 */
export async function earlierOf(
  store: Store,
  { entity_type, entity_id, flag_id, night }: Flag,
  end: string,
): Promise<EarlierFlag[]> {
  const bound = { entity_type, entity_id, flag_id, night, end, earlier_max: EARLIER_MAX };
  const rows = await store.rows(EARLIER, earlierShape, bound);
  return rows.map(({ content, disposition, reason, ...rest }) => ({
    ...rest,
    question: flagShape.parse(JSON.parse(content)).question,
    disposition: rest.is_kept_back ? null : disposition,
    reason: rest.is_kept_back ? null : reason,
  }));
}

/** What was decided on a flag itself, oldest first, and the seconds that reviewers gave it; null where none were recorded. */
export interface Decided {
  readonly decisions: readonly FlagDecision[];
  readonly review_seconds: number | null;
}

/**
 * What was decided on the night's flags, by flag_id; one that nobody decided on is left out. A first decision that waits for
 * a second one keeps its word back: second readings are blind to the first.
 */
export async function decisionsOf(store: Store, night: string, end: string): Promise<ReadonlyMap<string, Decided>> {
  const rows = await store.rows(DECISIONS, decisionShape, { night, end });
  return new Map([...group(rows, ({ flag_id }) => flag_id)].map(([flag_id, own]) => [flag_id, decidedOf(own)]));
}

function decidedOf(rows: readonly z.infer<typeof decisionShape>[]): Decided {
  const hasSecond = rows.some(({ is_second }) => is_second);
  const spent = rows.flatMap(({ seconds_spent }) => seconds_spent ?? []);
  return {
    review_seconds: spent.length === 0 ? null : spent.reduce((sum, seconds) => sum + seconds, 0),
    decisions: rows
      .slice(0, DECISIONS_MAX)
      .map(({ decided_at, reviewer, disposition, reason, wants_second }) =>
        wants_second && !hasSecond
          ? { decided_at, reviewer, disposition: null, reason: null }
          : { decided_at, reviewer, disposition, reason },
      ),
  };
}

const JUDGED_AGAIN = /* sql */ `
  SELECT flag_id, judged_on FROM episode_night WHERE night = $night::DATE AND judged_on IS NOT NULL ORDER BY flag_id
`;

/** The earlier nights whose acts some of the night's flags are about, by flag_id: their records came late. */
export async function judgedAgainOn(store: Store, night: string): Promise<ReadonlyMap<string, string>> {
  const rows = await store.rows(JUDGED_AGAIN, z.object({ flag_id: z.string(), judged_on: z.string() }), { night });
  return new Map(rows.map(({ flag_id, judged_on }) => [flag_id, judged_on]));
}

/** How a flag stands in tonight's list: since when, what made its rank, and whether it is in the tier under yearly control. */
export interface ListedAs {
  readonly nights_listed: number;
  readonly first_night: string;
  readonly criteria: readonly Criterion[];
  readonly is_confirmed_tier: boolean;
}

const criteriaShape = z.array(z.object({ criterion: z.string(), found: z.string(), factor: z.number() }));
const standingShape = z.object({
  flag_id: z.string(),
  nights_listed: z.number(),
  first_night: z.string(),
  is_confirmed_tier: z.boolean(),
  criteria: z.string(),
});

/** How the night's flags stand, by flag_id. */
export async function standingsOf(store: Store, night: string): Promise<ReadonlyMap<string, ListedAs>> {
  const rows = await store.rows(STANDINGS, standingShape, { night });
  return new Map(
    rows.map(({ flag_id, criteria, ...rest }) => [
      flag_id,
      { ...rest, criteria: criteriaShape.parse(JSON.parse(criteria)) },
    ]),
  );
}
