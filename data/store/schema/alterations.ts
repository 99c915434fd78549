/** actor_change_day: one row an actor and day on which they altered or destroyed objects: how many such acts succeeded. */
export const ALTERATIONS = /* sql */ `
  CREATE TABLE actor_change_day (
    actor_id VARCHAR NOT NULL,
    day DATE NOT NULL,
    change_count INTEGER NOT NULL
  );
  INSERT INTO actor_change_day
  SELECT actor_id, day, count(*)
  FROM event
  WHERE action IN ('modify', 'destroy') AND outcome = 'success' AND object_id IS NOT NULL
  GROUP BY actor_id, day;
`;
