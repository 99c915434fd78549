import type { Store } from "../../data/store/store.js";

/** The night's steps, late ones of judged days, and the rest of their requests up to the night. */
const TONIGHT = /* sql */ `
  INSERT INTO rule_step
  WITH known AS (
    SELECT request_id, step, happened_at, known_from, actor_id, partner, tier, purpose, agreement_id, object_id, legal_basis
    FROM sharing_step
    WHERE happened_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
      AND known_from <= $night::DATE AND coalesce(known_until, 'infinity'::DATE) > $night::DATE
  ), recent AS (
    SELECT *, timezone($time_zone, happened_at)::DATE AS day
    FROM known
    WHERE happened_at >= timezone($time_zone, $night::DATE::TIMESTAMP) OR (
      known_from = $night::DATE AND happened_at >= timezone($time_zone, ($night::DATE - $look_back::INTEGER)::TIMESTAMP)
    )
  ), fresh AS (
    SELECT *, day < $night::DATE AS is_late
    FROM recent
    WHERE day = $night::DATE OR day IN (SELECT night FROM rule_outcome WHERE night < $night::DATE)
  ), chosen AS (
    SELECT request_id, step, happened_at, day, actor_id, partner, tier, purpose, agreement_id, object_id, legal_basis,
      unnest(CASE WHEN is_late THEN ['then', 'now'] ELSE ['both'] END) AS basis, true AS is_new
    FROM fresh
    UNION ALL
    SELECT request_id, step, happened_at, timezone($time_zone, happened_at)::DATE, actor_id, partner, tier, purpose,
      agreement_id, object_id, legal_basis, 'both', false
    FROM known
    WHERE request_id IN (SELECT request_id FROM fresh)
      AND (request_id, step, happened_at) NOT IN (SELECT (request_id, step, happened_at) FROM fresh)
  ), known_actor AS (
    SELECT actor_id, max_by(role, known_from) AS role, max_by(time_zone, known_from) AS time_zone
    FROM actor
    WHERE known_from <= $night::DATE AND coalesce(known_until, 'infinity'::DATE) > $night::DATE
    GROUP BY actor_id
  ), known_object AS (
    SELECT DISTINCT ON (object_id) object_id, collection, marking
    FROM object
    WHERE known_from <= $night::DATE AND coalesce(known_until, 'infinity'::DATE) > $night::DATE
      AND object_id IN (SELECT object_id FROM chosen)
    ORDER BY object_id, known_from DESC, marking
  )
  SELECT request_id, step, happened_at, day, timezone(coalesce(known_actor.time_zone, $time_zone), happened_at)::DATE,
    chosen.actor_id, known_actor.role, partner, tier, purpose, agreement_id,
    chosen.object_id, known_object.collection, known_object.marking, legal_basis, basis,
    CASE WHEN basis = 'then' THEN day ELSE $night::DATE END, is_new, 'now'
  FROM chosen
  LEFT JOIN known_actor ON known_actor.actor_id = chosen.actor_id
  LEFT JOIN known_object ON known_object.object_id = chosen.object_id
`;

/**
 * Requests of which something changed tonight (a step came late, was corrected or taken back; an agreement, an authority, a
 * person or an item), as they were known until then and as they are known since. A step that came late is judged by
 * TONIGHT; in `after` it is only seen.
 */
const AGAIN = /* sql */ `
  INSERT INTO rule_step
  WITH recent AS (
    SELECT request_id, actor_id, partner, object_id, known_from, known_until
    FROM sharing_step
    WHERE happened_at >= timezone($time_zone, ($night::DATE - $look_back::INTEGER)::TIMESTAMP)
      AND happened_at < timezone($time_zone, $night::DATE::TIMESTAMP)
  ), changed AS (
    SELECT request_id FROM recent WHERE known_from = $night::DATE OR known_until = $night::DATE
    UNION
    SELECT request_id
    FROM recent
    WHERE partner IN (SELECT partner FROM agreement WHERE known_from = $night::DATE OR known_until = $night::DATE)
    UNION
    SELECT request_id
    FROM recent
    WHERE actor_id IN (SELECT actor_id FROM actor WHERE known_from = $night::DATE OR known_until = $night::DATE)
    UNION
    SELECT request_id
    FROM recent
    WHERE object_id IN (SELECT object_id FROM object WHERE known_from = $night::DATE OR known_until = $night::DATE)
    UNION
    SELECT request_id
    FROM recent
    WHERE EXISTS (SELECT 1 FROM authority WHERE known_from = $night::DATE OR known_until = $night::DATE)
  ), lens AS (
    SELECT 'before' AS lens, $night::DATE - 1 AS known_on
    UNION ALL
    SELECT 'after', $night::DATE
  ), seen AS (
    SELECT sharing_step.*, timezone($time_zone, happened_at)::DATE AS day, lens, known_on
    FROM sharing_step
    JOIN lens ON known_from <= known_on AND coalesce(known_until, 'infinity'::DATE) > known_on
      AND happened_at < timezone($time_zone, (known_on + 1)::TIMESTAMP)
    WHERE request_id IN (SELECT request_id FROM changed)
  ), known_actor AS (
    SELECT actor_id, known_on, max_by(role, known_from) AS role, max_by(time_zone, known_from) AS time_zone
    FROM actor
    JOIN lens ON known_from <= known_on AND coalesce(known_until, 'infinity'::DATE) > known_on
    WHERE actor_id IN (SELECT actor_id FROM seen)
    GROUP BY actor_id, known_on
  ), known_object AS (
    SELECT DISTINCT ON (object_id, known_on) object_id, known_on, collection, marking
    FROM object
    JOIN lens ON known_from <= known_on AND coalesce(known_until, 'infinity'::DATE) > known_on
    WHERE object_id IN (SELECT object_id FROM seen)
    ORDER BY object_id, known_on, known_from DESC, marking
  )
  SELECT request_id, step, happened_at, day, timezone(coalesce(known_actor.time_zone, $time_zone), happened_at)::DATE,
    seen.actor_id, known_actor.role, partner, tier, purpose, agreement_id, seen.object_id, known_object.collection,
    known_object.marking, legal_basis, lens, seen.known_on,
    day IN (SELECT night FROM rule_outcome WHERE night < $night::DATE AND night >= $night::DATE - $look_back::INTEGER)
      AND known_from < $night::DATE,
    lens
  FROM seen
  LEFT JOIN known_actor ON known_actor.actor_id = seen.actor_id AND known_actor.known_on = seen.known_on
  LEFT JOIN known_object ON known_object.object_id = seen.object_id AND known_object.known_on = seen.known_on
`;

/** The window of a night: `night` and how many days before it are judged again. */
export type StepWindow = { readonly night: string; readonly look_back: number; readonly time_zone: string };

/** Fills rule_step for a night. */
export async function gatherSteps(store: Store, window: StepWindow): Promise<void> {
  await store.run(TONIGHT, window);
  await store.run(AGAIN, window);
}
