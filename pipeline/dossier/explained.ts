import { z } from "zod";
import type { ExplainedAccess } from "../../data/dossier.js";
import type { Store } from "../../data/store/store.js";

/** A ground that accounts for nearly every event tells none apart: nineteen of twenty, as a five per cent test would ask. */
const BROAD_SHARE = 0.95;

/**
 * Grounds for access, joined from registers as they were known on the night, narrowest first. Each is a column of GROUNDS.
 *
 * source  explanation templates: Fabbri & LeFevre 2011, PVLDB 5(1):1
 */
const TEMPLATES = [
  ["approved", "its own sharing request was approved before it"],
  ["requested", "its own sharing request stands in the register"],
  ["asked_for", "somebody had asked for the item in the 30 days before"],
  ["fresh_right", "a right to the collection was granted in the 45 days before: a new post or task"],
  ["covered", "an agreement in force with the partner covers the collection"],
  ["own_thread", "the same person had opened the item before"],
  ["unit_work", "at least two others of the person's unit opened the collection in the 28 days before"],
  ["entitled", "the person holds a right to the collection"],
] as const;

/** Events with an object, by which grounds each has; of some events, or of the whole night where none are named. */
const GROUNDS = /* sql */ `
  WITH
  chosen AS (
    SELECT source, event_id, event_time, day, actor_id, object_id, collection, partner, request_id
    FROM event
    WHERE day BETWEEN $first::DATE AND $night::DATE AND object_id IS NOT NULL
      AND ($actor_id IS NULL OR actor_id = $actor_id)
      AND ($event_ids IS NULL OR event_id IN (SELECT unnest(CAST(CAST($event_ids AS JSON) AS VARCHAR[]))))
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
      coalesce(approved_request.approved_at <= chosen.event_time, false) AS approved,
      known_request.request_id IS NOT NULL AS requested,
      asked.event_id IS NOT NULL AS asked_for,
      coalesce(right_held.granted_at >= chosen.day - 45, false) AS fresh_right,
      in_force.event_id IS NOT NULL AS covered,
      coalesce(first_seen_object.first_day < chosen.day, false) AS own_thread,
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
  SELECT approved, requested, asked_for, fresh_right, covered, own_thread, unit_work, entitled,
    count(*)::INTEGER AS event_count
  FROM judged
  GROUP BY ALL
  ORDER BY ALL
`;

const groundsShape = z.object({
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
type Grounds = z.infer<typeof groundsShape>;
export type TemplateId = (typeof TEMPLATES)[number][0];

/** Of all the night's events with an object, the share that each ground accounts for; null on a night without any. */
export type NightShares = ReadonlyMap<TemplateId, number | null>;

/** How much each ground accounts for of a whole night: one that accounts for nearly all tells nothing apart. */
export async function nightShares(store: Store, night: string): Promise<NightShares> {
  const bound = { night, first: night, actor_id: null, event_ids: null };
  const rows = await store.rows(GROUNDS, groundsShape, bound);
  const total = counted(rows, () => true);
  return new Map(TEMPLATES.map(([id]) => [id, total === 0 ? null : counted(rows, (row) => row[id]) / total]));
}

/** Which of a flag's named events ordinary grounds account for, and how many none does. */
export async function explainedOf(
  store: Store,
  scope: {
    readonly event_ids: string;
    readonly night: string;
    readonly first: string;
    readonly actor_id: string | null;
  },
  shares: NightShares,
): Promise<ExplainedAccess> {
  const rows = await store.rows(GROUNDS, groundsShape, scope);
  const isBroad = (id: TemplateId) => (shares.get(id) ?? 0) >= BROAD_SHARE;
  const narrow = TEMPLATES.filter(([id]) => !isBroad(id));
  return {
    event_count: counted(rows, () => true),
    templates: TEMPLATES.map(([id, ground]) => ({
      id,
      ground,
      event_count: counted(rows, (row) => row[id]),
      night_share: shares.get(id) ?? null,
      is_broad: isBroad(id),
    })),
    unexplained_count: counted(rows, (row) => TEMPLATES.every(([id]) => !row[id])),
    unexplained_but_broad_count: counted(rows, (row) => narrow.every(([id]) => !row[id])),
  };
}

function counted(rows: readonly Grounds[], isCounted: (row: Grounds) => boolean): number {
  return rows.reduce((sum, row) => sum + (isCounted(row) ? row.event_count : 0), 0);
}
