import { z } from "zod";
import { numbers, texts } from "./lists.js";

/**
 * Every actor active in the week up to the night, one row each: the rarely opened objects they opened in it, with each one's
 * collection and how many such objects there are there to choose from. Rarely opened: by at most $rare_readers people ever
 * before the week, though it had been there for $settled_days.
 *
 * rare_counts  objects of like attraction that would make two people meet as often as those of the collection do,
 *              (sum w)^2 / sum w^2: what is a month old, or has been opened once, is opened many times as often as what has
 *              lain unread for a year. w is the week's openings an object among those of like age (each class twice the
 *              last) and as many earlier readers, with $like_objects objects of the average beside.
 *
 * source  effective number as in Kish 1965, Survey Sampling, section 11.7
 */
export const SHARED_OBJECTS = /* sql */ `
  WITH
  reader AS (
    SELECT object_id, count(*) AS reader_count
    FROM first_seen_object
    WHERE first_day < $night::DATE - 6
    GROUP BY object_id
  ),
  rare AS (
    SELECT
      object.object_id,
      coalesce(object.collection, '') AS collection,
      coalesce(reader.reader_count, 0) AS reader_count,
      floor(log2(datediff('day', object.created_at, $night::DATE))) AS age_class
    FROM object
    LEFT JOIN reader USING (object_id)
    WHERE object.known_from <= $night::DATE
      AND (object.known_until IS NULL OR object.known_until > $night::DATE)
      AND (object.created_at IS NULL OR object.created_at < $night::DATE - 6 - $settled_days::INTEGER)
      AND coalesce(reader.reader_count, 0) <= $rare_readers::INTEGER
  ),
  opened AS (
    SELECT DISTINCT act.actor_id, rare.object_id, rare.collection
    FROM act
    JOIN rare USING (object_id)
    WHERE act.day BETWEEN $night::DATE - 6 AND $night::DATE AND act.outcome = 'success'
  ),
  opening AS (
    SELECT object_id, count(*) AS opening_count FROM opened GROUP BY object_id
  ),
  attraction AS (
    SELECT
      reader_count,
      age_class,
      count(*) AS object_count,
      coalesce(sum(opening_count), 0) AS opening_count
    FROM rare
    LEFT JOIN opening USING (object_id)
    GROUP BY reader_count, age_class
  ),
  attracted AS (
    SELECT
      reader_count,
      age_class,
      (opening_count + $like_objects::DOUBLE * (sum(opening_count) OVER () + 0.5) / (sum(object_count) OVER () + 1))
        / (object_count + $like_objects::DOUBLE) AS weight
    FROM attraction
  ),
  held AS (
    SELECT collection, sum(weight) ** 2 / sum(weight ** 2) AS rare_count
    FROM rare
    JOIN attracted ON attracted.reader_count = rare.reader_count
      AND attracted.age_class IS NOT DISTINCT FROM rare.age_class
    GROUP BY collection
  )
  SELECT
    active.actor_id AS entity_id,
    active.is_tonight,
    (SELECT count(*) FROM rare)::INTEGER AS rare_count,
    datediff('day', (SELECT min(day) FROM actor_day), $night::DATE)::INTEGER AS history_nights,
    coalesce(list(opened.object_id ORDER BY opened.object_id) FILTER (opened.object_id IS NOT NULL), []) AS objects,
    coalesce(list(opened.collection ORDER BY opened.object_id) FILTER (opened.object_id IS NOT NULL), []) AS collections,
    coalesce(
      list(round(held.rare_count, 6) ORDER BY opened.object_id) FILTER (opened.object_id IS NOT NULL), []
    ) AS rare_counts
  FROM (
    SELECT actor_id, bool_or(day = $night::DATE) AS is_tonight
    FROM actor_day
    WHERE day BETWEEN $night::DATE - 6 AND $night::DATE
    GROUP BY actor_id
  ) AS active
  LEFT JOIN opened USING (actor_id)
  LEFT JOIN held ON held.collection = opened.collection
  GROUP BY active.actor_id, active.is_tonight
  ORDER BY active.actor_id
`;

export const sharedObjects = z.object({
  entity_id: z.string(),
  is_tonight: z.boolean(),
  rare_count: z.number(),
  history_nights: z.number(),
  objects: texts,
  collections: texts,
  rare_counts: numbers,
});
