import { z } from "zod";
import { inOrder } from "./in-order.js";
import { numbers } from "./lists.js";

/**
 * Every actor with an event in the last 93 nights, one row each, with aligned lists of their nights: 90 of baseline before a
 * window of 3, and tonight.
 *
 * event_counts    everything of theirs, whatever the outcome, but what the exchange system recorded of shares and receipts
 * search_counts   searches; look_counts: searches, and what was viewed, downloaded, printed or exported
 * admin_counts    acts of administration, and those that the log has no word for
 */
export const ACTOR_ACTIONS = /* sql */ `
  WITH work AS (
    SELECT
      actor_id,
      day,
      sum(event_count)::INTEGER AS event_count,
      coalesce(sum(event_count) FILTER (action = 'search'), 0)::INTEGER AS search_count,
      coalesce(
        sum(event_count) FILTER (action IN ('search', 'view', 'download', 'print', 'export')), 0
      )::INTEGER AS look_count,
      coalesce(sum(event_count) FILTER (action IN ('admin', 'other')), 0)::INTEGER AS admin_count
    FROM actor_action_day
    WHERE day BETWEEN $night::DATE - 92 AND $night::DATE AND action NOT IN ('share', 'receive')
    GROUP BY actor_id, day
  )
  SELECT
    work.actor_id AS entity_id,
    $night::DATE AS night,
    coalesce(any_value(people.role), '') AS role,
    coalesce(any_value(people.unit), '') AS unit,
    coalesce(any_value(people.site), '') AS site,
    list(coalesce(days_weighed.weight, 1)) AS weights,
    list(datediff('day', work.day, $night::DATE)::INTEGER) AS nights_ago,
    list(event_count) AS event_counts,
    list(search_count) AS search_counts,
    list(look_count) AS look_counts,
    list(admin_count) AS admin_counts
  FROM work
  LEFT JOIN people_on($night::DATE) AS people USING (actor_id)
  LEFT JOIN days_weighed($night::DATE) AS days_weighed
    ON days_weighed.entity_type = 'actor' AND days_weighed.entity_id = work.actor_id AND days_weighed.day = work.day
  GROUP BY work.actor_id
  ORDER BY work.actor_id
`;

/** One actor's work by kind. */
export const actorActions = inOrder(
  {
    entity_id: z.string(),
    night: z.string(),
    role: z.string(),
    unit: z.string(),
    site: z.string(),
    weights: numbers,
    nights_ago: numbers,
    event_counts: numbers,
    search_counts: numbers,
    look_counts: numbers,
    admin_counts: numbers,
  },
  ["nights_ago"],
);
