import { group } from "d3-array";
import { z } from "zod";
import type { ExplainedAccess, NightGround } from "../../data/dossier.js";
import type { Store } from "../../data/store/store.js";
import type { Scopes } from "./shown-events.js";

/** A ground that accounts for nearly every event tells none apart: nineteen of twenty, as a five per cent test would ask. */
const BROAD_SHARE = 0.95;

/**
 * Grounds for access, joined from registers as they were known on the night, narrowest first. Each is a column of GROUNDS; an
 * agreement is asked only of events with a partner, so its share of the night is a share of those.
 *
 * source  explanation templates: Fabbri & LeFevre 2011, PVLDB 5(1):1
 */
const TEMPLATES = [
  ["approved", "its own sharing request was approved before it"],
  ["requested", "its own sharing request stands in the register"],
  ["asked_for", "somebody had asked for the item in the 30 days before"],
  ["fresh_right", "a right to the collection was granted in the 45 days before: a new post or task"],
  ["covered", "an agreement in force with the partner covers the collection"],
  ["own_thread", "the same person had opened the item before these days"],
  ["unit_work", "at least two others of the person's unit opened the collection in the 28 days before"],
  ["entitled", "the person holds a right to the collection"],
] as const;

/** The night as a flag of its own: all its events. */
const WHOLE_NIGHT = "";

/** Events with an object by which grounds each has: those of each flag, and of the whole night under the empty id. */
const GROUNDS = /* sql */ `
  WITH
  named AS (
    SELECT flag_id, actor_id, first, since, unnest(event_ids) AS event_id
    FROM (SELECT unnest(from_json(CAST($scopes AS JSON), $shape), max_depth := 2))
  ),
  belonging AS (
    SELECT named.flag_id, named.since, event.source, event.event_id
    FROM event
    JOIN named ON named.event_id = event.event_id
    WHERE event.day BETWEEN $first::DATE AND $night::DATE AND event.day >= named.first AND object_id IS NOT NULL
      AND (named.actor_id IS NULL OR named.actor_id = event.actor_id)
    UNION ALL
    SELECT '', $night::DATE, source, event_id
    FROM event
    WHERE day = $night::DATE AND object_id IS NOT NULL
  ),
  chosen AS (
    SELECT source, event_id, event_time, day, actor_id, object_id, collection, partner, request_id
    FROM event
    WHERE day BETWEEN $first::DATE AND $night::DATE
      AND (source, event_id) IN (SELECT (source, event_id) FROM belonging)
  ),
  step AS (
    SELECT request_id, step, happened_at, object_id
    FROM sharing_step
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
  ),
  held AS (
    SELECT actor_id, collection, granted_at, expires_at
    FROM entitlement
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
  ),
  directory AS (
    SELECT actor_id, any_value(unit) AS unit
    FROM actor
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    GROUP BY actor_id
  ),
  approved_request AS (
    SELECT request_id, min(happened_at) AS approved_at FROM step WHERE step = 'approved' GROUP BY request_id
  ),
  known_request AS (SELECT DISTINCT request_id FROM step),
  right_held AS (
    SELECT chosen.source, chosen.event_id, max(held.granted_at) AS granted_at
    FROM chosen
    JOIN held ON held.actor_id = chosen.actor_id AND held.collection = chosen.collection
      AND coalesce(held.granted_at, '-infinity'::DATE) <= chosen.day
      AND coalesce(held.expires_at, 'infinity'::DATE) >= chosen.day
    GROUP BY chosen.source, chosen.event_id
  ),
  asked AS (
    SELECT DISTINCT chosen.source, chosen.event_id
    FROM chosen
    JOIN step ON step.object_id = chosen.object_id AND step.step = 'requested'
      AND step.happened_at <= chosen.event_time AND step.happened_at >= chosen.event_time - INTERVAL 30 DAY
  ),
  in_force AS (
    SELECT DISTINCT chosen.source, chosen.event_id
    FROM chosen
    JOIN agreement ON agreement.partner = chosen.partner AND agreement.known_from <= $night::DATE
      AND (agreement.known_until IS NULL OR agreement.known_until > $night::DATE)
      AND coalesce(agreement.valid_from, '-infinity'::DATE) <= chosen.day
      AND coalesce(agreement.valid_to, 'infinity'::DATE) >= chosen.day
      AND list_contains(agreement.collections, chosen.collection)
  ),
  unit_collection AS (
    SELECT directory.unit, opened.collection, count(DISTINCT opened.actor_id) AS member_count,
      list(DISTINCT opened.actor_id) AS members
    FROM actor_collection_day AS opened
    JOIN directory ON directory.actor_id = opened.actor_id
    WHERE opened.day BETWEEN $night::DATE - 28 AND $night::DATE - 1
      AND opened.collection IN (SELECT collection FROM chosen)
    GROUP BY directory.unit, opened.collection
  ),
  judged AS (
    SELECT
      chosen.source,
      chosen.event_id,
      chosen.partner IS NOT NULL AS has_partner,
      coalesce(approved_request.approved_at <= chosen.event_time, false) AS approved,
      known_request.request_id IS NOT NULL AS requested,
      asked.event_id IS NOT NULL AS asked_for,
      coalesce(right_held.granted_at >= chosen.day - 45, false) AS fresh_right,
      in_force.event_id IS NOT NULL AS covered,
      first_seen_object.first_day AS opened_on,
      coalesce(
        unit_collection.member_count - list_contains(unit_collection.members, chosen.actor_id)::INTEGER >= 2, false
      ) AS unit_work,
      right_held.event_id IS NOT NULL AS entitled
    FROM chosen
    LEFT JOIN approved_request ON approved_request.request_id = chosen.request_id
    LEFT JOIN known_request ON known_request.request_id = chosen.request_id
    LEFT JOIN asked ON asked.source = chosen.source AND asked.event_id = chosen.event_id
    LEFT JOIN right_held ON right_held.source = chosen.source AND right_held.event_id = chosen.event_id
    LEFT JOIN in_force ON in_force.source = chosen.source AND in_force.event_id = chosen.event_id
    LEFT JOIN first_seen_object ON first_seen_object.actor_id = chosen.actor_id
      AND first_seen_object.object_id = chosen.object_id
    LEFT JOIN directory ON directory.actor_id = chosen.actor_id
    LEFT JOIN unit_collection ON unit_collection.unit = directory.unit
      AND unit_collection.collection = chosen.collection
  )
  SELECT flag_id, has_partner, approved, requested, asked_for, fresh_right, covered,
    coalesce(opened_on < since, false) AS own_thread, unit_work, entitled, count(*)::INTEGER AS event_count
  FROM belonging
  JOIN judged USING (source, event_id)
  GROUP BY ALL
  ORDER BY ALL
`;

const groundsShape = z.object({
  flag_id: z.string(),
  has_partner: z.boolean(),
  approved: z.boolean(),
  requested: z.boolean(),
  asked_for: z.boolean(),
  fresh_right: z.boolean(),
  covered: z.boolean(),
  own_thread: z.boolean(),
  unit_work: z.boolean(),
  entitled: z.boolean(),
  event_count: z.number(),
});
type Row = z.infer<typeof groundsShape>;

/** What ordinary grounds account for on a night: each ground's share, and of each flag's events which and how many. */
export interface Grounds {
  readonly night: readonly NightGround[];
  of(flag_id: string): ExplainedAccess;
}

/** Which events ordinary grounds account for, and how many none does: of the night, and of each flag that `scopes` names. */
export async function groundsOf(store: Store, scopes: Scopes): Promise<Grounds> {
  const rows = group(await store.rows(GROUNDS, groundsShape, { ...scopes }), ({ flag_id }) => flag_id);
  const whole = rows.get(WHOLE_NIGHT) ?? [];
  const night = TEMPLATES.map(([id, ground]): NightGround => {
    const asked = id === "covered" ? whole.filter(({ has_partner }) => has_partner) : whole;
    const total = counted(asked, () => true);
    const night_share = total === 0 ? null : counted(asked, (row) => row[id]) / total;
    return { id, ground, night_share, is_broad: (night_share ?? 0) >= BROAD_SHARE };
  });
  const narrow = TEMPLATES.filter(([id]) => !night.some((one) => one.id === id && one.is_broad));
  return {
    night,
    of(flag_id) {
      const own = rows.get(flag_id) ?? [];
      const counts = new Map<string, number>(TEMPLATES.map(([id]) => [id, counted(own, (row) => row[id])]));
      return {
        event_count: counted(own, () => true),
        templates: night.map((one) => ({ ...one, event_count: counts.get(one.id) ?? 0 })),
        unexplained_count: counted(own, (row) => TEMPLATES.every(([id]) => !row[id])),
        unexplained_but_broad_count: counted(own, (row) => narrow.every(([id]) => !row[id])),
      };
    },
  };
}

function counted(rows: readonly Row[], isCounted: (row: Row) => boolean): number {
  return rows.reduce((sum, row) => sum + (isCounted(row) ? row.event_count : 0), 0);
}

const UNUSED_RIGHTS = /* sql */ `
  SELECT count(*)::INTEGER AS right_count
  FROM rights_audit
  WHERE night = (SELECT max(night) FROM rights_audit WHERE night <= $night::DATE) AND finding <> 'used'
  HAVING count(*) > 0
`;

/** Rights that the last audit up to the night found unused as granted; null before the first audit, or where it found none. */
export async function unusedRights(store: Store, night: string): Promise<number | null> {
  const rows = await store.rows(UNUSED_RIGHTS, z.object({ right_count: z.number() }), { night });
  return rows[0]?.right_count ?? null;
}
