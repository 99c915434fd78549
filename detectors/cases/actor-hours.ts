import { z } from "zod";
import { inOrder } from "./in-order.js";

/**
 * Every actor with an act in the last 97 nights, one row each: 90 of baseline before a window of 7, and tonight. Aligned
 * lists, one entry a night and hour of the actor's own clock with at least one act.
 */
export const ACTOR_HOURS = /* sql */ `
  SELECT
    actor_hour.actor_id AS entity_id,
    $night::DATE AS night,
    coalesce(any_value(directory.kind), 'person') AS kind,
    list(datediff('day', actor_hour.day, $night::DATE)::INTEGER) AS nights_ago,
    list(actor_hour.hour) AS hours,
    list(actor_hour.act_count) AS act_counts
  FROM actor_hour
  LEFT JOIN (
    SELECT actor_id, any_value(kind) AS kind
    FROM actor
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    GROUP BY actor_id
  ) AS directory USING (actor_id)
  WHERE actor_hour.day BETWEEN $night::DATE - 96 AND $night::DATE
  GROUP BY actor_hour.actor_id
  ORDER BY actor_hour.actor_id
`;

const counts = z.array(z.number()).readonly();

export const actorHours = inOrder(
  {
    entity_id: z.string(),
    night: z.string(),
    kind: z.string(),
    nights_ago: counts,
    hours: counts,
    act_counts: counts,
  },
  ["nights_ago", "hours"],
);
