import type { Feature } from "./feature.js";

const FORGET_COLLECTION_DAY = /* sql */ `DELETE FROM actor_collection_day WHERE day IN (SELECT day FROM touched_day)`;

const COLLECTION_DAY = /* sql */ `
  INSERT INTO actor_collection_day
  SELECT
    opened.actor_id,
    opened.day,
    opened.collection,
    sum(opened.access_count),
    count(*),
    count(*) FILTER (first_seen_object.first_day = opened.day),
    min(grants.grant_age_days)
  FROM (
    SELECT actor_id, day, object_id, coalesce(any_value(collection), '') AS collection, count(*) AS access_count
    FROM act
    WHERE day IN (SELECT day FROM touched_day) AND object_id IS NOT NULL AND outcome = 'success'
    GROUP BY actor_id, day, object_id
  ) AS opened
  LEFT JOIN first_seen_object USING (actor_id, object_id)
  LEFT JOIN (
    SELECT
      touched.day,
      entitlement.actor_id,
      entitlement.collection,
      datediff('day', max(entitlement.granted_at), touched.day) AS grant_age_days
    FROM (SELECT DISTINCT day FROM touched_day) AS touched
    JOIN entitlement
      ON entitlement.granted_at <= touched.day
      AND entitlement.known_from <= touched.day
      AND (entitlement.known_until IS NULL OR entitlement.known_until > touched.day)
    GROUP BY touched.day, entitlement.actor_id, entitlement.collection
  ) AS grants
    ON grants.day = opened.day AND grants.actor_id = opened.actor_id AND grants.collection = opened.collection
  GROUP BY opened.actor_id, opened.day, opened.collection
`;

const FORGET_COLLECTION_PAST = /* sql */ `
  DELETE FROM actor_collection_past WHERE day >= (SELECT min(day) FROM touched_day)
`;

const COLLECTION_PAST = /* sql */ `
  INSERT INTO actor_collection_past
  SELECT today.actor_id, today.day, today.collection, coalesce(sum(past.access_count), 0)
  FROM actor_collection_day AS today
  LEFT JOIN actor_collection_day AS past
    ON past.actor_id = today.actor_id
    AND past.collection = today.collection
    AND past.day BETWEEN today.day - 365 AND today.day - 1
  WHERE today.day >= (SELECT min(day) FROM touched_day)
  GROUP BY today.actor_id, today.day, today.collection
`;

const FORGET_PLACE_DAY = /* sql */ `DELETE FROM actor_place_day WHERE day IN (SELECT day FROM touched_day)`;

const PLACE_DAY = /* sql */ `
  INSERT INTO actor_place_day
  SELECT actor_id, day, kind, place, count(*)
  FROM (
    SELECT actor_id, day, 'site' AS kind, site AS place
    FROM act
    WHERE day IN (SELECT day FROM touched_day) AND site IS NOT NULL
    UNION ALL
    SELECT actor_id, day, 'address' AS kind, client_ip AS place
    FROM act
    WHERE day IN (SELECT day FROM touched_day) AND client_ip IS NOT NULL
  )
  GROUP BY actor_id, day, kind, place
`;

const FORGET_PLACE_PAST = /* sql */ `
  DELETE FROM actor_place_past WHERE day >= (SELECT min(day) FROM touched_day)
`;

const PLACE_PAST = /* sql */ `
  INSERT INTO actor_place_past
  SELECT today.actor_id, today.day, today.kind, today.place, count(past.day)
  FROM actor_place_day AS today
  LEFT JOIN actor_place_day AS past
    ON past.actor_id = today.actor_id
    AND past.kind = today.kind
    AND past.place = today.place
    AND past.day BETWEEN today.day - 365 AND today.day - 1
  WHERE today.day >= (SELECT min(day) FROM touched_day)
  GROUP BY today.actor_id, today.day, today.kind, today.place
`;

/** Objects opened per actor, day and collection: how many, how many for the first time, how fresh the grant. */
export const actorCollectionDay: Feature = {
  table: "actor_collection_day",
  statements: [FORGET_COLLECTION_DAY, COLLECTION_DAY],
};

/** How much of each such collection the actor had opened in the year before. */
export const actorCollectionPast: Feature = {
  table: "actor_collection_past",
  statements: [FORGET_COLLECTION_PAST, COLLECTION_PAST],
};

/** Sites and addresses per actor and day. */
export const actorPlaceDay: Feature = { table: "actor_place_day", statements: [FORGET_PLACE_DAY, PLACE_DAY] };

/** On how many days of the year before the actor had been seen there. */
export const actorPlacePast: Feature = { table: "actor_place_past", statements: [FORGET_PLACE_PAST, PLACE_PAST] };
