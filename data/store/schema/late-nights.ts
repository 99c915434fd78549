/**
 * Nights that are judged again because records of them came later.
 *
 * night.last_file_id       the last file that had been read when the night was published: later ones brought what it had not
 * episode_night.judged_on  the night whose acts the p-value speaks of, where that is an earlier one than the night of the list
 * days_weighed(tonight)    as before, but that a decision on such a lead counts for the night whose acts it is about
 */
export const LATE_NIGHTS = /* sql */ `
  ALTER TABLE night ADD COLUMN last_file_id INTEGER;
  ALTER TABLE episode_night ADD COLUMN judged_on DATE;
  CREATE OR REPLACE MACRO days_weighed(tonight) AS TABLE
    SELECT entity_type, entity_id, day, min(weight) AS weight
    FROM (
      SELECT entity_type, entity_id, night AS day, 0::DOUBLE AS weight
      FROM confirmed_night
      UNION ALL
      SELECT entity_type, entity_id, night, 0.25
      FROM combined
      WHERE is_set_aside AND (entity_type, entity_id, night) NOT IN (
        SELECT (flag.entity_type, flag.entity_id, coalesce(episode_night.judged_on, episode_night.night))
        FROM standing_decision
        JOIN flag USING (flag_id)
        JOIN episode_night USING (flag_id)
        WHERE standing_decision.disposition IN ('true but authorised', 'expected from now on', 'model error')
      )
    )
    WHERE day < tonight
    GROUP BY entity_type, entity_id, day;
`;
