import type { Feature } from "./feature.js";

/** The files of each source's first reading, where it is among what was just read. */
const FORGET = /* sql */ `DELETE FROM first_delivery WHERE read_on IN (SELECT night FROM touched_day)`;

/** A tenth: a file by UTC holds the first hours of the next day, and a wrong clock a few events of any. */
const FIRST_DELIVERY = /* sql */ `
  INSERT INTO first_delivery
  WITH
  begun AS (
    SELECT source, min(known_from) AS read_on
    FROM file
    WHERE feed = 'access' AND source IS NOT NULL
    GROUP BY source
    HAVING min(known_from) IN (SELECT night FROM touched_day)
  ),
  delivered AS (
    SELECT file.file_id, file.source, begun.read_on, file.rows_read, file.duplicate
    FROM file
    JOIN begun ON begun.source = file.source AND begun.read_on = file.known_from
    WHERE file.feed = 'access'
  ),
  by_day AS (
    SELECT file_id, day, count(*) AS event_count
    FROM event
    WHERE file_id IN (SELECT file_id FROM delivered)
    GROUP BY file_id, day
  ),
  dated AS (
    SELECT file_id, max(day) AS day
    FROM (SELECT file_id, day, event_count, sum(event_count) OVER (PARTITION BY file_id) AS all_count FROM by_day)
    WHERE event_count * 10 >= all_count
    GROUP BY file_id
  )
  SELECT
    delivered.file_id,
    any_value(delivered.source),
    any_value(delivered.read_on),
    dated.day,
    any_value(delivered.rows_read),
    coalesce(sum(by_day.event_count) FILTER (by_day.day < dated.day - 1), 0),
    any_value(delivered.duplicate)
  FROM delivered
  JOIN dated USING (file_id)
  JOIN by_day USING (file_id)
  GROUP BY delivered.file_id, dated.day
`;

/** When the files of a source's first reading were delivered, by what they hold. */
export const firstDelivery: Feature = { table: "first_delivery", statements: [FORGET, FIRST_DELIVERY] };
