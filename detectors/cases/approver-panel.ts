import { z } from "zod";
import { inOrder } from "./in-order.js";
import { numbers } from "./lists.js";

/**
 * Every actor who approved or denied a request tonight, one row each, with aligned lists of the last 104 nights on which
 * anybody decided anything, latest first: 104 nights hold a baseline of 90 before two weeks.
 *
 * own_counts      decisions by this actor; all_counts: by everybody
 * hurried_counts  those of the actor's that followed the step before them faster than 19 in 20 of the tier's decisions in the
 *                 90 nights before tonight, by anybody; decisions of a tier with fewer than 20 there, or with no step before
 *                 them, leave timed_counts
 */
export const APPROVER_PANEL = /* sql */ `
  WITH
  known AS (
    SELECT request_id, step, actor_id, tier, happened_at
    FROM sharing_step
    WHERE happened_at < ($night::DATE + 1)::TIMESTAMPTZ AND happened_at >= ($night::DATE - 150)::TIMESTAMPTZ
      AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
  ),
  decision AS (
    SELECT
      decided.actor_id,
      decided.tier,
      datediff('day', decided.happened_at::DATE, $night::DATE)::INTEGER AS ago,
      epoch(decided.happened_at - max(before.happened_at)) / 3600 AS hours
    FROM (
      SELECT request_id, any_value(actor_id ORDER BY happened_at) AS actor_id, any_value(tier ORDER BY happened_at) AS tier,
        min(happened_at) AS happened_at
      FROM known
      WHERE step IN ('approved', 'denied')
      GROUP BY request_id
    ) AS decided
    LEFT JOIN known AS before ON before.request_id = decided.request_id
      AND before.step IN ('requested', 'risk_assessed', 'rights_reviewed') AND before.happened_at <= decided.happened_at
    GROUP BY decided.request_id, decided.actor_id, decided.tier, decided.happened_at
  ),
  pace AS (
    SELECT tier, quantile_cont(hours, 0.05) AS fast_hours
    FROM decision
    WHERE ago BETWEEN 1 AND 90 AND hours IS NOT NULL
    GROUP BY tier
    HAVING count(*) >= 20
  ),
  night_total AS (
    SELECT ago, count(*) AS all_count FROM decision WHERE ago <= 104 GROUP BY ago
  ),
  own AS (
    SELECT
      actor_id,
      ago,
      count(*) AS own_count,
      count(*) FILTER (hours IS NOT NULL AND fast_hours IS NOT NULL) AS timed_count,
      count(*) FILTER (hours < fast_hours) AS hurried_count
    FROM decision
    LEFT JOIN pace ON pace.tier = decision.tier
    WHERE ago <= 104 AND actor_id IS NOT NULL
    GROUP BY actor_id, ago
  )
  SELECT
    approver.actor_id AS entity_id,
    list(night_total.ago) AS nights_ago,
    list(night_total.all_count) AS all_counts,
    list(coalesce(days_weighed.weight, 1)) AS weights,
    list(coalesce(own.own_count, 0)) AS own_counts,
    list(coalesce(own.timed_count, 0)) AS timed_counts,
    list(coalesce(own.hurried_count, 0)) AS hurried_counts
  FROM (SELECT DISTINCT actor_id FROM own WHERE actor_id IN (SELECT actor_id FROM own WHERE ago = 0)) AS approver
  CROSS JOIN night_total
  LEFT JOIN own ON own.actor_id = approver.actor_id AND own.ago = night_total.ago
  LEFT JOIN days_weighed($night::DATE) AS days_weighed
    ON days_weighed.entity_type = 'actor' AND days_weighed.entity_id = approver.actor_id
    AND days_weighed.day = $night::DATE - night_total.ago
  GROUP BY approver.actor_id
  ORDER BY approver.actor_id
`;

/** One approver's nights. */
export const approverCase = inOrder(
  {
    entity_id: z.string(),
    nights_ago: numbers,
    all_counts: numbers,
    weights: numbers,
    own_counts: numbers,
    timed_counts: numbers,
    hurried_counts: numbers,
  },
  ["nights_ago"],
);
export type ApproverCase = z.infer<typeof approverCase>;

/** The events that serve the requests on which an actor decided in the last week. */
export const DECIDED_EVENTS = /* sql */ `
  SELECT event_id
  FROM event
  WHERE day BETWEEN $night::DATE - 27 AND $night::DATE
    AND request_id IN (
      SELECT request_id
      FROM sharing_step
      WHERE actor_id = $entity_id AND step IN ('approved', 'denied')
        AND happened_at >= ($night::DATE - 6)::TIMESTAMPTZ AND happened_at < ($night::DATE + 1)::TIMESTAMPTZ
    )
  ORDER BY event_time, source, event_id
`;
