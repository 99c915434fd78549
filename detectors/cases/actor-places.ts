import { z } from "zod";
import { inOrder } from "./in-order.js";
import { booleans, numbers } from "./lists.js";

/**
 * Every actor with an act in the last 119 nights, one row each, with aligned lists of their nights: whether a site, and an
 * address, was one at which they had been seen on fewer than $familiar_nights days of the year before, and on how many days
 * of that year they had been active at all. A night without a site counts as at a familiar one, and so for addresses.
 */
export const ACTOR_PLACES = /* sql */ `
  WITH places AS (
    SELECT
      actor_id,
      day,
      bool_or(kind = 'site' AND earlier_day_count < $familiar_nights::INTEGER) AS is_new_site,
      bool_or(kind = 'address' AND earlier_day_count < $familiar_nights::INTEGER) AS is_new_address
    FROM actor_place_past
    WHERE day BETWEEN $night::DATE - 118 AND $night::DATE
    GROUP BY actor_id, day
  )
  SELECT
    places.actor_id AS entity_id,
    $night::DATE AS night,
    list(datediff('day', places.day, $night::DATE)::INTEGER) AS nights_ago,
    list(is_new_site) AS is_new_site,
    list(is_new_address) AS is_new_address,
    coalesce(any_value(people.unit), '') AS unit,
    coalesce(any_value(people.site), '') AS site,
    list(coalesce(days_weighed.weight, 1)) AS weights,
    list(earlier_day_count) AS earlier_nights
  FROM places
  JOIN actor_day_past AS whole USING (actor_id, day)
  LEFT JOIN people_on($night::DATE) AS people USING (actor_id)
  LEFT JOIN days_weighed($night::DATE) AS days_weighed
    ON days_weighed.entity_type = 'actor' AND days_weighed.entity_id = places.actor_id AND days_weighed.day = places.day
  GROUP BY places.actor_id
  ORDER BY places.actor_id
`;

export const actorPlaces = inOrder(
  {
    entity_id: z.string(),
    night: z.string(),
    unit: z.string(),
    site: z.string(),
    weights: numbers,
    nights_ago: numbers,
    is_new_site: booleans,
    is_new_address: booleans,
    earlier_nights: numbers,
  },
  ["nights_ago"],
);
