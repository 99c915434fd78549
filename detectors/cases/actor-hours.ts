import { z } from "zod";
import { inOrder } from "./in-order.js";
import { numbers } from "./lists.js";

/**
 * Every actor with an act in the last 97 nights, one row each: 90 of baseline before a window of 7, and tonight. Aligned
 * lists, one entry a night and hour of the actor's own clock with at least one act.
 */
export const ACTOR_HOURS = /* sql */ `
  SELECT
    actor_hour.actor_id AS entity_id,
    $night::DATE AS night,
    coalesce(any_value(people.kind), 'person') AS kind,
    coalesce(any_value(people.unit), '') AS unit,
    coalesce(any_value(people.site), '') AS site,
    list(coalesce(days_weighed.weight, 1)) AS weights,
    list(datediff('day', actor_hour.day, $night::DATE)::INTEGER) AS nights_ago,
    list(actor_hour.hour) AS hours,
    list(actor_hour.act_count) AS act_counts
  FROM actor_hour
  LEFT JOIN people_on($night::DATE) AS people USING (actor_id)
  LEFT JOIN days_weighed($night::DATE) AS days_weighed
    ON days_weighed.entity_type = 'actor' AND days_weighed.entity_id = actor_id AND days_weighed.day = actor_hour.day
  WHERE actor_hour.day BETWEEN $night::DATE - 96 AND $night::DATE
  GROUP BY actor_hour.actor_id
  ORDER BY actor_hour.actor_id
`;

export const actorHours = inOrder(
  {
    entity_id: z.string(),
    night: z.string(),
    kind: z.string(),
    unit: z.string(),
    site: z.string(),
    weights: numbers,
    nights_ago: numbers,
    hours: numbers,
    act_counts: numbers,
  },
  ["nights_ago", "hours"],
);
