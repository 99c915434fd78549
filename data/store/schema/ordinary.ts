/**
 * What detectors hold tonight against, by tables that take the night as their argument.
 *
 * people_on(tonight)       what the directory says of each actor on the night, with the site at which they were most active on
 *                          it (null without one)
 * circles_on(tonight)      peers by behaviour: for each actor the collection of most of their accesses in the four weeks before
 *                          the night, the last in the alphabet among equals
 * days_weighed(tonight)    earlier days of entities that count less in what is ordinary for them: a confirmed concern's not at
 *                          all, those of a lead far within the price a quarter, unless a reviewer found it authorised, expected
 *                          or the model's own error. A quarter, so that a new duty becomes ordinary within a season.
 * calendar_on(tonight)     holidays of nations and declared exercises, as known on the night; an exercise touches the day before
 *                          and after it
 * partner_class_day        one row a partner, day and class (first part of the banner line, with what opens it): objects named in
 *                          successful events with the partner, those given or received apart from those opened
 */
export const ORDINARY = /* sql */ `
  CREATE MACRO people_on(tonight) AS TABLE
    SELECT actor_id, kind, role, unit, nation, site
    FROM (
      SELECT actor_id, any_value(kind) AS kind, any_value(role) AS role, any_value(unit) AS unit, any_value(nation) AS nation
      FROM actor
      WHERE known_from <= tonight AND (known_until IS NULL OR known_until > tonight)
      GROUP BY actor_id
    )
    LEFT JOIN (
      SELECT actor_id, arg_max(place, (act_count, place)) AS site
      FROM actor_place_day
      WHERE day = tonight AND kind = 'site'
      GROUP BY actor_id
    ) USING (actor_id);
  CREATE MACRO circles_on(tonight) AS TABLE
    SELECT actor_id, arg_max(collection, (access_count, collection)) AS circle
    FROM (
      SELECT actor_id, collection, sum(access_count) AS access_count
      FROM actor_collection_day
      WHERE day BETWEEN tonight - 28 AND tonight - 1
      GROUP BY actor_id, collection
    )
    GROUP BY actor_id;
  CREATE MACRO days_weighed(tonight) AS TABLE
    SELECT entity_type, entity_id, day, min(weight) AS weight
    FROM (
      SELECT entity_type, entity_id, night AS day, 0::DOUBLE AS weight
      FROM confirmed_night
      UNION ALL
      SELECT entity_type, entity_id, night, 0.25
      FROM combined
      WHERE is_set_aside AND (entity_type, entity_id, night) NOT IN (
        SELECT (flag.entity_type, flag.entity_id, episode_night.night)
        FROM standing_decision
        JOIN flag USING (flag_id)
        JOIN episode_night USING (flag_id)
        WHERE standing_decision.disposition IN ('true but authorised', 'expected from now on', 'model error')
      )
    )
    WHERE day < tonight
    GROUP BY entity_type, entity_id, day;
  CREATE MACRO calendar_on(tonight) AS TABLE
    SELECT nation, day, bool_or(is_holiday) AS is_holiday, bool_or(NOT is_holiday) AS is_exercise
    FROM (
      SELECT nation, day, true AS is_holiday
      FROM holiday
      WHERE known_from <= tonight AND (known_until IS NULL OR known_until > tonight)
      UNION ALL
      SELECT partner, (coalesce(held_at, planned_for) + step.days::INTEGER)::DATE, false
      FROM exercise
      CROSS JOIN (SELECT unnest([-1, 0, 1]) AS days) AS step
      WHERE known_from <= tonight AND (known_until IS NULL OR known_until > tonight)
        AND partner IS NOT NULL AND coalesce(held_at, planned_for) IS NOT NULL
    )
    GROUP BY nation, day;
  CREATE TABLE partner_class_day (
    partner VARCHAR NOT NULL,
    day DATE NOT NULL,
    class VARCHAR NOT NULL,
    is_given BOOLEAN NOT NULL,
    object_count INTEGER NOT NULL
  );
  INSERT INTO partner_class_day
  SELECT
    partner,
    day,
    upper(trim(regexp_extract(marking, '^(//)?[^/]*'))),
    action IN ('share', 'receive', 'forward'),
    count(*)
  FROM event
  WHERE partner IS NOT NULL AND object_id IS NOT NULL AND marking IS NOT NULL AND outcome = 'success'
  GROUP BY ALL;
`;
