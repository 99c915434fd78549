import { z } from "zod";
import { inOrder } from "./in-order.js";

/**
 * Every actor who opened marked material in the last 97 nights, one row each: 90 of baseline before a window of 7, and
 * tonight. Aligned lists, one entry a night and class.
 */
export const ACTOR_CLASSES = /* sql */ `
  SELECT
    opened.actor_id AS entity_id,
    $night::DATE AS night,
    coalesce(any_value(directory.role), '') AS role,
    list(datediff('day', opened.day, $night::DATE)::INTEGER) AS nights_ago,
    list(opened.class) AS classes,
    list(opened.access_count) AS access_counts
  FROM actor_class_day AS opened
  LEFT JOIN (
    SELECT actor_id, any_value(role) AS role
    FROM actor
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    GROUP BY actor_id
  ) AS directory USING (actor_id)
  WHERE opened.day BETWEEN $night::DATE - 96 AND $night::DATE
  GROUP BY opened.actor_id
  ORDER BY opened.actor_id
`;

export const actorClasses = inOrder(
  {
    entity_id: z.string(),
    night: z.string(),
    role: z.string(),
    nights_ago: z.array(z.number()).readonly(),
    classes: z.array(z.string()).readonly(),
    access_counts: z.array(z.number()).readonly(),
  },
  ["nights_ago", "classes"],
);
