import { z } from "zod";
import { hashUniform } from "../../data/statistics/hash-uniform.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import { stratumOf } from "./precision.js";

/** Share of hidden episodes that is put among the cases drawn at random: one in twenty, so that what hides is tested. */
export const AUDITED_SHARE = 0.05;

const IN_FORCE = /* sql */ `
  SELECT suppression_id, detector, entity_type, entity_id, stratum,
    (SELECT min(actor_id) FROM reviewer WHERE reviewer.name = suppression.owner) AS owner_actor_id
  FROM suppression
  WHERE starts_on <= $night::DATE AND expires_on >= $night::DATE
    AND timezone($time_zone, created_at)::DATE <= $night::DATE
    AND (ended_at IS NULL OR timezone($time_zone, ended_at)::DATE > $night::DATE)
  ORDER BY suppression_id
`;

const HIDDEN_BEFORE = /* sql */ `SELECT DISTINCT flag_id FROM suppressed_case WHERE night < $night::DATE ORDER BY flag_id`;

const FORGET = /* sql */ `DELETE FROM suppressed_case WHERE night = $night::DATE`;

const scopeShape = z.object({
  suppression_id: z.string(),
  detector: z.string().nullable(),
  entity_type: z.string().nullable(),
  entity_id: z.string().nullable(),
  stratum: z.string().nullable(),
  owner_actor_id: z.string().nullable(),
});

/** A lead as a suppression sees it. */
export interface Suppressible {
  readonly flag_id: string;
  readonly detector: string;
  readonly entity_type: string;
  readonly entity_id: string;
  readonly p_value: number;
}

/**
 * Takes out the leads that a suppression in force covers (never one about its own owner), and enters each in the ledger of what every suppression hid. One
 * in twenty of the episodes hidden for the first time is named for the audit, by a draw that anybody can repeat.
 */
export async function applySuppressions<L extends Suppressible>(
  store: Store,
  leads: readonly L[],
  { night, home }: { readonly night: string; readonly home: { readonly nation: string; readonly time_zone: string } },
): Promise<{ readonly shown: readonly L[]; readonly hidden: readonly L[]; readonly audited: readonly L[] }> {
  await store.run(FORGET, { night });
  const scopes = await store.rows(IN_FORCE, scopeShape, { night, time_zone: home.time_zone });
  if (scopes.length === 0) return { shown: leads, hidden: [], audited: [] };
  const before = new Set(
    (await store.rows(HIDDEN_BEFORE, z.object({ flag_id: z.string() }), { night })).map(({ flag_id }) => flag_id),
  );
  const [shown, hidden, audited]: [L[], L[], L[]] = [[], [], []];
  for (const lead of leads) {
    const stratum = await stratumOf(store, lead, { night, home: home.nation });
    const covering = scopes.filter(
      (scope) =>
        (scope.detector === null || scope.detector === lead.detector) &&
        (scope.entity_id === null || (scope.entity_type === lead.entity_type && scope.entity_id === lead.entity_id)) &&
        (scope.stratum === null || scope.stratum === stratum) &&
        !(lead.entity_type === "actor" && lead.entity_id === scope.owner_actor_id),
    );
    if (covering.length === 0) {
      shown.push(lead);
      continue;
    }
    const is_audited = !before.has(lead.flag_id) && hashUniform(["suppressed", lead.flag_id]) < AUDITED_SHARE;
    hidden.push(lead);
    if (is_audited) audited.push(lead);
    const { flag_id, detector, entity_type, entity_id, p_value } = lead;
    await insertRows(
      store,
      "suppressed_case",
      covering.map(({ suppression_id }) => ({
        night,
        suppression_id,
        flag_id,
        detector,
        entity_type,
        entity_id,
        p_value,
        is_audited,
      })),
    );
  }
  return { shown, hidden, audited };
}
