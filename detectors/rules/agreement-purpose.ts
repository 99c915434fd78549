import { z } from "zod";
import { inForce, UNDATED } from "./agreements.js";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";

const RECORD = /* sql */ `SELECT count(purposes) > 0 AS is_carried FROM agreement`;

const CASES = /* sql */ `
  SELECT partner AS entity_id, basis, day::VARCHAR AS first_day, day::VARCHAR AS day, purpose, 1 AS case_count,
    [request_id] AS requests, list_filter([actor_id], lambda actor: actor IS NOT NULL) AS actors,
    coalesce((
      SELECT list({
        'purposes': agreement.purposes, 'valid_from': agreement.valid_from::VARCHAR,
        'valid_to': agreement.valid_to::VARCHAR
      } ORDER BY agreement.agreement_id, agreement.valid_from)
      FROM agreement
      WHERE agreement.partner = rule_step.partner AND agreement.agreement_id = coalesce(rule_step.agreement_id, agreement.agreement_id)
        AND agreement.known_from <= rule_step.known_on
        AND coalesce(agreement.known_until, 'infinity'::DATE) > rule_step.known_on
    ), []) AS agreements
  FROM rule_step
  WHERE is_new AND step = 'approved' AND partner IS NOT NULL AND partner <> $home_nation
  ORDER BY partner, happened_at, request_id, basis
`;

/** What is approved is for a purpose that the agreement names. */
export const agreementPurpose = rule({
  id: "agreement-purpose",
  question: "Was sharing with this partner approved for a purpose outside the agreement?",
  entity: "partner",
  unit: "steps",
  needs: ["sharing_steps", "agreements"],
  why: "an agreement limits what the partner may use material for",
  source: "32 CFR 117.19; contract on feeds, agreements.purposes",
  rung: "agreement owner",
  consequence: "decision",
  record: { sql: RECORD, absent: "no agreement has ever named its purposes" },
  innocentExplanations: ["the purpose was entered wrongly", "the agreement was widened and the register not yet"],
  wouldRefute: ["an annex to the agreement that names the purpose, dated before the approval"],
  params: NO_PARAMS,
  caseShape: z.object({
    ...caseBase,
    day: z.string(),
    purpose: z.string().nullable(),
    agreements: z.array(
      z.object({
        purposes: z.array(z.string()).nullable(),
        valid_from: z.string().nullable(),
        valid_to: z.string().nullable(),
      }),
    ),
  }),
  cases: CASES,
  judge({ day, purpose, agreements }) {
    const papers = inForce(agreements, day);
    if (papers === null) return undetermined(UNDATED);
    if (papers.length === 0) return undetermined("the agreement cited is not in force in the register");
    if (purpose === null) return undetermined("the purpose is not known");
    if (papers.some(({ purposes }) => purposes?.includes(purpose))) return HOLDS;
    if (papers.some(({ purposes }) => purposes === null || purposes.length === 0))
      return undetermined("the agreement's purposes are not known");
    return broken(`${purpose} is not among the agreement's purposes`);
  },
  say: (count) => `${counted(count, "approval")} for a purpose outside the agreement`,
});
