import { z } from "zod";

/**
 * Every partner with a sharing request in the last 210 days, one row each, with aligned lists of its requests, oldest first.
 *
 * *_ago   days, with a fraction, from the step to the end of the night (midnight UTC); -1 where it has not been taken by then
 * 210 days hold a baseline of 120 before four weeks, and requests that were 60 days old when it began.
 */
export const REQUEST_PANEL = /* sql */ `
  WITH
  taken AS (
    SELECT request_id, step, partner, tier, purpose, epoch(($night::DATE + 1)::TIMESTAMPTZ - happened_at) / 86400 AS ago
    FROM sharing_step
    WHERE happened_at < ($night::DATE + 1)::TIMESTAMPTZ
      AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
  ),
  request AS (
    SELECT
      request_id,
      any_value(partner ORDER BY ago DESC) AS partner,
      any_value(tier ORDER BY ago DESC) AS tier,
      any_value(purpose ORDER BY ago DESC) AS purpose,
      max(ago) FILTER (step = 'requested') AS requested_ago,
      max(ago) FILTER (step = 'risk_assessed') AS assessed_ago,
      max(ago) FILTER (step IN ('approved', 'denied', 'withdrawn')) AS decided_ago
    FROM taken
    GROUP BY request_id
  )
  SELECT
    partner AS entity_id,
    $night::DATE::VARCHAR AS night,
    list(coalesce(tier, '') ORDER BY requested_ago DESC, request_id) AS tiers,
    list(coalesce(purpose, '') ORDER BY requested_ago DESC, request_id) AS purposes,
    list(requested_ago::DOUBLE ORDER BY requested_ago DESC, request_id) AS requested_ago,
    list(coalesce(assessed_ago, -1)::DOUBLE ORDER BY requested_ago DESC, request_id) AS assessed_ago,
    list(coalesce(decided_ago, -1)::DOUBLE ORDER BY requested_ago DESC, request_id) AS decided_ago
  FROM request
  WHERE partner IS NOT NULL AND requested_ago <= 210
  GROUP BY partner
  ORDER BY partner
`;

const days = z.array(z.number()).readonly();
const words = z.array(z.string()).readonly();

/** One partner's requests. */
export const requestCase = z.object({
  entity_id: z.string(),
  night: z.string(),
  tiers: words,
  purposes: words,
  requested_ago: days,
  assessed_ago: days,
  decided_ago: days,
});
export type RequestCase = z.infer<typeof requestCase>;

/** The events that serve a partner's requests, of the last four weeks. */
export const REQUEST_EVENTS = /* sql */ `
  SELECT event_id
  FROM event
  WHERE day BETWEEN $night::DATE - 27 AND $night::DATE
    AND request_id IN (SELECT request_id FROM sharing_step WHERE partner = $entity_id)
  ORDER BY event_time, source, event_id
`;
