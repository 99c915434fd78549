import { z } from "zod";
import { inOrder } from "./in-order.js";
import { numbers } from "./lists.js";

/**
 * Every actor with an access in the last 63 nights, one row each, with aligned lists of their nights: 60 of baseline before
 * a window of 3, and tonight. Material of a collection that was granted within $fresh_grant_days of the night is left out:
 * the grant explains it.
 *
 * rare_object_counts      objects of collections that held less than $rare_share of the actor's accesses in the year before,
 *                         where there were at least $known_accesses
 * earlier_access_counts   the actor's accesses in the year before the night
 */
export const ACTOR_GROUND = /* sql */ `
  WITH
  ground AS (
    SELECT
      opened.actor_id,
      datediff('day', opened.day, $night::DATE)::INTEGER AS ago,
      sum(opened.object_count)::INTEGER AS object_count,
      sum(opened.new_object_count)::INTEGER AS new_object_count,
      coalesce(
        sum(opened.object_count) FILTER (
          past.earlier_access_count < $rare_share::DOUBLE * whole.earlier_access_count
          AND whole.earlier_access_count >= $known_accesses::INTEGER
        ),
        0
      )::INTEGER AS rare_object_count,
      any_value(whole.earlier_access_count) AS earlier_access_count
    FROM actor_collection_day AS opened
    JOIN actor_collection_past AS past USING (actor_id, day, collection)
    JOIN actor_day_past AS whole USING (actor_id, day)
    WHERE opened.day BETWEEN $night::DATE - 62 AND $night::DATE
      AND (opened.grant_age_days IS NULL OR opened.grant_age_days > $fresh_grant_days::INTEGER)
    GROUP BY opened.actor_id, opened.day
  )
  SELECT
    actor_id AS entity_id,
    $night::DATE AS night,
    coalesce(any_value(people.role), '') AS role,
    coalesce(any_value(people.unit), '') AS unit,
    coalesce(any_value(people.site), '') AS site,
    list(coalesce(days_weighed.weight, 1)) AS weights,
    list(ago) AS nights_ago,
    list(object_count) AS object_counts,
    list(new_object_count) AS new_object_counts,
    list(rare_object_count) AS rare_object_counts,
    list(earlier_access_count) AS earlier_access_counts
  FROM ground
  LEFT JOIN people_on($night::DATE) AS people USING (actor_id)
  LEFT JOIN days_weighed($night::DATE) AS days_weighed
    ON days_weighed.entity_type = 'actor' AND days_weighed.entity_id = actor_id
    AND days_weighed.day = $night::DATE - ground.ago
  GROUP BY actor_id
  ORDER BY actor_id
`;

/** One actor of the ground. */
export const actorGround = inOrder(
  {
    entity_id: z.string(),
    night: z.string(),
    role: z.string(),
    unit: z.string(),
    site: z.string(),
    weights: numbers,
    nights_ago: numbers,
    object_counts: numbers,
    new_object_counts: numbers,
    rare_object_counts: numbers,
    earlier_access_counts: numbers,
  },
  ["nights_ago"],
);

export type GroundRow = z.infer<typeof actorGround>;

/** Parameters that the statement names; both detectors of new ground read the same rows. */
export const groundParams = {
  fresh_grant_days: z
    .int()
    .min(0)
    .default(45)
    .describe("Days for which a grant explains what is opened under it: six weeks of working into new material."),
  rare_share: z
    .number()
    .positive()
    .max(0.5)
    .default(0.03)
    .describe("A collection below this share of a person's year is strange ground: one access in thirty."),
  known_accesses: z
    .int()
    .min(1)
    .default(30)
    .describe(
      "Accesses in the year before which nothing is strange ground yet: below it a share of a thirtieth says nothing.",
    ),
};
