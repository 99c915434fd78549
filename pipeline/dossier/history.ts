import { z } from "zod";
import type { Criterion, EarlierFlag, FlagDecision } from "../../data/dossier.js";
import { type Flag, flagShape } from "../../data/flag.js";
import type { Store } from "../../data/store/store.js";

/** Earlier flags shown on one entity; the newest. */
const EARLIER_MAX = 10;

/** A decision counts on a night when it stood at the night's end: made by then, known by then, not yet taken back. */
const EARLIER = /* sql */ `
  WITH decided AS (
    SELECT flag_id, max_by(disposition, decided_at) AS disposition, max_by(reason, decided_at) AS reason
    FROM recorded_decision
    WHERE decided_at < $end::TIMESTAMPTZ AND (reversed_at IS NULL OR reversed_at >= $end::TIMESTAMPTZ)
      AND (known_from IS NULL OR known_from <= $night::DATE) AND (known_until IS NULL OR known_until > $night::DATE)
    GROUP BY flag_id
  )
  SELECT
    flag.flag_id,
    flag.first_day,
    max(flag_night.night) AS last_night,
    min(flag_night.p_value) AS p_value,
    max_by(flag_night.content, flag_night.night) AS content,
    any_value(decided.disposition) AS disposition,
    any_value(decided.reason) AS reason
  FROM flag
  JOIN flag_night ON flag_night.flag_id = flag.flag_id
  LEFT JOIN decided ON decided.flag_id = flag.flag_id
  WHERE flag.entity_type = $entity_type AND flag.entity_id = $entity_id AND flag.flag_id <> $flag_id
    AND flag.queue <> 'audit' AND flag_night.night < $night::DATE
  GROUP BY flag.flag_id, flag.first_day
  ORDER BY last_night DESC, flag.flag_id
  LIMIT $earlier_max::INTEGER
`;

const DECISIONS = /* sql */ `
  SELECT recorded.decided_at, recorded.reviewer, recorded.disposition, recorded.reason, recorded.is_second,
    coalesce(decision.wants_second, false) OR recorded.disposition = 'confirmed concern' AS wants_second,
    decision.seconds_spent
  FROM recorded_decision AS recorded
  LEFT JOIN decision USING (decision_id)
  WHERE recorded.flag_id = $flag_id AND recorded.decided_at < $end::TIMESTAMPTZ
    AND (recorded.reversed_at IS NULL OR recorded.reversed_at >= $end::TIMESTAMPTZ)
    AND (recorded.known_from IS NULL OR recorded.known_from <= $night::DATE)
    AND (recorded.known_until IS NULL OR recorded.known_until > $night::DATE)
  ORDER BY recorded.decided_at, recorded.reviewer, recorded.disposition
  LIMIT 50
`;

const LISTED = /* sql */ `
  SELECT count(*)::INTEGER AS nights_listed, coalesce(min(night), $night::DATE) AS first_night
  FROM flag_night
  WHERE flag_id = $flag_id AND night <= $night::DATE
`;

const earlierShape = z.object({
  flag_id: z.string(),
  first_day: z.string(),
  last_night: z.string(),
  p_value: z.number().nullable(),
  content: z.string(),
  disposition: z.string().nullable(),
  reason: z.string().nullable(),
});

const decisionShape = z.object({
  decided_at: z.string(),
  reviewer: z.string(),
  disposition: z.string(),
  reason: z.string(),
  is_second: z.boolean(),
  wants_second: z.boolean(),
  seconds_spent: z.number().nullable(),
});

/** What stood before on the same entity, newest first, and what was decided on it as far as was known that night. */
export async function earlierOf(
  store: Store,
  { entity_type, entity_id, flag_id, night }: Flag,
  end: string,
): Promise<EarlierFlag[]> {
  const bound = { entity_type, entity_id, flag_id, night, end, earlier_max: EARLIER_MAX };
  const rows = await store.rows(EARLIER, earlierShape, bound);
  return rows.map(({ content, ...rest }) => ({ ...rest, question: flagShape.parse(JSON.parse(content)).question }));
}

/**
 * What was decided on this flag itself, oldest first, and the seconds that reviewers gave it (null where none were
 * recorded). A first decision that waits for a second one keeps its word back: second readings are blind to the first.
 */
export async function decisionsOf(
  store: Store,
  { flag_id, night }: Flag,
  end: string,
): Promise<{ readonly decisions: FlagDecision[]; readonly review_seconds: number | null }> {
  const rows = await store.rows(DECISIONS, decisionShape, { flag_id, night, end });
  const hasSecond = rows.some(({ is_second }) => is_second);
  const spent = rows.flatMap(({ seconds_spent }) => seconds_spent ?? []);
  return {
    review_seconds: spent.length === 0 ? null : spent.reduce((sum, seconds) => sum + seconds, 0),
    decisions: rows.map(({ decided_at, reviewer, disposition, reason, wants_second }) =>
      wants_second && !hasSecond
        ? { decided_at, reviewer, disposition: null, reason: null }
        : { decided_at, reviewer, disposition, reason },
    ),
  };
}

const STANDING = /* sql */ `
  SELECT is_confirmed_tier, coalesce(criteria, '[]') AS criteria
  FROM flag_night
  WHERE flag_id = $flag_id AND night = $night::DATE
`;

const criteriaShape = z.array(z.object({ criterion: z.string(), found: z.string(), factor: z.number() }));

/** What made its rank: the criteria of consequence, and whether it is in the tier under control over the year. */
export async function standingOf(
  store: Store,
  { flag_id, night }: Flag,
): Promise<{ readonly criteria: Criterion[]; readonly is_confirmed_tier: boolean }> {
  const shape = z.object({ is_confirmed_tier: z.boolean(), criteria: z.string() });
  const { is_confirmed_tier, criteria } = await store.row(STANDING, shape, { flag_id, night });
  return { is_confirmed_tier, criteria: criteriaShape.parse(JSON.parse(criteria)) };
}

/** Since when it is on the list. */
export function listedSince(
  store: Store,
  { flag_id, night }: Flag,
): Promise<{ nights_listed: number; first_night: string }> {
  return store.row(LISTED, z.object({ nights_listed: z.number(), first_night: z.string() }), { flag_id, night });
}
