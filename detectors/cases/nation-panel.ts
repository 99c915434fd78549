import { z } from "zod";
import { inOrder } from "./in-order.js";
import { booleans, numbers } from "./lists.js";

/**
 * Every nation with people at work in the last 97 nights, one row each: its people with their units and, aligned, their nights
 * of activity, latest last. 97 nights hold a baseline of 90 before a week.
 *
 * is_partner  whether requests or events name the nation as a partner; the home nation is none, though what is forwarded to it
 *             names it so
 */
export const NATION_PANEL = /* sql */ `
  WITH
  directory AS (SELECT actor_id, role, unit, nation FROM people_on($night::DATE) WHERE nation IS NOT NULL),
  partner AS (
    SELECT partner FROM sharing_step WHERE known_from <= $night::DATE
    UNION
    SELECT partner FROM partner_day WHERE day BETWEEN $night::DATE - 96 AND $night::DATE
  ),
  person AS (
    SELECT
      directory.nation,
      actor_id,
      any_value(coalesce(directory.unit, directory.nation)) AS unit,
      any_value(coalesce(directory.role, '')) AS role,
      list(datediff('day', actor_day.day, $night::DATE)::INTEGER) AS nights_ago,
      list(isodow(actor_day.day) >= 6 OR coalesce(calendar.is_holiday, false)) AS is_rest,
      list(
        (
          isodow(actor_day.day)
            + CASE WHEN date_trunc('month', actor_day.day + 3) > actor_day.day THEN 10 ELSE 0 END
            + CASE WHEN calendar.is_exercise THEN 100 ELSE 0 END
        )::INTEGER
      ) AS day_kinds,
      list(least(coalesce(own.weight, 1), coalesce(whole.weight, 1))) AS weights,
      list(act_count) AS act_counts
    FROM actor_day
    JOIN directory USING (actor_id)
    LEFT JOIN calendar_on($night::DATE) AS calendar
      ON calendar.nation = directory.nation AND calendar.day = actor_day.day
    LEFT JOIN days_weighed($night::DATE) AS own
      ON own.entity_type = 'actor' AND own.entity_id = actor_id AND own.day = actor_day.day
    LEFT JOIN days_weighed($night::DATE) AS whole
      ON whole.entity_type = 'partner' AND whole.entity_id = directory.nation AND whole.day = actor_day.day
    WHERE actor_day.day BETWEEN $night::DATE - 96 AND $night::DATE
    GROUP BY directory.nation, actor_id
  )
  SELECT
    nation AS entity_id,
    nation <> $home_nation AND nation IN (SELECT partner FROM partner) AS is_partner,
    list(
      {
        'unit': unit, 'role': role, 'nights_ago': nights_ago, 'is_rest': is_rest, 'day_kinds': day_kinds,
        'weights': weights, 'act_counts': act_counts
      }
      ORDER BY actor_id
    ) AS people
  FROM person
  GROUP BY nation
  ORDER BY nation
`;

/** One nation's people. */
export const nationCase = z.object({
  entity_id: z.string(),
  is_partner: z.boolean(),
  people: z
    .array(
      inOrder(
        {
          unit: z.string(),
          role: z.string(),
          nights_ago: numbers,
          is_rest: booleans,
          day_kinds: numbers,
          weights: numbers,
          act_counts: numbers,
        },
        ["nights_ago"],
      ),
    )
    .readonly(),
});
export type NationCase = z.infer<typeof nationCase>;
