/**
 * people_on(tonight)  as before, and also of those whom the directory does not know: where they were on the night can be read
 *                     from the logs alone, so that an outage of a whole site is told apart without a directory
 */
export const PEOPLE = /* sql */ `
  CREATE OR REPLACE MACRO people_on(tonight) AS TABLE
    SELECT actor_id, kind, role, unit, nation, site
    FROM (
      SELECT actor_id, any_value(kind) AS kind, any_value(role) AS role, any_value(unit) AS unit, any_value(nation) AS nation
      FROM actor
      WHERE known_from <= tonight AND (known_until IS NULL OR known_until > tonight)
      GROUP BY actor_id
    )
    FULL JOIN (
      SELECT actor_id, arg_max(place, (act_count, place)) AS site
      FROM actor_place_day
      WHERE day = tonight AND kind = 'site'
      GROUP BY actor_id
    ) USING (actor_id);
`;
