import { z } from "zod";
import { inOrder } from "./in-order.js";
import { numbers, texts } from "./lists.js";

/**
 * Every actor who opened marked material in the last 97 nights, one row each: 90 of baseline before a window of 7, and
 * tonight. Aligned lists, one entry a night and class.
 *
 * Of the window, material of a collection that was granted within $fresh_grant_days of the night is left out: the grant
 * explains that it is of another class. The baseline keeps it, so that it is ordinary once the grant is no longer new.
 */
export const ACTOR_CLASSES = /* sql */ `
  WITH
  granted AS (
    SELECT actor_id, day, class, sum(access_count) AS access_count
    FROM actor_class_grant_day
    WHERE day BETWEEN $night::DATE - 6 AND $night::DATE AND granted_on >= $night::DATE - $fresh_grant_days::INTEGER
    GROUP BY actor_id, day, class
  ),
  opened AS (
    SELECT
      all_day.actor_id,
      all_day.day,
      all_day.class,
      all_day.access_count - coalesce(granted.access_count, 0) AS access_count
    FROM actor_class_day AS all_day
    LEFT JOIN granted USING (actor_id, day, class)
    WHERE all_day.day BETWEEN $night::DATE - 96 AND $night::DATE
  )
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
    list(opened.access_count::INTEGER) AS object_counts
  FROM opened
  LEFT JOIN people_on($night::DATE) AS people USING (actor_id)
  LEFT JOIN days_weighed($night::DATE) AS days_weighed
    ON days_weighed.entity_type = 'actor' AND days_weighed.entity_id = actor_id AND days_weighed.day = opened.day
  WHERE opened.access_count > 0
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
