import { z } from "zod";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";

const RECORD = /* sql */ `SELECT EXISTS (SELECT 1 FROM sharing_step WHERE step = 'destroyed') AS is_carried`;

const CASES = /* sql */ `
  WITH duty AS (
    SELECT days, coalesce(valid_from, '-infinity'::DATE) AS valid_from, coalesce(valid_to, 'infinity'::DATE) AS valid_to
    FROM (SELECT unnest(from_json(json_extract($policy::JSON, '$.periods'),
      '[{"id": "VARCHAR", "days": "INTEGER", "valid_from": "DATE", "valid_to": "DATE"}]'), recursive := true))
    WHERE id = 'retention'
  ), copy AS (
    SELECT request_id, any_value(partner) AS partner, any_value(object_id) AS object_id,
      timezone($time_zone, max(happened_at) FILTER (step = 'received'))::DATE AS received_day,
      bool_or(step IN ('destroyed', 'recalled')) AS is_ended
    FROM sharing_step
    WHERE happened_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP) AND known_from <= $night::DATE
      AND coalesce(known_until, 'infinity'::DATE) > $night::DATE
    GROUP BY request_id
    HAVING bool_or(step = 'received')
  ), termed AS (
    SELECT copy.request_id, copy.partner, copy.object_id, received_day, is_ended, count(agreement_id) > 0 AS is_agreed,
      max(coalesce(retention_days, duty.days))::INTEGER AS days
    FROM copy
    LEFT JOIN duty ON received_day BETWEEN duty.valid_from AND duty.valid_to
    LEFT JOIN agreement ON agreement.partner = copy.partner AND agreement.known_from <= $night::DATE
      AND coalesce(agreement.known_until, 'infinity'::DATE) > $night::DATE
      AND received_day BETWEEN agreement.valid_from AND agreement.valid_to
    WHERE copy.partner IS NOT NULL
    GROUP BY copy.request_id, copy.partner, copy.object_id, received_day, is_ended
  )
  SELECT partner AS entity_id, 'both' AS basis, is_ended, is_agreed, days,
    coalesce(NOT is_ended AND received_day + days < $night::DATE, false) AS is_over, count(*)::INTEGER AS case_count,
    CASE WHEN is_over THEN (min(received_day) + days + 1)::DATE::VARCHAR END AS first_day,
    CASE WHEN is_over THEN (list(request_id ORDER BY received_day, request_id))[1:20] END AS requests,
    CASE WHEN is_over THEN (list_sort(list(DISTINCT object_id)))[1:20] END AS objects
  FROM termed
  GROUP BY partner, is_ended, is_agreed, days, is_over
  ORDER BY entity_id, is_over, is_ended, is_agreed, days
`;

/** What a partner received is destroyed or called back before the agreed time is over, whether or not it is still opened. */
export const retentionKept = rule({
  id: "retention-kept",
  question: "Does this partner keep copies beyond the agreed time without having destroyed them?",
  entity: "partner",
  unit: "requests",
  needs: ["agreements", "sharing_steps"],
  why: "a copy that lies unused beyond its time can still reach whom it was not meant for",
  source:
    "NIST SP 800-53 SI-12 and MP-6; contract on feeds, agreements.retention_days from the day of receipt; policy pack, period retention",
  rung: "agreement owner",
  consequence: "record",
  record: { sql: RECORD, absent: "no partner has ever attested a destruction" },
  isStanding: true,
  innocentExplanations: ["it was destroyed and not reported", "keeping it longer was agreed"],
  wouldRefute: ["the partner's certificate of destruction", "an agreed prolongation dated before the last day"],
  params: NO_PARAMS,
  caseShape: z.object({
    ...caseBase,
    is_ended: z.boolean(),
    is_agreed: z.boolean(),
    is_over: z.boolean(),
    days: z.number().nullable(),
  }),
  cases: CASES,
  judge({ is_ended, is_agreed, is_over, days }) {
    if (is_ended) return HOLDS;
    if (!is_agreed) return undetermined("no agreement is known to have been in force on the day of receipt");
    if (days === null) return undetermined("neither the agreement nor policy says how long material may be kept");
    return is_over ? broken(`they may be kept ${days} days`) : HOLDS;
  },
  say: (count) => `${counted(count, "copy", "copies")} beyond the agreed time without a destruction on record`,
});
