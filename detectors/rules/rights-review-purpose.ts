import { z } from "zod";
import { needsRightsReview } from "../../data/policy/duties.js";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";

const RECORD = /* sql */ `SELECT EXISTS (SELECT 1 FROM sharing_step WHERE step = 'rights_reviewed') AS is_carried`;

const CASES = /* sql */ `
  SELECT coalesce(approved.actor_id, '') AS entity_id, approved.basis, approved.day::VARCHAR AS first_day,
    approved.day::VARCHAR AS day, approved.purpose, 1 AS case_count, [approved.request_id] AS requests,
    list_filter([any_value(approved.partner)], lambda nation: nation IS NOT NULL) AS partners,
    coalesce(bool_or(other.step = 'requested'), false) AS is_requested,
    coalesce(bool_or(other.step = 'rights_reviewed' AND other.happened_at <= approved.happened_at), false) AS is_reviewed
  FROM rule_step AS approved
  LEFT JOIN rule_step AS other ON other.request_id = approved.request_id AND other.lens = approved.lens
    AND other.step IN ('requested', 'rights_reviewed')
  WHERE approved.is_new AND approved.step = 'approved'
  GROUP BY approved.request_id, approved.actor_id, approved.basis, approved.day, approved.purpose, approved.happened_at
  ORDER BY entity_id, approved.happened_at, approved.request_id, approved.basis
`;

/** A purpose that may cost people their freedom is approved only after a rights review. */
export const rightsReviewPurpose = rule({
  id: "rights-review-purpose",
  question: "Did this person approve sharing for a sensitive purpose before its rights review?",
  entity: "actor",
  unit: "steps",
  needs: ["sharing_steps"],
  why: "for these purposes what is shared may be used against people, and that is looked at before, not after",
  source: "founding requirement on human-rights constraints; policy pack, duties.rights_review_purposes",
  rung: "rights officer",
  consequence: "decision",
  record: { sql: RECORD, absent: "no rights review has ever been recorded" },
  innocentExplanations: ["one review covered several requests", "the purpose was entered wrongly"],
  wouldRefute: ["a rights review of this request dated before the approval"],
  params: NO_PARAMS,
  caseShape: z.object({
    ...caseBase,
    day: z.string(),
    purpose: z.string().nullable(),
    is_requested: z.boolean(),
    is_reviewed: z.boolean(),
  }),
  cases: CASES,
  judge({ entity_id, day, purpose, is_requested, is_reviewed }, { policy }) {
    if (purpose === null) return undetermined("the purpose is not known");
    if (is_reviewed || !needsRightsReview(policy, purpose, day)) return HOLDS;
    if (entity_id === "") return undetermined("the approval names nobody");
    return is_requested
      ? broken(`${purpose} without a rights review before the approval`)
      : undetermined("the request's beginning is not on record");
  },
  say: (count) => `${counted(count, "approval")} without the rights review that the purpose needs`,
});
