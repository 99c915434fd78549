import { z } from "zod";
import { inOrder } from "./in-order.js";
import { numbers, texts } from "./lists.js";

/**
 * Every actor who opened marked material in the last 97 nights, one row each: 90 of baseline before a window of 7, and
 * tonight. Aligned lists, one entry a night and class.
 */
export const ACTOR_CLASSES = /* sql */ `
  SELECT
    opened.actor_id AS entity_id,
    $night::DATE AS night,
    $home_nation AS home,
    coalesce(any_value(people.role), '') AS role,
    coalesce(any_value(people.unit), '') AS unit,
    coalesce(any_value(people.site), '') AS site,
    list(coalesce(days_weighed.weight, 1)) AS weights,
    list(datediff('day', opened.day, $night::DATE)::INTEGER) AS nights_ago,
    list(opened.class) AS classes,
    list(opened.access_count) AS object_counts
  FROM actor_class_day AS opened
  LEFT JOIN people_on($night::DATE) AS people USING (actor_id)
  LEFT JOIN days_weighed($night::DATE) AS days_weighed
    ON days_weighed.entity_type = 'actor' AND days_weighed.entity_id = actor_id AND days_weighed.day = opened.day
  WHERE opened.day BETWEEN $night::DATE - 96 AND $night::DATE
  GROUP BY opened.actor_id
  ORDER BY opened.actor_id
`;

export const actorClasses = inOrder(
  {
    entity_id: z.string(),
    night: z.string(),
    home: z.string(),
    role: z.string(),
    unit: z.string(),
    site: z.string(),
    weights: numbers,
    nights_ago: numbers,
    classes: texts,
    object_counts: numbers,
  },
  ["nights_ago", "classes"],
);
