import { z } from "zod";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule } from "./card.js";

const RECORD = /* sql */ `SELECT count(destroyed_at) > 0 AS is_carried FROM object`;

const CASES = /* sql */ `
  WITH duty AS (
    SELECT days, coalesce(valid_from, '-infinity'::DATE) AS valid_from, coalesce(valid_to, 'infinity'::DATE) AS valid_to
    FROM (SELECT unnest(from_json(json_extract($policy::JSON, '$.periods'),
      '[{"id": "VARCHAR", "days": "INTEGER", "valid_from": "DATE", "valid_to": "DATE"}]'), recursive := true))
    WHERE id = 'destruction_attestation'
  )
  SELECT $home_nation AS entity_id, 'both' AS basis, days, coalesce(destroyed_at <= $night::DATE, false) AS is_attested,
    count(*)::INTEGER AS case_count, (min(destroy_by) + days + 1)::DATE::VARCHAR AS first_day,
    CASE WHEN NOT is_attested THEN (list(object_id ORDER BY destroy_by, object_id))[1:20] END AS objects
  FROM object
  JOIN duty ON destroy_by BETWEEN duty.valid_from AND duty.valid_to
  WHERE known_from <= $night::DATE AND coalesce(known_until, 'infinity'::DATE) > $night::DATE
    AND destroy_by + days < $night::DATE
  GROUP BY days, is_attested
  ORDER BY entity_id, is_attested
`;

/** What is to be destroyed is attested as destroyed within the period that policy gives. */
export const destructionAttested = rule({
  id: "destruction-attested",
  question: "Are items past their day of destruction that nobody has attested as destroyed?",
  entity: "partner",
  unit: "items",
  needs: ["objects"],
  why: "a destruction that nobody attests is a promise and not a fact",
  source: "NIST SP 800-53 MP-6(1); policy pack, period destruction_attestation",
  rung: "records officer",
  consequence: "record",
  record: { sql: RECORD, absent: "no item has ever carried the day on which it was destroyed" },
  isStanding: true,
  innocentExplanations: ["it was destroyed and not recorded", "a legal hold on the item"],
  wouldRefute: ["a certificate of destruction"],
  params: NO_PARAMS,
  caseShape: z.object({ ...caseBase, days: z.number(), is_attested: z.boolean() }),
  cases: CASES,
  judge: ({ days, is_attested }) =>
    is_attested ? HOLDS : broken(`the attestation was due within ${days} days of the day of destruction`),
  say: (count) => `${counted(count, "item")} past the day of destruction without attestation`,
});
