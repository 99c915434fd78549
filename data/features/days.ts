import type { Feature } from "./feature.js";

const FORGET_ACTOR_DAY = /* sql */ `DELETE FROM actor_day WHERE day IN (SELECT day FROM touched_day)`;

const ACTOR_DAY = /* sql */ `
  INSERT INTO actor_day
  SELECT
    counted.actor_id,
    counted.day,
    counted.event_count,
    counted.denied_count,
    counted.object_count,
    counted.collection_count,
    coalesce(novel_object.count, 0) AS new_object_count,
    coalesce(novel_collection.count, 0) AS new_collection_count
  FROM (
    SELECT
      actor_id,
      day,
      count(*) AS event_count,
      count(*) FILTER (outcome = 'denied') AS denied_count,
      count(DISTINCT object_id) AS object_count,
      count(DISTINCT collection) AS collection_count
    FROM event
    WHERE day IN (SELECT day FROM touched_day)
    GROUP BY actor_id, day
  ) AS counted
  LEFT JOIN (
    SELECT actor_id, first_day AS day, count(*) AS count
    FROM first_seen_object
    WHERE first_day IN (SELECT day FROM touched_day)
    GROUP BY actor_id, first_day
  ) AS novel_object USING (actor_id, day)
  LEFT JOIN (
    SELECT actor_id, first_day AS day, count(*) AS count
    FROM first_seen_collection
    WHERE first_day IN (SELECT day FROM touched_day)
    GROUP BY actor_id, first_day
  ) AS novel_collection USING (actor_id, day)
`;

const FORGET_ACTOR_HOUR = /* sql */ `DELETE FROM actor_hour WHERE day IN (SELECT day FROM touched_day)`;

const ACTOR_HOUR = /* sql */ `
  INSERT INTO actor_hour
  SELECT actor_id, day, CAST(local_time AS DATE), hour(local_time), count(*)
  FROM (
    SELECT event.actor_id, event.day, timezone(coalesce(clock.time_zone, $home_time_zone), event.event_time) AS local_time
    FROM event
    LEFT JOIN (
      SELECT actor_id, max_by(time_zone, known_from) AS time_zone
      FROM actor
      WHERE time_zone IS NOT NULL
      GROUP BY actor_id
    ) AS clock USING (actor_id)
    WHERE event.day IN (SELECT day FROM touched_day)
  )
  GROUP BY actor_id, day, CAST(local_time AS DATE), hour(local_time)
`;

const FORGET_PARTNER_DAY = /* sql */ `DELETE FROM partner_day WHERE day IN (SELECT day FROM touched_day)`;

const PARTNER_DAY = /* sql */ `
  INSERT INTO partner_day
  SELECT partner, day, count(*), count(DISTINCT actor_id), count(DISTINCT object_id)
  FROM event
  WHERE day IN (SELECT day FROM touched_day) AND partner IS NOT NULL
  GROUP BY partner, day
`;

const FORGET_SOURCE_HOUR = /* sql */ `DELETE FROM source_hour WHERE day IN (SELECT day FROM touched_day)`;

const SOURCE_HOUR = /* sql */ `
  INSERT INTO source_hour
  SELECT source, day, date_trunc('hour', event_time), count(*)
  FROM event
  WHERE day IN (SELECT day FROM touched_day)
  GROUP BY source, day, date_trunc('hour', event_time)
`;

/** One row per actor and day with at least one event. */
export const actorDay: Feature = { table: "actor_day", statements: [FORGET_ACTOR_DAY, ACTOR_DAY] };

/** Events per actor, day and hour of the actor's own clock. */
export const actorHour: Feature = { table: "actor_hour", statements: [FORGET_ACTOR_HOUR, ACTOR_HOUR] };

/** One row per partner and day with at least one event that names it. */
export const partnerDay: Feature = { table: "partner_day", statements: [FORGET_PARTNER_DAY, PARTNER_DAY] };

/** Events per source, day and UTC hour. */
export const sourceHour: Feature = { table: "source_hour", statements: [FORGET_SOURCE_HOUR, SOURCE_HOUR] };
