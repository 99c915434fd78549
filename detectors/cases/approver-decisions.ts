import { z } from "zod";
import { inOrder } from "./in-order.js";
import { booleans, numbers, texts } from "./lists.js";

/**
 * Every actor who approved or denied a request in the last 118 nights, one row each, with aligned lists of their decisions: 90
 * nights of baseline before four weeks.
 *
 * decided_ago   whole days from the decision to the night
 * requesters    who asked; empty where the first step is not known
 * is_refused    whether the request was denied
 */
export const APPROVER_DECISIONS = /* sql */ `
  WITH
  known AS (
    SELECT request_id, step, actor_id, happened_at
    FROM sharing_step
    WHERE happened_at < ($night::DATE + 1)::TIMESTAMPTZ AND happened_at >= ($night::DATE - 210)::TIMESTAMPTZ
      AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
  ),
  decision AS (
    SELECT
      request_id,
      arg_min(actor_id, happened_at) FILTER (step IN ('approved', 'denied')) AS actor_id,
      arg_min(step, happened_at) FILTER (step IN ('approved', 'denied')) = 'denied' AS is_refused,
      min(happened_at) FILTER (step IN ('approved', 'denied'))::DATE AS day,
      arg_min(actor_id, happened_at) FILTER (step = 'requested') AS requester
    FROM known
    GROUP BY request_id
  )
  SELECT
    decision.actor_id AS entity_id,
    $night::DATE::VARCHAR AS night,
    list(request_id) AS request_ids,
    list(datediff('day', decision.day, $night::DATE)::INTEGER) AS decided_ago,
    list(coalesce(requester, '')) AS requesters,
    list(is_refused) AS is_refused,
    list(coalesce(days_weighed.weight, 1)) AS weights
  FROM decision
  LEFT JOIN days_weighed($night::DATE) AS days_weighed
    ON days_weighed.entity_type = 'actor' AND days_weighed.entity_id = decision.actor_id AND days_weighed.day = decision.day
  WHERE decision.actor_id IS NOT NULL AND decision.day >= $night::DATE - 117
  GROUP BY decision.actor_id
  ORDER BY decision.actor_id
`;

/** One approver's decisions. */
export const approverDecisions = inOrder(
  {
    entity_id: z.string(),
    night: z.string(),
    request_ids: texts,
    decided_ago: numbers,
    requesters: texts,
    is_refused: booleans,
    weights: numbers,
  },
  ["decided_ago", "request_ids"],
);
export type ApproverDecisions = z.infer<typeof approverDecisions>;

/** The events that serve the requests on which an actor decided in the last four weeks. */
export const DECISIONS_EVENTS = /* sql */ `
  SELECT event_id
  FROM event
  WHERE day BETWEEN $night::DATE - 27 AND $night::DATE
    AND request_id IN (
      SELECT request_id
      FROM sharing_step
      WHERE actor_id = $entity_id AND step IN ('approved', 'denied')
        AND happened_at >= ($night::DATE - 27)::TIMESTAMPTZ AND happened_at < ($night::DATE + 1)::TIMESTAMPTZ
    )
  ORDER BY event_time, source, event_id
`;
