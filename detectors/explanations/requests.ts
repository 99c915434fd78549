import { z } from "zod";
import { explanation, no, unknown, yes } from "./card.js";
import { count } from "./words.js";

/** Half: less, and the explanation leaves most of it open. */
const MOST = 0.5;

/** Who assessed or decided in the four weeks before, and who of them has taken no step from the pattern's first day on. */
const HANDLERS = /* sql */ `
  WITH handled AS (
    SELECT actor_id, happened_at::DATE AS day
    FROM sharing_step
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
      AND step IN ('assessed', 'approved', 'denied') AND actor_id IS NOT NULL
      AND happened_at::DATE BETWEEN $first::DATE - 28 AND $night::DATE
      AND ($entity_type <> 'partner' OR partner = $entity_id) AND ($entity_type <> 'actor' OR actor_id <> $entity_id)
  ),
  regular AS (
    SELECT actor_id, count(*) AS step_count
    FROM handled
    WHERE day < $first::DATE
    GROUP BY actor_id
    HAVING count(*) >= 2
  )
  SELECT
    (SELECT count(*) FROM regular)::INTEGER AS regular_count,
    count(*)::INTEGER AS away_count,
    coalesce(sum(step_count), 0)::INTEGER AS away_step_count,
    (SELECT coalesce(sum(step_count), 0) FROM regular)::INTEGER AS step_count
  FROM regular
  WHERE actor_id NOT IN (SELECT actor_id FROM handled WHERE day >= $first::DATE)
    AND actor_id NOT IN (SELECT actor_id FROM actor_day WHERE day BETWEEN $first::DATE AND $night::DATE)
`;

export const handlersAway = explanation({
  id: "handlers-away",
  explanation: "Leave of those who usually handle these requests",
  entities: ["partner", "actor"],
  covers: /\bleave of the (staff|other approvers)\b/i,
  asked: "where named",
  facts: HANDLERS,
  shape: z.object({
    regular_count: z.number(),
    away_count: z.number(),
    away_step_count: z.number(),
    step_count: z.number(),
  }),
  judge({ regular_count, away_count, away_step_count, step_count }) {
    if (regular_count === 0) return unknown("the steps of the four weeks before name nobody twice");
    const seen = `${away_count} of ${regular_count} who handled them before were not seen at all on these days; theirs were ${away_step_count} of ${step_count} steps`;
    return away_step_count >= MOST * step_count ? yes(seen) : no(seen);
  },
});

/** A step is late when the night that first knew it is not the night after it was taken. */
const LATE_ENTRY = /* sql */ `
  WITH step AS (
    SELECT request_id, step, happened_at, min(known_from) AS known_from
    FROM sharing_step
    WHERE known_from <= $night::DATE AND happened_at::DATE BETWEEN $first::DATE - 7 AND $night::DATE
      AND ($entity_type <> 'partner' OR partner = $entity_id) AND ($entity_type <> 'actor' OR actor_id = $entity_id)
    GROUP BY request_id, step, happened_at
  )
  SELECT
    count(*)::INTEGER AS step_count,
    count(*) FILTER (known_from > happened_at::DATE + 1)::INTEGER AS late_count,
    count(*) FILTER (NOT isfinite(known_from))::INTEGER AS history_count
  FROM step
`;

export const lateEntry = explanation({
  id: "late-entry",
  explanation: "Steps that were entered late",
  entities: ["partner", "actor"],
  covers: /\b(entered late|late entry)\b/i,
  asked: "where named",
  facts: LATE_ENTRY,
  shape: z.object({ step_count: z.number(), late_count: z.number(), history_count: z.number() }),
  judge({ step_count, late_count, history_count }) {
    if (step_count === 0) return unknown("no step on these days");
    if (2 * history_count > step_count) return unknown("most of them were read with the history, on the first night");
    const seen = `${late_count} of ${count(step_count, "step")} became known later than the night after`;
    return late_count >= MOST * step_count ? yes(seen) : no(seen);
  },
});

const ENTERED = /* sql */ `
  WITH step AS (
    SELECT request_id, count(DISTINCT purpose) AS purpose_count, count(DISTINCT tier) AS tier_count
    FROM sharing_step
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
      AND request_id IN (SELECT unnest(CAST(CAST($request_ids AS JSON) AS VARCHAR[])))
    GROUP BY request_id
  )
  SELECT count(*)::INTEGER AS request_count,
    count(*) FILTER (purpose_count > 1 OR tier_count > 1)::INTEGER AS differing_count
  FROM step
`;

export const enteredWrongly = explanation({
  id: "entered-wrongly",
  explanation: "The purpose or the tier was entered wrongly",
  entities: ["partner", "actor", "request"],
  covers: /\b(purpose|tier) was entered wrongly\b/i,
  asked: "where named",
  facts: ENTERED,
  shape: z.object({ request_count: z.number(), differing_count: z.number() }),
  judge({ request_count, differing_count }) {
    if (request_count === 0) return unknown("no request is named");
    const seen = `the steps of ${differing_count} of ${count(request_count, "request")} differ in it`;
    return differing_count >= MOST * request_count ? yes(seen) : no(seen);
  },
});

/** Seconds by which two clocks may differ. Source: RFC 4120, 7.5.8, five minutes. */
const SKEW_SECONDS = 300;

/** How long after the step that needed it each approval (or release) came; null where it never did. */
const CLOCKS = /* sql */ `
  WITH step AS (
    SELECT request_id,
      min(happened_at) FILTER (step = 'approved') AS approved_at,
      min(happened_at) FILTER (step IN ('released', 'delivered', 'opened')) AS released_at
    FROM sharing_step
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
      AND request_id IN (SELECT unnest(CAST(CAST($request_ids AS JSON) AS VARCHAR[])))
    GROUP BY request_id
  )
  SELECT count(*) FILTER (approved_at IS NOT NULL AND released_at IS NOT NULL)::INTEGER AS request_count,
    (max(epoch(approved_at) - epoch(released_at)))::DOUBLE AS most_seconds
  FROM step
`;

export const clocksDiffer = explanation({
  id: "clocks-differ",
  explanation: "Two systems' clocks differ",
  entities: ["actor", "request"],
  covers: /\bclocks differ\b/i,
  asked: "where named",
  facts: CLOCKS,
  shape: z.object({ request_count: z.number(), most_seconds: z.number().nullable() }),
  judge({ request_count, most_seconds }) {
    if (request_count === 0 || most_seconds === null) return unknown("no request has both an approval and a release");
    if (most_seconds <= 0) return no("the approval stands before the release in every one of them");
    const seen = `the approval came at most ${Math.round(most_seconds)} seconds after the release`;
    return most_seconds <= SKEW_SECONDS ? yes(seen) : no(seen);
  },
});
