import type { Store } from "../../data/store/store.js";

const FORGET = /* sql */ `DELETE FROM request_life`;

const BUILD = /* sql */ `
  INSERT INTO request_life
  WITH known_step AS (
    SELECT request_id, step, happened_at, actor_id, partner, tier, purpose, agreement_id, object_id, rule, legal_basis
    FROM sharing_step
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
      AND happened_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  ),
  life AS (
    SELECT
      request_id,
      coalesce(min(partner) FILTER (step = 'requested'), min(partner)) AS partner,
      coalesce(min(tier) FILTER (step = 'requested'), min(tier)) AS tier,
      coalesce(min(purpose) FILTER (step = 'requested'), min(purpose)) AS purpose,
      coalesce(min(agreement_id) FILTER (step = 'requested'), min(agreement_id)) AS agreement_id,
      min(actor_id) FILTER (step = 'requested') AS requester_id,
      min(happened_at) AS first_step_at,
      min(happened_at) FILTER (step = 'requested') AS requested_at,
      min(happened_at) FILTER (step = 'risk_assessed') AS risk_assessed_at,
      min(happened_at) FILTER (step = 'rights_reviewed') AS rights_reviewed_at,
      min(happened_at) FILTER (step = 'approved') AS approved_at,
      min(happened_at) FILTER (step = 'denied') AS denied_at,
      min(happened_at) FILTER (step = 'withdrawn') AS withdrawn_at,
      min(happened_at) FILTER (step IN ('approved', 'denied', 'withdrawn')) AS decided_at,
      min(rule) FILTER (step IN ('approved', 'denied')) AS decision_rule,
      min(happened_at) FILTER (step = 'released') AS released_at,
      min(happened_at) FILTER (step = 'received') AS received_at,
      min(happened_at) FILTER (step = 'used') AS used_at,
      min(happened_at) FILTER (step = 'corrected') AS corrected_at,
      min(happened_at) FILTER (step = 'recalled') AS recalled_at,
      min(happened_at) FILTER (step = 'reviewed') AS reviewed_at,
      min(happened_at) FILTER (step = 'destroyed') AS destroyed_at,
      min(legal_basis) AS legal_basis,
      min(object_id) FILTER (step = 'released') AS object_id,
      count(*) FILTER (step IN ('requested', 'risk_assessed', 'rights_reviewed', 'approved', 'denied', 'withdrawn',
        'released', 'received')) AS once_count,
      coalesce(bit_count(bit_or(CASE step WHEN 'requested' THEN 1 WHEN 'risk_assessed' THEN 2 WHEN 'rights_reviewed' THEN 4
        WHEN 'approved' THEN 8 WHEN 'denied' THEN 16 WHEN 'withdrawn' THEN 32 WHEN 'released' THEN 64
        WHEN 'received' THEN 128 ELSE 0 END)), 0) AS once_kinds
    FROM known_step
    GROUP BY request_id
  ),
  requester AS (
    SELECT actor_id, min(unit) AS unit
    FROM actor
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    GROUP BY actor_id
  ),
  target AS (
    SELECT tier, min(target_hours) AS target_hours
    FROM tier
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    GROUP BY tier
  )
  SELECT
    life.request_id, life.partner, life.tier, life.purpose, life.agreement_id, requester.unit, target.target_hours,
    life.first_step_at, life.requested_at, life.risk_assessed_at, life.rights_reviewed_at, life.approved_at, life.denied_at,
    life.withdrawn_at, life.decided_at,
    CASE life.decided_at
      WHEN life.approved_at THEN 'approved' WHEN life.denied_at THEN 'denied' WHEN life.withdrawn_at THEN 'withdrawn'
    END,
    life.decision_rule, life.released_at, life.received_at, life.used_at, life.corrected_at, life.recalled_at,
    life.reviewed_at, life.destroyed_at, life.legal_basis, life.object_id, life.once_count > life.once_kinds
  FROM life
  LEFT JOIN requester ON requester.actor_id = life.requester_id
  LEFT JOIN target ON target.tier = life.tier
`;

/**
 * Rebuilds the table of requests as they stood at the end of a night in the home zone, by what was known on it: steps that
 * came later are not there yet. Where a decision has two steps at one instant it is the first of approved, denied, withdrawn.
 */
export async function buildRequestLife(store: Store, night: string, time_zone: string): Promise<void> {
  await store.transaction(async () => {
    await store.run(FORGET);
    await store.run(BUILD, { night, time_zone });
  });
}
