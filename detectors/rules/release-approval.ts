import { z } from "zod";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";

const CASES = /* sql */ `
  SELECT coalesce(released.actor_id, '') AS entity_id, released.basis, released.day::VARCHAR AS first_day,
    count(DISTINCT released.happened_at)::INTEGER AS case_count, [released.request_id] AS requests,
    list_filter([any_value(released.partner)], lambda nation: nation IS NOT NULL) AS partners,
    coalesce(bool_or(other.step = 'requested'), false) AS is_requested,
    coalesce(bool_or(other.step = 'approved' AND other.happened_at <= released.happened_at), false) AS is_approved,
    coalesce(bool_or(other.step = 'approved'), false) AS is_approved_after
  FROM rule_step AS released
  LEFT JOIN rule_step AS other ON other.request_id = released.request_id AND other.lens = released.lens
    AND other.step IN ('requested', 'approved')
  WHERE released.is_new AND released.step = 'released'
  GROUP BY released.request_id, released.actor_id, released.basis, released.day, released.happened_at
  ORDER BY entity_id, released.happened_at, released.request_id, released.basis
`;

/** Nothing is released before it is approved. */
export const releaseApproval = rule({
  id: "release-approval",
  question: "Did this person release something that had not been approved?",
  entity: "actor",
  unit: "steps",
  needs: ["sharing_steps"],
  why: "the approval is the decision to share; a release without it is nobody's decision",
  source: "NIST SP 800-53 AC-21 and AU-10; contract on feeds, sharing_steps",
  rung: "approving authority",
  consequence: "decision",
  innocentExplanations: ["the approval was given by voice and recorded later", "the two systems' clocks differ"],
  wouldRefute: ["a record of the approval dated before the release"],
  params: NO_PARAMS,
  caseShape: z.object({
    ...caseBase,
    is_requested: z.boolean(),
    is_approved: z.boolean(),
    is_approved_after: z.boolean(),
  }),
  cases: CASES,
  judge({ entity_id, is_requested, is_approved, is_approved_after }) {
    if (is_approved) return HOLDS;
    if (entity_id === "") return undetermined("the release names nobody");
    if (is_approved_after) return broken("the approval is dated after the release");
    return is_requested ? broken("no approval is on record") : undetermined("the request's beginning is not on record");
  },
  say: (count) => `${counted(count, "release")} without an approval before it`,
});
