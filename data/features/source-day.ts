import type { Feature } from "./feature.js";

const FORGET_SOURCE_DAY = /* sql */ `DELETE FROM source_day WHERE day IN (SELECT day FROM touched_day)`;

const SOURCE_DAY = /* sql */ `
  INSERT INTO source_day
  SELECT source, day, count(*), min(seq), max(seq), count(DISTINCT seq)
  FROM event
  WHERE day IN (SELECT day FROM touched_day)
  GROUP BY source, day
`;

const FORGET_SOURCE_GAP = /* sql */ `DELETE FROM source_gap WHERE day IN (SELECT day FROM touched_day)`;

/** The day's own midnights bound its first and last stretch. Stretches below a quarter of an hour are nobody's silence. */
const SOURCE_GAP = /* sql */ `
  INSERT INTO source_gap
  SELECT source, day, from_hour, to_hour
  FROM (
    SELECT
      source,
      day,
      coalesce(lag(hour) OVER same_day, 0) AS from_hour,
      hour AS to_hour
    FROM (
      SELECT DISTINCT
        source,
        day,
        least(24, greatest(0, epoch(event_time - timezone($home_time_zone, day::TIMESTAMP)) / 3600)) AS hour
      FROM event
      WHERE day IN (SELECT day FROM touched_day)
      UNION
      SELECT DISTINCT source, day, 24
      FROM event
      WHERE day IN (SELECT day FROM touched_day)
    )
    WINDOW same_day AS (PARTITION BY source, day ORDER BY hour)
  )
  WHERE to_hour - from_hour >= 0.25
`;

const FORGET_SOURCE_DELIVERY = /* sql */ `
  DELETE FROM source_delivery WHERE night IN (SELECT night FROM touched_day)
`;

/** Events of untouched days were brought by other nights, so that only touched days are looked through. */
const SOURCE_DELIVERY = /* sql */ `
  INSERT INTO source_delivery
  SELECT event.source, file.known_from, count(*), count(*) FILTER (event.day < file.known_from)
  FROM event
  JOIN file USING (file_id)
  WHERE event.day IN (SELECT day FROM touched_day) AND file.known_from IN (SELECT night FROM touched_day)
  GROUP BY event.source, file.known_from
`;

/** One row per source and night whose reading brought events of it. */
export const sourceDelivery: Feature = {
  table: "source_delivery",
  statements: [FORGET_SOURCE_DELIVERY, SOURCE_DELIVERY],
};

/** One row per source and day with at least one event: its running numbers. */
export const sourceDay: Feature = { table: "source_day", statements: [FORGET_SOURCE_DAY, SOURCE_DAY] };

/** The longer silences of each source and day. */
export const sourceGap: Feature = { table: "source_gap", statements: [FORGET_SOURCE_GAP, SOURCE_GAP] };
