import { z } from "zod";
import type { RightsAudit } from "../../data/rights.js";
import type { Store } from "../../data/store/store.js";

const LAST = /* sql */ `SELECT max(night)::VARCHAR AS audited_on FROM rights_audit WHERE night <= $night::DATE`;

const REASONS = /* sql */ `
  SELECT reason FROM not_assessed WHERE night = $night::DATE AND subject = 'rights-audit' ORDER BY reason
`;

const GROUPS = /* sql */ `
  SELECT nation, collection, count(*)::INTEGER AS held_count,
    (count(*) FILTER (finding = 'never used'))::INTEGER AS never_used_count,
    (count(*) FILTER (finding = 'dormant'))::INTEGER AS dormant_count,
    (count(*) FILTER (starts_with(finding, 'outlives ')))::INTEGER AS outlived_count,
    (count(*) FILTER (proposal = 'confirm again'))::INTEGER AS unconfirmed_count,
    (count(*) FILTER (proposal <> 'withdraw'))::INTEGER AS left_count
  FROM rights_audit
  WHERE night = $audited_on::DATE
  GROUP BY nation, collection
  ORDER BY nation NULLS LAST, collection
`;

const RIGHTS = /* sql */ `
  SELECT actor_id, nation, collection, finding, proposal, granted_at::VARCHAR AS granted_at,
    expires_at::VARCHAR AS expires_at, last_used_day::VARCHAR AS last_used_day, evidence
  FROM rights_audit
  WHERE night = $audited_on::DATE AND proposal <> 'keep'
  ORDER BY nation NULLS LAST, collection, actor_id, granted_at, finding
`;

const day = z.string().nullable();
const groupShape = z.object({
  nation: z.string().nullable(),
  collection: z.string(),
  held_count: z.number(),
  never_used_count: z.number(),
  dormant_count: z.number(),
  outlived_count: z.number(),
  unconfirmed_count: z.number(),
  left_count: z.number(),
});
const rightShape = z.object({
  actor_id: z.string(),
  nation: z.string().nullable(),
  collection: z.string(),
  finding: z.string(),
  proposal: z.string(),
  granted_at: day,
  expires_at: day,
  last_used_day: day,
  evidence: z.string(),
});

/** The last audit of rights up to a night, as it is published. */
export async function rightsAudit(store: Store, night: string): Promise<RightsAudit> {
  const { audited_on } = await store.row(LAST, z.object({ audited_on: day }), { night });
  const reasons = (await store.rows(REASONS, z.object({ reason: z.string() }), { night })).map(({ reason }) => reason);
  if (audited_on === null) return { audited_on, reasons, groups: [], rights: [] };
  return {
    audited_on,
    reasons,
    groups: await store.rows(GROUPS, groupShape, { audited_on }),
    rights: await store.rows(RIGHTS, rightShape, { audited_on }),
  };
}
