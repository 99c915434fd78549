import { z } from "zod";
import { numbers, texts } from "./lists.js";

/**
 * Every actor active in the week up to the night, one row each: the rarely opened objects they opened in it, with each one's
 * collection and the number of such objects there. Rarely opened: by at most $rare_readers people ever before the week,
 * though it had been there for $settled_days.
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
    SELECT object.object_id, coalesce(object.collection, '') AS collection
    FROM object
    LEFT JOIN reader USING (object_id)
    WHERE object.known_from <= $night::DATE
      AND (object.known_until IS NULL OR object.known_until > $night::DATE)
      AND (object.created_at IS NULL OR object.created_at < $night::DATE - 6 - $settled_days::INTEGER)
      AND coalesce(reader.reader_count, 0) <= $rare_readers::INTEGER
  ),
  held AS (
    SELECT collection, count(*) AS rare_count
    FROM rare
    GROUP BY collection
  ),
  opened AS (
    SELECT DISTINCT act.actor_id, rare.object_id, rare.collection, held.rare_count
    FROM act
    JOIN rare USING (object_id)
    JOIN held ON held.collection = rare.collection
    WHERE act.day BETWEEN $night::DATE - 6 AND $night::DATE AND act.outcome = 'success'
  )
  SELECT
    active.actor_id AS entity_id,
    active.is_tonight,
    (SELECT count(*) FROM rare)::INTEGER AS rare_count,
    datediff('day', (SELECT min(day) FROM actor_day), $night::DATE)::INTEGER AS history_nights,
    coalesce(list(opened.object_id ORDER BY opened.object_id) FILTER (opened.object_id IS NOT NULL), []) AS objects,
    coalesce(list(opened.collection ORDER BY opened.object_id) FILTER (opened.object_id IS NOT NULL), []) AS collections,
    coalesce(list(opened.rare_count ORDER BY opened.object_id) FILTER (opened.object_id IS NOT NULL), []) AS rare_counts
  FROM (
    SELECT actor_id, bool_or(day = $night::DATE) AS is_tonight
    FROM actor_day
    WHERE day BETWEEN $night::DATE - 6 AND $night::DATE
    GROUP BY actor_id
  ) AS active
  LEFT JOIN opened USING (actor_id)
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
