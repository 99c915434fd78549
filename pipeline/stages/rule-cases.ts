import { z } from "zod";
import type { Store } from "../../data/store/store.js";
import { gatherSteps } from "./rule-steps.js";

/**
 * Days before the night that are judged again when a register changes or events come late. One month: the longest that
 * the contract's own periods of report (month, quarter, year) leave open for correction without a new report.
 */
export const LOOK_BACK_DAYS = 31;

const FORGET = [/* sql */ `DELETE FROM rule_event`, /* sql */ `DELETE FROM rule_step`];

/** Whether earlier days have been judged, and whether late events or changed registers may change what was said of them. */
const EARLIER = /* sql */ `
  SELECT
    EXISTS (
      SELECT 1 FROM rule_outcome
      WHERE night < $night::DATE AND night >= $night::DATE - $look_back::INTEGER
    ) AS is_judged,
    EXISTS (
      SELECT 1 FROM event
      WHERE file_id IN (SELECT file_id FROM file WHERE known_from = $night::DATE AND feed = 'access')
        AND day < $night::DATE AND day >= $night::DATE - $look_back::INTEGER
    ) AS is_late,
    (
      EXISTS (
        SELECT 1 FROM object
        WHERE known_until = $night::DATE OR (known_from = $night::DATE AND coalesce(created_at < $night::DATE, true))
      )
      OR EXISTS (SELECT 1 FROM agreement WHERE known_from = $night::DATE OR known_until = $night::DATE)
      OR EXISTS (SELECT 1 FROM entitlement WHERE known_from = $night::DATE OR known_until = $night::DATE)
      OR EXISTS (SELECT 1 FROM actor WHERE known_from = $night::DATE OR known_until = $night::DATE)
      OR EXISTS (SELECT 1 FROM consent WHERE known_from = $night::DATE OR known_until = $night::DATE)
    ) AS is_changed
`;

const earlierShape = z.object({ is_judged: z.boolean(), is_late: z.boolean(), is_changed: z.boolean() });

/**
 * The night's own successful events, with the registers as they are known on the night. A local date is worked out once a
 * zone and quarter of an hour: every civil offset is a multiple of fifteen minutes, so no quarter holds two dates. Zones are numbered in
 * steps of 100,000,000, more quarters of an hour than lie between 1970 and the year 4800, so that zone and quarter are one key.
 */
const TONIGHT = /* sql */ `
  INSERT INTO rule_event
  WITH act AS (
    SELECT source, event_id, event_time, day, actor_id, action, object_id, collection, marking, partner, channel,
      epoch_us(event_time) // 900000000 AS quarter
    FROM event
    WHERE day = $night::DATE AND outcome = 'success'::outcome
  ), known_actor AS (
    SELECT actor_id, max_by(nation, known_from) AS nation,
      coalesce(max_by(time_zone, known_from), $time_zone) AS zone, min(active_from) AS active_from,
      nullif(max(coalesce(active_to, 'infinity'::DATE)), 'infinity'::DATE) AS active_to
    FROM actor
    WHERE known_from <= $night::DATE AND coalesce(known_until, 'infinity'::DATE) > $night::DATE
    GROUP BY actor_id
  ), numbered AS (
    SELECT zone, row_number() OVER (ORDER BY zone) * 100000000 AS zone_number
    FROM (SELECT DISTINCT zone FROM known_actor UNION SELECT $time_zone)
  ), zoned AS (
    SELECT known_actor.*, zone_number FROM known_actor JOIN numbered ON numbered.zone = known_actor.zone
  ), local AS (
    SELECT zone_number + quarter AS zone_quarter, timezone(zone, to_timestamp(quarter * 900))::DATE AS local_day
    FROM numbered
    CROSS JOIN (SELECT DISTINCT quarter FROM act)
  ), registered AS (
    SELECT object_id, collection, originator, marking, destroy_by, destroyed_at, known_from
    FROM object
    WHERE known_from <= $night::DATE AND coalesce(known_until, 'infinity'::DATE) > $night::DATE
      AND object_id IN (SELECT object_id FROM act)
  ), twice AS (
    SELECT object_id FROM registered GROUP BY object_id HAVING count(*) > 1
  ), known_object AS (
    SELECT object_id, collection, originator, marking, destroy_by, destroyed_at
    FROM registered
    WHERE object_id NOT IN (SELECT object_id FROM twice)
    UNION ALL
    (
      SELECT DISTINCT ON (object_id) object_id, collection, originator, marking, destroy_by, destroyed_at
      FROM registered
      WHERE object_id IN (SELECT object_id FROM twice)
      ORDER BY object_id, known_from DESC, destroy_by, marking
    )
  )
  SELECT source, event_id, event_time, day, act.actor_id, action, act.object_id,
    coalesce(act.collection, known_object.collection), partner, channel,
    unnest(CASE WHEN act.marking <> known_object.marking THEN ['then', 'now'] ELSE ['both'] END) AS basis,
    $night::DATE, known_actor.actor_id IS NOT NULL, known_actor.nation, active_from, active_to,
    local.local_day, known_object.object_id IS NOT NULL, known_object.originator, act.marking, known_object.marking,
    CASE WHEN basis = 'now' THEN known_object.marking ELSE coalesce(act.marking, known_object.marking) END,
    known_object.destroy_by, known_object.destroyed_at
  FROM act
  CROSS JOIN (SELECT zone_number FROM numbered WHERE zone = $time_zone) AS home
  LEFT JOIN zoned AS known_actor ON known_actor.actor_id = act.actor_id
  LEFT JOIN known_object ON known_object.object_id = act.object_id
  JOIN local ON local.zone_quarter = coalesce(known_actor.zone_number, home.zone_number) + act.quarter
`;

/**
 * Earlier events that came tonight (`then`, `now`), or whose registers changed tonight: by what was known until then
 * (`before`) and since (`after`), so that the differences of several corrections add up. An item that was
 * created on the night had no events before. An event that several changes touch is taken once, at the end.
 */
const AGAIN = /* sql */ `
  INSERT INTO rule_event
  WITH judged_day AS (
    SELECT DISTINCT night AS day
    FROM rule_outcome
    WHERE night < $night::DATE AND night >= $night::DATE - $look_back::INTEGER
  ), late AS (
    SELECT file_id FROM file WHERE known_from = $night::DATE AND feed = 'access'
  ), changed_object AS (
    SELECT object_id
    FROM object
    WHERE known_until = $night::DATE OR (known_from = $night::DATE AND coalesce(created_at < $night::DATE, true))
    UNION
    SELECT object_id FROM consent WHERE known_from = $night::DATE OR known_until = $night::DATE
  ), changed_partner AS (
    SELECT DISTINCT partner FROM agreement WHERE known_from = $night::DATE OR known_until = $night::DATE
  ), changed_actor AS (
    SELECT actor_id FROM actor WHERE known_from = $night::DATE OR known_until = $night::DATE
    UNION
    SELECT actor_id FROM entitlement WHERE known_from = $night::DATE OR known_until = $night::DATE
    UNION
    SELECT actor_id
    FROM actor
    WHERE known_until IS NULL AND nation IN (SELECT partner FROM changed_partner)
  ), again AS (
    SELECT *, true AS is_late
    FROM event
    WHERE file_id IN (SELECT file_id FROM late) AND day IN (SELECT day FROM judged_day)
      AND outcome = 'success'::outcome
    UNION ALL
    SELECT *, false
    FROM event
    WHERE day BETWEEN $night::DATE - $look_back::INTEGER AND $night::DATE - 1 AND outcome = 'success'::outcome
      AND object_id IN (SELECT object_id FROM changed_object) AND file_id NOT IN (SELECT file_id FROM late)
      AND day IN (SELECT day FROM judged_day)
    UNION ALL
    SELECT *, false
    FROM event
    WHERE day BETWEEN $night::DATE - $look_back::INTEGER AND $night::DATE - 1 AND outcome = 'success'::outcome
      AND partner IN (SELECT partner FROM changed_partner) AND file_id NOT IN (SELECT file_id FROM late)
      AND day IN (SELECT day FROM judged_day)
    UNION ALL
    SELECT *, false
    FROM event
    WHERE day BETWEEN $night::DATE - $look_back::INTEGER AND $night::DATE - 1 AND outcome = 'success'::outcome
      AND actor_id IN (SELECT actor_id FROM changed_actor) AND file_id NOT IN (SELECT file_id FROM late)
      AND day IN (SELECT day FROM judged_day)
  ), touched AS (
    SELECT object_id, known_from, known_until, collection, originator, marking, destroy_by, destroyed_at
    FROM object
    WHERE object_id IN (SELECT object_id FROM again)
  ), dated AS (
    SELECT again.*, unnest(CASE WHEN is_late THEN ['then', 'now'] ELSE ['before', 'after'] END) AS basis,
      CASE basis WHEN 'then' THEN day WHEN 'before' THEN $night::DATE - 1 ELSE $night::DATE END AS known_on
    FROM again
  )
  SELECT source, event_id, event_time, day, dated.actor_id, action, dated.object_id,
    coalesce(dated.collection, object.collection), dated.partner, channel, basis, known_on,
    actor.actor_id IS NOT NULL, actor.nation, actor.active_from, actor.active_to,
    timezone(coalesce(actor.time_zone, $time_zone), event_time)::DATE, object.object_id IS NOT NULL, object.originator,
    dated.marking, object.marking,
    CASE WHEN basis = 'then' THEN coalesce(dated.marking, object.marking)
      ELSE coalesce(object.marking, dated.marking) END,
    object.destroy_by, object.destroyed_at
  FROM dated
  LEFT JOIN actor ON actor.actor_id = dated.actor_id AND actor.known_from <= known_on
    AND coalesce(actor.known_until, 'infinity'::DATE) > known_on
  LEFT JOIN touched AS object ON object.object_id = dated.object_id AND object.known_from <= known_on
    AND coalesce(object.known_until, 'infinity'::DATE) > known_on
  QUALIFY row_number() OVER (
    PARTITION BY source, event_id, basis ORDER BY actor.active_to DESC NULLS FIRST, object.known_from DESC, object.marking
  ) = 1
`;

/** Empties the scratch tables: call it before the transaction ends, so that nothing of them is ever written to disk. */
export async function forgetCases(store: Store): Promise<void> {
  for (const statement of FORGET) await store.run(statement);
}

/** Fills rule_event and rule_step for a night. Cost follows the night, and a month where a register changed. */
export async function gatherCases(store: Store, night: string, time_zone: string): Promise<void> {
  const window = { night, look_back: LOOK_BACK_DAYS };
  await forgetCases(store);
  await store.run(TONIGHT, { night, time_zone });
  const { is_judged, is_late, is_changed } = await store.row(EARLIER, earlierShape, window);
  if (is_judged && (is_late || is_changed)) await store.run(AGAIN, { ...window, time_zone });
  await gatherSteps(store, { ...window, time_zone });
}
