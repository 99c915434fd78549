import { z } from "zod";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";

const CASES = /* sql */ `
  WITH pair AS (
    SELECT unnest(from_json(json_extract($policy::JSON, '$.separations'),
      '[{"first": "VARCHAR", "second": "VARCHAR", "valid_from": "DATE", "valid_to": "DATE"}]'), recursive := true)
  )
  SELECT entity_id, basis, first, second, is_known, is_same, count(DISTINCT request_id)::INTEGER AS case_count,
    max(day)::VARCHAR AS first_day, (list_sort(list(DISTINCT request_id) FILTER (is_same)))[1:20] AS requests,
    (list_sort(list(DISTINCT partner) FILTER (is_same)))[1:20] AS partners
  FROM (
    SELECT second.actor_id AS entity_id, CASE WHEN second.is_new THEN second.basis ELSE first.basis END AS basis,
      pair.first, pair.second, first.actor_id IS NOT NULL AS is_known, second.request_id, second.partner,
      coalesce(first.actor_id = second.actor_id, false) AS is_same, greatest(first.day, second.day) AS day
    FROM rule_step AS second
    JOIN pair ON pair.second = second.step AND second.day BETWEEN coalesce(pair.valid_from, '-infinity'::DATE)
      AND coalesce(pair.valid_to, 'infinity'::DATE)
    JOIN rule_step AS first ON first.request_id = second.request_id AND first.step = pair.first
      AND first.lens = second.lens
    WHERE second.actor_id IS NOT NULL AND (
      (second.is_new AND first.basis IN ('both', second.basis)) OR (first.is_new AND NOT second.is_new)
    )
  )
  GROUP BY entity_id, basis, first, second, is_known, is_same
  ORDER BY entity_id, basis, first, second, is_known, is_same
`;

/** The steps that policy keeps apart are not taken by one person on one request, in whichever order they come. */
export const separation = rule({
  id: "separation",
  question: "Did one person take two steps of a request that must be taken by two?",
  entity: "actor",
  unit: "requests",
  needs: ["sharing_steps"],
  why: "two persons see what one overlooks or hides",
  source: "NIST SP 800-53 AC-5; policy pack, duties.separations",
  rung: "approving authority",
  consequence: "decision",
  innocentExplanations: ["a deputy signed on the other's account", "the register names who typed, not who decided"],
  wouldRefute: ["a record of the second person's decision"],
  params: NO_PARAMS,
  caseShape: z.object({
    ...caseBase,
    first: z.string(),
    second: z.string(),
    is_known: z.boolean(),
    is_same: z.boolean(),
  }),
  cases: CASES,
  judge({ first, second, is_known, is_same }) {
    if (is_same) return broken(`the same person is on record for ${first} and ${second}`);
    return is_known ? HOLDS : undetermined("one of the two steps names nobody");
  },
  say: (count) => `One person took both steps of ${counted(count, "request")}`,
});
