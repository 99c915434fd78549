import { z } from "zod";
import { periodDays } from "../../data/policy/duties.js";
import type { Policy } from "../../data/policy/policy.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";

const SUBJECT = "rights-audit";

const FORGET = [
  /* sql */ `DELETE FROM rights_audit WHERE night = $night::DATE`,
  /* sql */ `DELETE FROM not_assessed WHERE night = $night::DATE AND subject = 'rights-audit'`,
];

/** An audit is due on the last day of an ISO week, and where none was made in the week before. */
const DUE = /* sql */ `
  SELECT isodow($night::DATE) = 7 OR NOT EXISTS (
    SELECT 1 FROM rights_audit WHERE night < $night::DATE AND night > $night::DATE - 7
  ) AS is_due, EXISTS (SELECT 1 FROM entitlement) AS is_fed,
  coalesce((SELECT min(day) FROM actor_collection_day) <= $night::DATE - $dormant_days::INTEGER, false) AS is_seen
`;

/** Every right in force on the night, with its last use, what is found of it and what is proposed. */
const AUDIT = /* sql */ `
  INSERT INTO rights_audit
  WITH used AS (
    SELECT actor_id, collection, max(day) AS last_used_day, sum(access_count)::INTEGER AS access_count
    FROM actor_collection_day
    WHERE day <= $night::DATE
    GROUP BY actor_id, collection
  ), holder AS (
    SELECT actor_id, max_by(nation, known_from) AS nation, max(coalesce(active_to, 'infinity'::DATE)) AS active_to
    FROM actor
    WHERE known_from <= $night::DATE AND coalesce(known_until, 'infinity'::DATE) > $night::DATE
    GROUP BY actor_id
  ), paper AS (
    SELECT partner, collections
    FROM agreement
    WHERE known_from <= $night::DATE AND coalesce(known_until, 'infinity'::DATE) > $night::DATE
      AND coalesce(valid_from, $night::DATE) <= $night::DATE AND coalesce(valid_to, $night::DATE) >= $night::DATE
  ), covered AS (
    SELECT DISTINCT partner, unnest(collections) AS collection FROM paper
  ), held AS (
    SELECT entitlement.actor_id, holder.nation, entitlement.collection, granted_at, expires_at, last_used_day,
      coalesce(access_count, 0) AS access_count,
      CASE
        WHEN holder.active_to < $night::DATE THEN 'outlives its holder''s time'
        WHEN holder.nation <> $home_nation AND EXISTS (SELECT 1 FROM agreement)
          AND holder.nation NOT IN (SELECT partner FROM paper WHERE coalesce(len(collections), 0) = 0)
          AND (holder.nation, entitlement.collection) NOT IN (SELECT (partner, collection) FROM covered)
          THEN 'outlives the agreement'
        WHEN granted_at IS NULL THEN 'day of grant not known'
        WHEN last_used_day IS NULL AND granted_at <= $night::DATE - $dormant_days::INTEGER THEN 'never used'
        WHEN last_used_day < $night::DATE - $dormant_days::INTEGER THEN 'dormant'
        WHEN granted_at < $night::DATE - $recertify_days::INTEGER AND expires_at IS NULL THEN 'not confirmed again'
        ELSE 'used'
      END AS finding
    FROM entitlement
    LEFT JOIN used ON used.actor_id = entitlement.actor_id AND used.collection = entitlement.collection
    LEFT JOIN holder ON holder.actor_id = entitlement.actor_id
    WHERE entitlement.known_from <= $night::DATE AND coalesce(entitlement.known_until, 'infinity'::DATE) > $night::DATE
      AND coalesce(granted_at, $night::DATE) <= $night::DATE AND coalesce(expires_at, 'infinity'::DATE) >= $night::DATE
  )
  SELECT $night::DATE, actor_id, nation, collection, granted_at, expires_at, last_used_day, finding,
    CASE
      WHEN finding IN ('never used', 'dormant') OR starts_with(finding, 'outlives ') THEN 'withdraw'
      WHEN finding = 'used' THEN 'keep'
      ELSE 'confirm again'
    END,
    concat('granted ', coalesce(granted_at::VARCHAR, 'on an unknown day'), ', ', access_count, ' accesses on record',
      ', last on ', coalesce(last_used_day::VARCHAR, 'no day'))
  FROM held
`;

const dueShape = z.object({ is_due: z.boolean(), is_fed: z.boolean(), is_seen: z.boolean() });

/**
 * Audits every right in force, once a week: never used, dormant, outliving its holder, agreement or confirmation, and the grant
 * that is left when those are withdrawn. `rights_audit` grouped by nation and collection is the proposal by partner.
 *
 * Periods are the policy pack's `dormant_right` and `rights_recertification`, days. Where the log does not reach back as
 * far as a right may rest, nothing is called dormant: that is noted as not assessed.
 */
export async function auditRights(
  store: Store,
  night: string,
  { policy, home_nation }: { readonly policy: Policy; readonly home_nation: string },
): Promise<void> {
  const dormant_days = periodDays(policy, "dormant_right", night);
  const recertify_days = periodDays(policy, "rights_recertification", night);
  await store.transaction(async () => {
    for (const statement of FORGET) await store.run(statement, { night });
    const note = (reason: string) =>
      insertRows(store, "not_assessed", [{ night, subject: SUBJECT, reason, entity_count: 0 }]);
    if (dormant_days === null || recertify_days === null) return note("policy does not give the periods");
    const { is_due, is_fed, is_seen } = await store.row(DUE, dueShape, { night, dormant_days });
    if (!is_fed) return note("no entitlements feed");
    if (!is_seen) return note(`the log does not reach back the ${dormant_days} days after which a right is dormant`);
    if (is_due) await store.run(AUDIT, { night, home_nation, dormant_days, recertify_days });
  });
}
