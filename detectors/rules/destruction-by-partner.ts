import { z } from "zod";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule } from "./card.js";

const RECORD = /* sql */ `SELECT EXISTS (SELECT 1 FROM sharing_step WHERE step = 'destroyed') AS is_carried`;

const CASES = /* sql */ `
  WITH duty AS (
    SELECT days, coalesce(valid_from, '-infinity'::DATE) AS valid_from, coalesce(valid_to, 'infinity'::DATE) AS valid_to
    FROM (SELECT unnest(from_json(json_extract($policy::JSON, '$.periods'),
      '[{"id": "VARCHAR", "days": "INTEGER", "valid_from": "DATE", "valid_to": "DATE"}]'), recursive := true))
    WHERE id = 'destruction_attestation'
  ), register AS (
    SELECT object_id, min(destroy_by) AS destroy_by
    FROM object
    WHERE known_from <= $night::DATE AND coalesce(known_until, 'infinity'::DATE) > $night::DATE
    GROUP BY object_id
  ), copy AS (
    SELECT request_id, any_value(partner) AS partner, any_value(object_id) AS object_id,
      bool_or(step IN ('destroyed', 'recalled')) AS is_attested
    FROM sharing_step
    WHERE happened_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP) AND known_from <= $night::DATE
      AND coalesce(known_until, 'infinity'::DATE) > $night::DATE
    GROUP BY request_id
    HAVING bool_or(step = 'received')
  )
  SELECT copy.partner AS entity_id, 'both' AS basis, days, is_attested, count(*)::INTEGER AS case_count,
    (min(destroy_by) + days + 1)::DATE::VARCHAR AS first_day,
    CASE WHEN NOT is_attested THEN (list(request_id ORDER BY destroy_by, request_id))[1:20] END AS requests,
    CASE WHEN NOT is_attested THEN (list_sort(list(DISTINCT copy.object_id)))[1:20] END AS objects
  FROM copy
  JOIN register ON register.object_id = copy.object_id
  JOIN duty ON destroy_by BETWEEN duty.valid_from AND duty.valid_to
  WHERE copy.partner IS NOT NULL AND destroy_by + days < $night::DATE
  GROUP BY copy.partner, days, is_attested
  ORDER BY entity_id, is_attested
`;

/** A partner attests the destruction of its copies within the period that policy gives. */
export const destructionByPartner = rule({
  id: "destruction-by-partner",
  question: "Does this partner hold copies past their day of destruction without attesting it?",
  entity: "partner",
  unit: "requests",
  needs: ["objects", "sharing_steps"],
  why: "an item is destroyed only when its last copy is, and the partner's copy is the partner's to attest",
  source: "32 CFR 117.19; NIST SP 800-53 MP-6(1); policy pack, period destruction_attestation",
  rung: "agreement owner",
  consequence: "record",
  record: { sql: RECORD, absent: "no partner has ever attested a destruction" },
  isStanding: true,
  innocentExplanations: ["it was destroyed and not reported", "keeping it longer was agreed"],
  wouldRefute: ["the partner's certificate of destruction"],
  params: NO_PARAMS,
  caseShape: z.object({ ...caseBase, days: z.number(), is_attested: z.boolean() }),
  cases: CASES,
  judge: ({ days, is_attested }) =>
    is_attested ? HOLDS : broken(`the attestation was due within ${days} days of the day of destruction`),
  say: (count) => `${counted(count, "copy", "copies")} past the day of destruction without the partner's attestation`,
});
