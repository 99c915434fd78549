import { z } from "zod";
import { beta } from "../../data/statistics/beta.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";

/** Days for which a decision counts: half a year, so that a detector is not judged by what it was. */
const COUNTS_DAYS = 180;

/** What the price itself counts for, in decisions: one decision moves the estimate little, a dozen outweigh it. */
const PRIOR_DECISIONS = 4;

/** The nominal share is kept away from certainty, which no decision could move. */
const NOMINAL_MIN = 0.05;
const NOMINAL_MAX = 0.95;

/** Where nothing has been listed yet. */
const NOMINAL_UNKNOWN = 0.5;

/** No detector is put before or behind another by more than this, whatever was decided: order, never silence. */
const FACTOR_MAX = 2;

const LEVEL = 0.9;

const NOMINAL = /* sql */ `
  SELECT coalesce(sum(expected_false_count), 0)::DOUBLE AS expected, coalesce(sum(opened_count), 0)::DOUBLE AS opened
  FROM night_price
  WHERE queue = 'leads' AND night < $night::DATE AND night >= $night::DATE - $days::INTEGER
`;

/** In which group an entity's leads are counted, by what the directory knew on the night. */
const STRATUM = /* sql */ `
  SELECT coalesce(min(
    CASE WHEN kind = 'service' THEN 'service account' WHEN nation = $home THEN 'person of the home nation'
      WHEN nation IS NOT NULL THEN 'person of another nation' END
  ), 'not in the directory') AS stratum
  FROM actor
  WHERE actor_id = $entity_id AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
`;

const DECIDED = /* sql */ `
  SELECT flag.detector, flag.entity_type, flag.entity_id, standing_decision.disposition, standing_decision.decided_on
  FROM standing_decision
  JOIN flag USING (flag_id)
  WHERE flag.queue = 'leads' AND standing_decision.decided_on > $night::DATE - $days::INTEGER
  ORDER BY flag.flag_id
`;

const FORGET = /* sql */ `DELETE FROM precision_estimate WHERE night = $night::DATE`;

const EXPIRES = /* sql */ `
  UPDATE precision_estimate SET expires_on = expires_on + $days::INTEGER WHERE night = $night::DATE
`;

const decidedShape = z.object({
  detector: z.string(),
  entity_type: z.string(),
  entity_id: z.string(),
  disposition: z.string(),
  decided_on: z.string(),
});

/** Which part of the night's leads is meant. */
export interface Stratum {
  readonly detector: string;
  readonly entity_type: string;
  readonly entity_id: string;
}

/** The group of an entity: its kind and nation for a person, its type for anything else. */
export async function stratumOf(
  store: Store,
  { entity_type, entity_id }: Pick<Stratum, "entity_type" | "entity_id">,
  { night, home }: { readonly night: string; readonly home: string },
): Promise<string> {
  if (entity_type !== "actor") return entity_type;
  return (await store.row(STRATUM, z.object({ stratum: z.string() }), { entity_id, night, home })).stratum;
}

/** The posterior of a share: Beta(prior · nominal + successes, …). Source: conjugate Beta–binomial, Gelman et al. 2013, 2.4. */
export function posteriorShare(nominal: number, { confirmed, decided }: { confirmed: number; decided: number }) {
  const law = beta(PRIOR_DECISIONS * nominal + confirmed, PRIOR_DECISIONS * (1 - nominal) + decided - confirmed);
  const estimate = (PRIOR_DECISIONS * nominal + confirmed) / (PRIOR_DECISIONS + decided);
  const tail = (1 - LEVEL) / 2;
  const order_factor = Math.min(FACTOR_MAX, Math.max(1 / FACTOR_MAX, estimate / nominal));
  return { estimate, low: law.quantile(tail), high: law.quantile(1 - tail), order_factor };
}

/**
 * Estimates, for each detector and stratum that has decisions, the share of its leads that were confirmed, and keeps it for
 * all to see. Returns the factor by which such a lead's priority is multiplied: it orders the list, and never decides what
 * stands in it. Decisions count for half a year.
 */
export async function estimatePrecision(
  store: Store,
  night: string,
  home: string,
): Promise<(lead: Stratum) => Promise<number>> {
  const { expected, opened } = await store.row(NOMINAL, z.object({ expected: z.number(), opened: z.number() }), {
    night,
    days: COUNTS_DAYS,
  });
  const nominal = opened === 0 ? NOMINAL_UNKNOWN : Math.min(NOMINAL_MAX, Math.max(NOMINAL_MIN, 1 - expected / opened));
  const groups = new Map<string, { detector: string; stratum: string; decisions: z.infer<typeof decidedShape>[] }>();
  for (const decision of await store.rows(DECIDED, decidedShape, { night, days: COUNTS_DAYS })) {
    const stratum = await stratumOf(store, decision, { night, home });
    const key = JSON.stringify([decision.detector, stratum]);
    const group = groups.get(key) ?? { detector: decision.detector, stratum, decisions: [] };
    group.decisions.push(decision);
    groups.set(key, group);
  }
  const rows = [...groups.values()].map(({ detector, stratum, decisions }) => {
    const told = decisions.filter(({ disposition }) => disposition !== "undetermined");
    const confirmed = told.filter(({ disposition }) => disposition === "confirmed concern").length;
    const { estimate, low, high, order_factor } = posteriorShare(nominal, { confirmed, decided: told.length });
    const counts = {
      confirmed_count: confirmed,
      decided_count: told.length,
      undetermined_count: decisions.length - told.length,
    };
    const oldest = decisions.map(({ decided_on }) => decided_on).sort()[0] ?? null;
    return { night, detector, stratum, ...counts, nominal, estimate, low, high, order_factor, expires_on: oldest };
  });
  await store.run(FORGET, { night });
  await insertRows(store, "precision_estimate", rows);
  await store.run(EXPIRES, { night, days: COUNTS_DAYS });
  const factors = new Map(rows.map((row) => [JSON.stringify([row.detector, row.stratum]), row.order_factor]));
  return async (lead) =>
    factors.size === 0
      ? 1
      : (factors.get(JSON.stringify([lead.detector, await stratumOf(store, lead, { night, home })])) ?? 1);
}
