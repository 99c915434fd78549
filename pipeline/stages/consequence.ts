import { sort } from "d3-array";
import { z } from "zod";
import type { FlagState } from "../../data/flag.js";
import type { Marking } from "../../data/markings/model.js";
import { parseMarking } from "../../data/markings/parse.js";
import { levelRank, type Policy } from "../../data/policy/policy.js";
import type { Store } from "../../data/store/store.js";

/**
 * Each level of classification stands for damage of another order (none, damage, serious, exceptionally grave damage), so the
 * scale is geometric; the ratio is the least that lets no number of reachable actors outweigh a level by itself.
 * Source of the orders: Executive Order 13526, section 1.2; a scale of sums would let trifles add up.
 */
const DAMAGE_RATIO = 3;

/** Sensitivity within a level: nothing said, a release list, the originator's or national control, a compartment. */
const SENSITIVITY_RATIO = 2;

const MARKINGS = /* sql */ `
  SELECT DISTINCT marking
  FROM event
  WHERE day BETWEEN $night::DATE - $days::INTEGER AND $night::DATE AND marking IS NOT NULL
    AND event_id IN (SELECT unnest(CAST($event_ids AS VARCHAR[])))
  ORDER BY marking
`;

const REACH = /* sql */ `
  WITH touched AS (
    SELECT DISTINCT actor_id, collection, partner
    FROM event
    WHERE day BETWEEN $night::DATE - $days::INTEGER AND $night::DATE
      AND event_id IN (SELECT unnest(CAST($event_ids AS VARCHAR[])))
  )
  SELECT
    (
      SELECT count(DISTINCT actor_id)
      FROM (
        SELECT actor_id FROM touched
        UNION ALL
        SELECT entitlement.actor_id
        FROM entitlement
        WHERE collection IN (SELECT collection FROM touched)
          AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
          AND (granted_at IS NULL OR granted_at <= $night::DATE) AND (expires_at IS NULL OR expires_at >= $night::DATE)
      )
    )::INTEGER AS actor_count,
    (SELECT count(DISTINCT partner) FROM touched WHERE partner IS NOT NULL)::INTEGER AS partner_count
`;

/** Days before the night in which a lead's events may lie: the longest window of any detector, four weeks. */
const EVENT_DAYS = 28;

/** One of the three criteria of consequence: what was found, in words, and the factor that it contributes. */
export interface Criterion {
  readonly criterion: "damage" | "sensitivity" | "number of actors";
  readonly found: string;
  readonly factor: number;
}

const SENSITIVITY = ["no control", "release list", "originator or national control", "compartment"] as const;

/**
 * What a lead would matter if it were so, by the three criteria: damage (the highest classification of its events),
 * sensitivity (their strictest control), number of actors (those with access to the collections, and partners involved).
 */
export async function consequence(
  store: Store,
  night: string,
  {
    event_ids,
    home,
    policy,
  }: { readonly event_ids: readonly string[]; readonly home: string; readonly policy: Policy },
): Promise<Criterion[]> {
  const about = { night, days: EVENT_DAYS, event_ids: JSON.stringify(event_ids) };
  const markings = await store.rows(MARKINGS, z.object({ marking: z.string() }), about);
  const reach = await store.row(REACH, z.object({ actor_count: z.number(), partner_count: z.number() }), about);
  const read = markings.flatMap(({ marking }) => parseMarking(marking, policy, home).marking ?? []);
  const level = read.reduce((highest, { level }) => Math.max(highest, levelRank(level)), 0);
  const control = read.reduce((strictest, marking) => Math.max(strictest, sensitivityOf(marking)), 0);
  const involved = Math.max(1, reach.actor_count + reach.partner_count);
  const highest = read.find((marking) => levelRank(marking.level) === level);
  return [
    { criterion: "damage", found: highest?.level ?? "no marking read", factor: DAMAGE_RATIO ** level },
    {
      criterion: "sensitivity",
      found: SENSITIVITY[control] ?? SENSITIVITY[0],
      factor: SENSITIVITY_RATIO ** control,
    },
    {
      criterion: "number of actors",
      found: `${counted(reach.actor_count, "actor")} with access${reach.partner_count === 0 ? "" : `, ${counted(reach.partner_count, "partner")} involved`}`,
      factor: 1 + Math.log10(involved),
    },
  ];
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

function sensitivityOf({ sci, sap, aea, controls, eyes, rel }: Marking): number {
  if (sci.length > 0 || sap !== null || aea.length > 0) return 3;
  if (eyes !== null || controls.length > 0) return 2;
  return rel === null ? 0 : 1;
}

/** Surprise times consequence: -log10 p times the product of the criteria's factors. */
export function priorityOf(p_value: number, criteria: readonly Criterion[]): number {
  return criteria.reduce((product, { factor }) => product * factor, -Math.log10(p_value));
}

/** What has been read before gives way to what has not, where reviewers cannot read all. */
const TURN = { new: 0, strengthened: 1, ongoing: 2, weakened: 2, withdrawn: 2 } as const satisfies Record<
  FlagState,
  number
>;

/**
 * The first `capacity` of a list in order of p come first, by priority; the rest follow as they stand. Where there are more
 * than the capacity, new leads are among the first before strengthened ones, and those before what has not grown: lasting
 * episodes are the rarest of all, and would keep a new one from ever being read.
 */
export function ranked<T extends { readonly priority: number; readonly state: FlagState }>(
  rarestFirst: readonly T[],
  capacity: number,
): T[] {
  const inTurn = rarestFirst.length > capacity ? sort(rarestFirst, ({ state }) => TURN[state]) : rarestFirst;
  const first = new Set(inTurn.slice(0, capacity));
  const within = [...first].sort((a, b) => b.priority - a.priority);
  return [...within, ...rarestFirst.filter((one) => !first.has(one))];
}
