import { z } from "zod";
import { explanation, no, unknown, yes } from "./card.js";
import { count } from "./words.js";

const MOST = 0.5;

/** Items behind the flag whose collection in the register is another than the log's, and one that the holder has a right to. */
const FILED = /* sql */ `
  WITH
  behind AS (
    SELECT DISTINCT actor_id, object_id, collection
    FROM event
    WHERE event_id IN (SELECT unnest(CAST(CAST($event_ids AS JSON) AS VARCHAR[])))
      AND day BETWEEN $first::DATE AND $night::DATE AND object_id IS NOT NULL AND collection IS NOT NULL
      AND ($entity_type <> 'actor' OR actor_id = $entity_id) AND ($entity_type <> 'partner' OR partner = $entity_id)
  ),
  registered AS (
    SELECT behind.actor_id, behind.object_id, behind.collection, any_value(object.collection) AS filed
    FROM behind
    JOIN object USING (object_id)
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
      AND object.collection IS NOT NULL
    GROUP BY behind.actor_id, behind.object_id, behind.collection
  )
  SELECT
    (SELECT count(*) FROM registered)::INTEGER AS registered_count,
    (SELECT count(*) FROM registered WHERE filed <> collection)::INTEGER AS elsewhere_count
`;

export const filedElsewhere = explanation({
  id: "filed-elsewhere",
  explanation: "The register files the item under another collection",
  entities: ["actor", "partner"],
  covers: /\b(filed under another collection|collection was renamed or split)\b/i,
  asked: "where named",
  facts: FILED,
  shape: z.object({ registered_count: z.number(), elsewhere_count: z.number() }),
  judge({ registered_count, elsewhere_count }) {
    if (registered_count === 0) return unknown("the register knows none of these items");
    const seen = `${elsewhere_count} of ${count(registered_count, "item")} stand under another collection in the register`;
    return elsewhere_count >= MOST * registered_count ? yes(seen) : no(seen);
  },
});

/** Items behind the flag with more than one marking among the register's versions. */
const REMARKED = /* sql */ `
  WITH
  behind AS (
    SELECT DISTINCT object_id
    FROM event
    WHERE event_id IN (SELECT unnest(CAST(CAST($event_ids AS JSON) AS VARCHAR[])))
      AND day BETWEEN $first::DATE AND $night::DATE AND object_id IS NOT NULL
      AND ($entity_type <> 'source' OR source = $entity_id) AND ($entity_type <> 'partner' OR partner = $entity_id)
  ),
  registered AS (
    SELECT object_id, count(DISTINCT object.marking) AS marking_count
    FROM behind
    JOIN object USING (object_id)
    WHERE known_from <= $night::DATE AND object.marking IS NOT NULL
    GROUP BY object_id
  )
  SELECT
    (SELECT count(*) FROM registered)::INTEGER AS registered_count,
    (SELECT count(*) FROM registered WHERE marking_count > 1)::INTEGER AS remarked_count
`;

export const markedAnew = explanation({
  id: "marked-anew",
  explanation: "The item was marked anew",
  entities: ["source", "partner"],
  covers: /\b(marked anew|downgraded)\b/i,
  asked: "where named",
  facts: REMARKED,
  shape: z.object({ registered_count: z.number(), remarked_count: z.number() }),
  judge({ registered_count, remarked_count }) {
    if (registered_count === 0) return unknown("the register knows none of these items");
    const seen = `${remarked_count} of ${count(registered_count, "item")} had more than one marking in the register`;
    return remarked_count >= MOST * registered_count ? yes(seen) : no(seen);
  },
});

/** Days since which an item counts as just registered: two weeks. */
const FRESH = /* sql */ `
  WITH behind AS (
    SELECT DISTINCT object_id
    FROM event
    WHERE event_id IN (SELECT unnest(CAST(CAST($event_ids AS JSON) AS VARCHAR[])))
      AND actor_id = $entity_id AND day BETWEEN $first::DATE - 28 AND $night::DATE AND object_id IS NOT NULL
  )
  SELECT count(*)::INTEGER AS registered_count,
    count(*) FILTER (created_at >= $first::DATE - 14)::INTEGER AS fresh_count
  FROM (
    SELECT object_id, max(created_at) AS created_at
    FROM behind
    JOIN object USING (object_id)
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE) AND created_at IS NOT NULL
    GROUP BY object_id
  )
`;

export const justRegistered = explanation({
  id: "just-registered",
  explanation: "Material that has just been registered",
  entities: ["actor"],
  covers: /\b(just been filled|registered together)\b/i,
  asked: "where named",
  facts: FRESH,
  shape: z.object({ registered_count: z.number(), fresh_count: z.number() }),
  judge({ registered_count, fresh_count }) {
    if (registered_count === 0) return unknown("the register does not say when these items were made");
    const seen = `${fresh_count} of ${count(registered_count, "item")} were registered in the two weeks before`;
    return fresh_count >= MOST * registered_count ? yes(seen) : no(seen);
  },
});

/** Collections behind refused attempts to which a right had ended within the last 60 days. */
const LAPSED = /* sql */ `
  WITH
  behind AS (
    SELECT collection
    FROM event
    WHERE event_id IN (SELECT unnest(CAST(CAST($event_ids AS JSON) AS VARCHAR[])))
      AND actor_id = $entity_id AND day BETWEEN $first::DATE - 28 AND $night::DATE AND collection IS NOT NULL
  ),
  held AS (
    SELECT collection, max(coalesce(expires_at, 'infinity'::DATE)) AS expires_at
    FROM entitlement
    WHERE actor_id = $entity_id AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    GROUP BY collection
  )
  SELECT
    EXISTS (SELECT 1 FROM entitlement WHERE known_from <= $night::DATE) AS is_fed,
    (SELECT count(*) FROM behind)::INTEGER AS event_count,
    (
      SELECT count(*)
      FROM behind
      JOIN held USING (collection)
      WHERE held.expires_at BETWEEN $first::DATE - 60 AND $night::DATE
    )::INTEGER AS lapsed_count
`;

export const lapsedRight = explanation({
  id: "lapsed-right",
  explanation: "A right that has lapsed",
  entities: ["actor"],
  covers: /\bentitlement that lapsed\b/i,
  asked: "where named",
  facts: LAPSED,
  shape: z.object({ is_fed: z.boolean(), event_count: z.number(), lapsed_count: z.number() }),
  judge({ is_fed, event_count, lapsed_count }) {
    if (!is_fed) return unknown("no entitlements feed");
    if (event_count === 0) return unknown("the logs name no collection");
    const seen = `${lapsed_count} of ${count(event_count, "attempt")} at collections to which a right had ended in the 60 days before`;
    return lapsed_count >= MOST * event_count ? yes(seen) : no(seen);
  },
});

/** Refused or failed attempts of everybody else tonight, against days of the same kind in four weeks. */
const OUTAGE = /* sql */ `
  WITH daily AS (
    SELECT day, sum(denied_count)::DOUBLE / nullif(sum(act_count), 0) AS denied_share
    FROM actor_day
    WHERE actor_id <> $entity_id AND day BETWEEN $night::DATE - 28 AND $night::DATE
    GROUP BY day
  )
  SELECT
    (SELECT avg(denied_share) FROM daily WHERE day < $night::DATE)::DOUBLE AS usual_share,
    (SELECT denied_share FROM daily WHERE day = $night::DATE)::DOUBLE AS tonight_share
`;

/** Twice the usual share: a refusal or two more of a few people do not double everybody's. */
const OUTAGE_RATIO = 2;

export const outage = explanation({
  id: "outage",
  explanation: "An outage that answers everyone with errors",
  entities: ["actor"],
  covers: /\boutage that answers everyone\b/i,
  asked: "where named",
  facts: OUTAGE,
  shape: z.object({ usual_share: z.number().nullable(), tonight_share: z.number().nullable() }),
  judge({ usual_share, tonight_share }) {
    if (usual_share === null || tonight_share === null) return unknown("nobody else to compare with");
    const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
    const seen = `${percent(tonight_share)} of everybody else's attempts did not succeed, usually ${percent(usual_share)}`;
    return tonight_share > 0 && tonight_share >= OUTAGE_RATIO * usual_share ? yes(seen) : no(seen);
  },
});
