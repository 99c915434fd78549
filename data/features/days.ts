import type { Feature } from "./feature.js";

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

/** One row per partner and day with at least one event that names it. */
export const partnerDay: Feature = { table: "partner_day", statements: [FORGET_PARTNER_DAY, PARTNER_DAY] };

/** Events per source, day and UTC hour. */
export const sourceHour: Feature = { table: "source_hour", statements: [FORGET_SOURCE_HOUR, SOURCE_HOUR] };
