import { z } from "zod";
import { inOrder } from "./in-order.js";
import { numbers, texts } from "./lists.js";

/**
 * Every partner with a sharing request in the last 210 days, one row each, with aligned lists of its requests, oldest first.
 *
 * collections  what the request asks for belongs to, by the register as known on the night; empty where it does not say
 * weights  how much the day of a request counts in what is ordinary of the partner, in [0, 1]
 * *_ago   days, with a fraction, from the step to the end of the night (midnight UTC); -1 where it has not been taken by then
 * 210 days hold a baseline of 120 before four weeks, and requests that were 60 days old when it began.
 */
export const REQUEST_PANEL = /* sql */ `
  WITH
  taken AS (
    SELECT request_id, step, partner, tier, purpose, object_id, epoch(($night::DATE + 1)::TIMESTAMPTZ - happened_at) / 86400 AS ago
    FROM sharing_step
    WHERE happened_at < ($night::DATE + 1)::TIMESTAMPTZ
      AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
  ),
  request AS (
    SELECT
      request_id,
      arg_max(partner, ago) AS partner,
      arg_max(tier, ago) AS tier,
      arg_max(purpose, ago) AS purpose,
      arg_max(object_id, ago) AS object_id,
      max(ago) FILTER (step = 'requested') AS requested_ago,
      max(ago) FILTER (step = 'risk_assessed') AS assessed_ago,
      max(ago) FILTER (step IN ('approved', 'denied', 'withdrawn')) AS decided_ago
    FROM taken
    GROUP BY request_id
  ),
  subject AS (
    SELECT object_id, any_value(collection) AS collection
    FROM object
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    GROUP BY object_id
  )
  SELECT
    request.partner AS entity_id,
    $night::DATE::VARCHAR AS night,
    list(request_id) AS request_ids,
    list(coalesce(tier, '')) AS tiers,
    list(coalesce(purpose, '')) AS purposes,
    list(coalesce(subject.collection, '')) AS collections,
    list(coalesce(days_weighed.weight, 1)) AS weights,
    list(requested_ago::DOUBLE) AS requested_ago,
    list(coalesce(assessed_ago, -1)::DOUBLE) AS assessed_ago,
    list(coalesce(decided_ago, -1)::DOUBLE) AS decided_ago
  FROM request
  LEFT JOIN subject USING (object_id)
  LEFT JOIN days_weighed($night::DATE) AS days_weighed
    ON days_weighed.entity_type = 'partner' AND days_weighed.entity_id = request.partner
    AND days_weighed.day = $night::DATE - floor(requested_ago)::INTEGER
  WHERE request.partner IS NOT NULL AND requested_ago <= 210
  GROUP BY request.partner
  ORDER BY request.partner
`;

/** One partner's requests. */
export const requestCase = inOrder(
  {
    entity_id: z.string(),
    night: z.string(),
    request_ids: texts,
    tiers: texts,
    purposes: texts,
    collections: texts,
    weights: numbers,
    requested_ago: numbers,
    assessed_ago: numbers,
    decided_ago: numbers,
  },
  ["requested_ago", "request_ids"],
);
export type RequestCase = z.infer<typeof requestCase>;

/** The events that serve a partner's requests, of the last four weeks. */
export const REQUEST_EVENTS = /* sql */ `
  SELECT event_id
  FROM event
  WHERE day BETWEEN $night::DATE - 27 AND $night::DATE
    AND request_id IN (SELECT request_id FROM sharing_step WHERE partner = $entity_id)
  ORDER BY event_time, source, event_id
`;
