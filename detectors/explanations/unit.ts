import { z } from "zod";
import { explanation, no, unknown, yes } from "./card.js";
import { formatCount } from "./words.js";

/** Colleagues without whom a unit's workload says nothing: with fewer, one of them is half of it. */
const OTHERS_MIN = 3;

/** Half as much again as their own usual, summed over colleagues: a few people together seldom vary by more. */
const SHARED_RATIO = 1.5;

/** What the unit's others did tonight, against the mean of each one's own active days of the same kind in 28 days. */
const UNIT_LOAD = /* sql */ `
  WITH
  directory AS (
    SELECT actor_id, min(unit) AS unit
    FROM actor
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    GROUP BY actor_id
  ),
  own AS (SELECT unit FROM directory WHERE actor_id = $entity_id),
  other AS (
    SELECT actor_id FROM directory WHERE unit = (SELECT unit FROM own) AND actor_id <> $entity_id
  ),
  usual AS (
    SELECT actor_id, avg(act_count) AS act_count
    FROM actor_day
    WHERE day BETWEEN $night::DATE - 28 AND $night::DATE - 1
      AND (isodow(day) >= 6) = (isodow($night::DATE) >= 6)
    GROUP BY actor_id
  ),
  tonight AS (
    SELECT actor_day.actor_id, actor_day.act_count, usual.act_count AS usual_count
    FROM actor_day
    JOIN other USING (actor_id)
    JOIN usual USING (actor_id)
    WHERE actor_day.day = $night::DATE
  )
  SELECT
    (SELECT unit FROM own) AS unit,
    (SELECT count(*) FROM tonight)::INTEGER AS other_count,
    (SELECT sum(act_count) / sum(usual_count) FROM tonight)::DOUBLE AS ratio
`;

export const sharedCrisis = explanation({
  id: "shared-crisis",
  explanation: "A crisis or workload that the whole unit shares",
  entities: ["actor"],
  covers: /\b(crisis|deadline|training course|tool or habit)\b/i,
  asked: "every lead",
  facts: UNIT_LOAD,
  shape: z.object({ unit: z.string().nullable(), other_count: z.number(), ratio: z.number().nullable() }),
  judge({ unit, other_count, ratio }) {
    if (unit === null) return unknown("the directory names no unit");
    if (ratio === null || other_count < OTHERS_MIN)
      return unknown(`${other_count} others of the unit to compare with tonight, fewer than ${OTHERS_MIN}`);
    const seen = `the ${other_count} others of the unit are at ${formatCount(ratio)} × their usual`;
    return ratio >= SHARED_RATIO ? yes(seen) : no(seen);
  },
});

/** A colleague counts as absent who was active on at least 8 of the 28 days before (twice a week) and on none of these. */
const COVER = /* sql */ `
  WITH
  directory AS (
    SELECT actor_id, min(unit) AS unit
    FROM actor
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    GROUP BY actor_id
  ),
  own AS (SELECT unit FROM directory WHERE actor_id = $entity_id),
  absent AS (
    SELECT actor_day.actor_id
    FROM actor_day
    JOIN directory USING (actor_id)
    WHERE directory.unit = (SELECT unit FROM own) AND actor_day.actor_id <> $entity_id
      AND actor_day.day BETWEEN $first::DATE - 28 AND $night::DATE
    GROUP BY actor_day.actor_id
    HAVING count(*) FILTER (actor_day.day < $first::DATE) >= 8 AND count(*) FILTER (actor_day.day >= $first::DATE) = 0
  ),
  opened AS (
    SELECT DISTINCT object_id
    FROM event
    WHERE actor_id = $entity_id AND day BETWEEN $first::DATE - 28 AND $night::DATE AND object_id IS NOT NULL
      AND event_id IN (SELECT unnest(CAST(CAST($event_ids AS JSON) AS VARCHAR[])))
  )
  SELECT
    (SELECT unit FROM own) AS unit,
    (SELECT count(*) FROM absent)::INTEGER AS absent_count,
    (SELECT count(*) FROM opened)::INTEGER AS object_count,
    (
      SELECT count(DISTINCT opened.object_id)
      FROM opened
      JOIN first_seen_object USING (object_id)
      JOIN absent USING (actor_id)
      WHERE first_seen_object.first_day < $first::DATE
    )::INTEGER AS known_count
`;

/** Half of what was opened: less, and the absence leaves most of it open. */
const COVERED_SHARE = 0.5;

export const cover = explanation({
  id: "cover",
  explanation: "Cover for an absent colleague",
  entities: ["actor"],
  covers: /\babsent colleague\b|\bcover for a colleague\b/i,
  asked: "every flag",
  facts: COVER,
  shape: z.object({
    unit: z.string().nullable(),
    absent_count: z.number(),
    object_count: z.number(),
    known_count: z.number(),
  }),
  judge({ unit, absent_count, object_count, known_count }) {
    if (unit === null) return unknown("the directory names no unit");
    if (object_count === 0) return unknown("the logs name no object");
    if (absent_count === 0) return no("nobody of the unit who is usually there was absent");
    const seen = `${absent_count} of the unit absent; they had opened ${known_count} of these ${object_count} objects before`;
    return known_count >= COVERED_SHARE * object_count ? yes(seen) : no(seen);
  },
});
