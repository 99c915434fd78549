import { z } from "zod";
import { inOrder } from "./in-order.js";
import { booleans, numbers } from "./lists.js";

/**
 * Every actor with an act in the last 119 nights, one row each: what the directory said of them on the night, the site at
 * which they were, their peers by behaviour, and aligned lists of their nights of activity. 119 nights hold a baseline of 90
 * before a window of 28, and tonight.
 *
 * day_kinds  the ISO weekday, 10 more on the last three days of a month, 100 more about a declared exercise with their nation
 * weights    how much a night counts in what is ordinary: less where it was a lead, nothing where a concern was confirmed
 *
 * Many detectors judge from these lists; a night reads them once.
 */
export const ACTOR_PANEL = /* sql */ `
  WITH
  people AS (SELECT actor_id, role, unit, nation, site FROM people_on($night::DATE)),
  panel AS (
    SELECT
      actor_id,
      datediff('day', actor_day.day, $night::DATE)::INTEGER AS ago,
      isodow(actor_day.day) >= 6 OR coalesce(calendar.is_holiday, false) AS is_rest,
      isodow(actor_day.day)
        + CASE WHEN date_trunc('month', actor_day.day + 3) > actor_day.day THEN 10 ELSE 0 END
        + CASE WHEN calendar.is_exercise THEN 100 ELSE 0 END AS day_kind,
      coalesce(days_weighed.weight, 1) AS weight,
      actor_day.act_count,
      actor_day.access_count,
      actor_day.view_count,
      actor_day.download_count,
      actor_day.print_count,
      actor_day.export_count,
      actor_day.forward_count,
      coalesce(actor_change_day.change_count, 0) AS change_count,
      actor_day.denied_count,
      actor_day.object_count,
      actor_day.object_step_count,
      actor_day.unit_step_count,
      actor_day.site_step_count,
      actor_day.site_change_count,
      actor_day.sized_count,
      actor_day.log_bytes,
      actor_day.log_bytes_squared,
      coalesce(datediff('day', actor_day_past.previous_day, actor_day.day), 0)::INTEGER AS away_days
    FROM actor_day
    LEFT JOIN actor_day_past USING (actor_id, day)
    LEFT JOIN actor_change_day USING (actor_id, day)
    LEFT JOIN people USING (actor_id)
    LEFT JOIN calendar_on($night::DATE) AS calendar ON calendar.nation = people.nation AND calendar.day = actor_day.day
    LEFT JOIN days_weighed($night::DATE) AS days_weighed
      ON days_weighed.entity_type = 'actor' AND days_weighed.entity_id = actor_id AND days_weighed.day = actor_day.day
    WHERE actor_day.day BETWEEN $night::DATE - 118 AND $night::DATE
  )
  SELECT
    actor_id AS entity_id,
    $night::DATE AS night,
    coalesce(any_value(people.role), '') AS role,
    coalesce(any_value(people.unit), '') AS unit,
    coalesce(any_value(people.nation), '') AS nation,
    coalesce(any_value(people.site), '') AS site,
    coalesce(any_value(circles.circle), '') AS circle,
    list(ago) AS nights_ago,
    list(is_rest) AS is_rest,
    list(day_kind::INTEGER) AS day_kinds,
    list(weight) AS weights,
    list(act_count) AS act_counts,
    list(access_count) AS access_counts,
    list(view_count) AS view_counts,
    list(download_count) AS download_counts,
    list(print_count) AS print_counts,
    list(export_count) AS export_counts,
    list(forward_count) AS forward_counts,
    list(change_count) AS change_counts,
    list(denied_count) AS denied_counts,
    list(object_count) AS object_counts,
    list(object_step_count) AS object_step_counts,
    list(unit_step_count) AS unit_step_counts,
    list(site_step_count) AS site_step_counts,
    list(site_change_count) AS site_change_counts,
    list(sized_count) AS sized_counts,
    list(log_bytes) AS log_bytes,
    list(log_bytes_squared) AS log_bytes_squared,
    list(away_days) AS away_days
  FROM panel
  LEFT JOIN people USING (actor_id)
  LEFT JOIN circles_on($night::DATE) AS circles USING (actor_id)
  GROUP BY actor_id
  ORDER BY actor_id
`;

/** One actor of the panel. */
export const actorPanel = inOrder(
  {
    entity_id: z.string(),
    night: z.string(),
    role: z.string(),
    unit: z.string(),
    nation: z.string(),
    site: z.string(),
    circle: z.string(),
    nights_ago: numbers,
    is_rest: booleans,
    day_kinds: numbers,
    weights: numbers,
    act_counts: numbers,
    access_counts: numbers,
    view_counts: numbers,
    download_counts: numbers,
    print_counts: numbers,
    export_counts: numbers,
    forward_counts: numbers,
    change_counts: numbers,
    denied_counts: numbers,
    object_counts: numbers,
    object_step_counts: numbers,
    unit_step_counts: numbers,
    site_step_counts: numbers,
    site_change_counts: numbers,
    sized_counts: numbers,
    log_bytes: numbers,
    log_bytes_squared: numbers,
    /** Days since the actor's activity before each night, 0 where there was none. */
    away_days: numbers,
  },
  ["nights_ago"],
);

export type PanelRow = z.infer<typeof actorPanel>;
