/**
 * late_record(tonight)  records read tonight, of nights that were published without them: one row a record, with the day, the
 *                       source, who, and the partner
 */
export const LATE_RECORDS = /* sql */ `
  CREATE MACRO late_record(tonight) AS TABLE
    SELECT event.day, event.source, event.actor_id, event.partner
    FROM event
    JOIN night ON night.night = event.day AND night.is_published AND event.file_id > night.last_file_id
    WHERE event.day < tonight
      AND event.file_id IN (SELECT file_id FROM file WHERE known_from = tonight AND feed = 'access');
`;
