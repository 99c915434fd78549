import type { Feature } from "./feature.js";

const FORGET_ACTOR_DAY = /* sql */ `DELETE FROM actor_day WHERE day IN (SELECT day FROM touched_day)`;

/**
 * Logarithms of sizes are summed as whole billionths: a sum of floats would depend on the order in which threads meet the
 * rows, and the same feeds must give the same bytes.
 */
const ACTOR_DAY = /* sql */ `
  INSERT INTO actor_day
  WITH
  today AS (
    SELECT actor_id, day, event_time, source, seq, event_id, action, outcome, object_id, bytes, site
    FROM act
    WHERE day IN (SELECT day FROM touched_day)
  ),
  counted AS (
    SELECT
      actor_id,
      day,
      count(*) AS act_count,
      count(*) FILTER (outcome = 'success' AND object_id IS NOT NULL) AS access_count,
      count(*) FILTER (outcome = 'success' AND action = 'view') AS view_count,
      count(*) FILTER (outcome = 'success' AND action = 'download') AS download_count,
      count(*) FILTER (outcome = 'success' AND action = 'print') AS print_count,
      count(*) FILTER (outcome = 'success' AND action = 'export') AS export_count,
      count(*) FILTER (outcome = 'success' AND action = 'forward') AS forward_count,
      count(*) FILTER (outcome <> 'success') AS denied_count,
      count(DISTINCT object_id) AS object_count
    FROM today
    GROUP BY actor_id, day
  ),
  walked AS (
    SELECT
      actor_id,
      day,
      count(*) - 1 AS object_step_count,
      count(*) FILTER (stem = stem_before AND abs(number - number_before) = 1) AS unit_step_count
    FROM (
      SELECT
        actor_id,
        day,
        stem,
        number,
        lag(stem) OVER in_order AS stem_before,
        lag(number) OVER in_order AS number_before
      FROM (
        SELECT
          actor_id, day, event_time, source, seq, event_id,
          regexp_extract(object_id, '^(.*?)[0-9]*$', 1) AS stem,
          TRY_CAST(regexp_extract(object_id, '([0-9]{1,18})$', 1) AS BIGINT) AS number
        FROM today
        WHERE object_id IS NOT NULL
      )
      WINDOW in_order AS (PARTITION BY actor_id, day ORDER BY event_time, source, seq, event_id)
    )
    GROUP BY actor_id, day
  ),
  moved AS (
    SELECT actor_id, day, count(*) - 1 AS site_step_count, count(*) FILTER (site <> site_before) AS site_change_count
    FROM (
      SELECT
        actor_id,
        day,
        site,
        lag(site) OVER (PARTITION BY actor_id, day ORDER BY event_time, source, seq, event_id) AS site_before
      FROM today
      WHERE site IS NOT NULL
    )
    GROUP BY actor_id, day
  ),
  paced AS (
    SELECT actor_id, day, list(gap ORDER BY place) AS gap_seconds
    FROM (
      SELECT
        actor_id,
        day,
        row_number() OVER in_order AS place,
        epoch(event_time) - epoch(lag(event_time) OVER in_order) AS gap
      FROM today
      WINDOW in_order AS (PARTITION BY actor_id, day ORDER BY event_time, source, seq, event_id)
    )
    WHERE gap IS NOT NULL
    GROUP BY actor_id, day
  ),
  sized AS (
    SELECT
      actor_id,
      day,
      count(*) AS sized_count,
      sum(CAST(round(ln(bytes) * 1e9) AS BIGINT))::DOUBLE / 1e9 AS log_bytes,
      sum(CAST(round(ln(bytes) ** 2 * 1e9) AS BIGINT))::DOUBLE / 1e9 AS log_bytes_squared
    FROM today
    WHERE outcome = 'success' AND action IN ('download', 'print', 'export') AND bytes > 0
    GROUP BY actor_id, day
  )
  SELECT
    actor_id,
    day,
    act_count,
    access_count,
    view_count,
    download_count,
    print_count,
    export_count,
    forward_count,
    denied_count,
    object_count,
    coalesce(object_step_count, 0),
    coalesce(unit_step_count, 0),
    coalesce(site_step_count, 0),
    coalesce(site_change_count, 0),
    coalesce(gap_seconds, []),
    coalesce(sized_count, 0),
    coalesce(log_bytes, 0),
    coalesce(log_bytes_squared, 0)
  FROM counted
  LEFT JOIN walked USING (actor_id, day)
  LEFT JOIN moved USING (actor_id, day)
  LEFT JOIN paced USING (actor_id, day)
  LEFT JOIN sized USING (actor_id, day)
`;

const FORGET_ACTOR_DAY_PAST = /* sql */ `DELETE FROM actor_day_past WHERE day >= (SELECT min(day) FROM touched_day)`;

const ACTOR_DAY_PAST = /* sql */ `
  INSERT INTO actor_day_past
  SELECT
    today.actor_id,
    today.day,
    coalesce(sum(past.access_count) FILTER (past.day >= today.day - 365), 0),
    count(past.day) FILTER (past.day >= today.day - 365),
    max(past.day)
  FROM actor_day AS today
  LEFT JOIN actor_day AS past ON past.actor_id = today.actor_id AND past.day < today.day
  WHERE today.day >= (SELECT min(day) FROM touched_day)
  GROUP BY today.actor_id, today.day
`;

const FORGET_ACTOR_HOUR = /* sql */ `DELETE FROM actor_hour WHERE day IN (SELECT day FROM touched_day)`;

const ACTOR_HOUR = /* sql */ `
  INSERT INTO actor_hour
  SELECT actor_id, day, hour(timezone(coalesce(time_zone, $home_time_zone), event_time)), count(*)
  FROM (
    SELECT act.actor_id, act.day, act.event_time, actor.time_zone
    FROM act
    LEFT JOIN actor
      ON actor.actor_id = act.actor_id
      AND actor.known_from <= act.day
      AND (actor.known_until IS NULL OR actor.known_until > act.day)
    WHERE act.day IN (SELECT day FROM touched_day)
  )
  GROUP BY ALL
`;

const FORGET_ACTOR_CLASS_DAY = /* sql */ `DELETE FROM actor_class_day WHERE day IN (SELECT day FROM touched_day)`;

const ACTOR_CLASS_DAY = /* sql */ `
  INSERT INTO actor_class_day
  SELECT actor_id, day, upper(trim(regexp_extract(marking, '^(//)?[^/]*'))), count(*)
  FROM act
  WHERE day IN (SELECT day FROM touched_day) AND outcome = 'success' AND object_id IS NOT NULL AND marking IS NOT NULL
  GROUP BY ALL
`;

/** One row per actor and day with at least one act of their own. */
export const actorDay: Feature = { table: "actor_day", statements: [FORGET_ACTOR_DAY, ACTOR_DAY] };

/** What the year before each of those days held. */
export const actorDayPast: Feature = { table: "actor_day_past", statements: [FORGET_ACTOR_DAY_PAST, ACTOR_DAY_PAST] };

/** Acts per actor, day and hour of the actor's own clock. */
export const actorHour: Feature = { table: "actor_hour", statements: [FORGET_ACTOR_HOUR, ACTOR_HOUR] };

/** Objects opened per actor, day and class: the first part of the banner line as it stood at the time, with what opens it. */
export const actorClassDay: Feature = {
  table: "actor_class_day",
  statements: [FORGET_ACTOR_CLASS_DAY, ACTOR_CLASS_DAY],
};
