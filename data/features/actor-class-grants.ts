import type { Feature } from "./feature.js";

const FORGET = /* sql */ `DELETE FROM actor_class_grant_day WHERE day IN (SELECT day FROM touched_day)`;

const ACTOR_CLASS_GRANT_DAY = /* sql */ `
  INSERT INTO actor_class_grant_day
  SELECT
    act.actor_id,
    act.day,
    upper(trim(regexp_extract(act.marking, '^(//)?[^/]*'))) AS class,
    grants.granted_on,
    count(*)
  FROM act
  JOIN (
    SELECT touched.day, entitlement.actor_id, entitlement.collection, max(entitlement.granted_at) AS granted_on
    FROM (SELECT DISTINCT day FROM touched_day) AS touched
    JOIN entitlement
      ON entitlement.granted_at <= touched.day
      AND entitlement.known_from <= touched.day
      AND (entitlement.known_until IS NULL OR entitlement.known_until > touched.day)
    GROUP BY touched.day, entitlement.actor_id, entitlement.collection
    HAVING max(entitlement.granted_at) >= touched.day - 90
  ) AS grants
    ON grants.day = act.day AND grants.actor_id = act.actor_id AND grants.collection = act.collection
  WHERE act.day IN (SELECT day FROM touched_day)
    AND act.outcome = 'success' AND act.object_id IS NOT NULL AND act.marking IS NOT NULL
  GROUP BY ALL
`;

/** What of a day's classes was opened under a grant of the last 90 days. */
export const actorClassGrantDay: Feature = {
  table: "actor_class_grant_day",
  statements: [FORGET, ACTOR_CLASS_GRANT_DAY],
};
