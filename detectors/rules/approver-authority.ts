import { z } from "zod";
import { levelOf, levelRank } from "../../data/policy/policy.js";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";
import { readLines } from "./lines.js";

const CASES = /* sql */ `
  WITH act AS (
    SELECT *, CASE step WHEN 'requested' THEN 'request' WHEN 'approved' THEN 'approve' ELSE 'release' END AS action
    FROM rule_step
    WHERE is_new AND step IN ('requested', 'approved', 'released')
  )
  SELECT coalesce(act.actor_id, '') AS entity_id, act.basis, act.action, act.local_day::VARCHAR AS day,
    act.day::VARCHAR AS first_day, act.collection, act.marking, act.actor_role IS NOT NULL AS is_known,
    act.action IN (SELECT action FROM authority) AS is_ruled, 1 AS case_count, [act.request_id] AS requests,
    coalesce((
      SELECT list({
        'max_classification': authority.max_classification, 'collections': authority.collections,
        'valid_from': authority.valid_from::VARCHAR, 'valid_to': authority.valid_to::VARCHAR
      } ORDER BY authority.valid_from, authority.valid_to, authority.max_classification)
      FROM authority
      WHERE authority.action = act.action AND (authority.actor_id = act.actor_id OR authority.role = act.actor_role)
        AND authority.known_from <= act.known_on AND coalesce(authority.known_until, 'infinity'::DATE) > act.known_on
    ), []) AS authorities
  FROM act
  ORDER BY entity_id, act.happened_at, act.request_id, act.action, act.basis
`;

/** Whoever requests, approves or releases has the authority to, for that class and collection and on that day. */
export const approverAuthority = rule({
  id: "approver-authority",
  question: "Did this person request, approve or release outside their authority?",
  entity: "actor",
  unit: "steps",
  needs: ["sharing_steps", "authorities"],
  why: "a decision binds the service only if it was taken by someone who may take it",
  source: "NIST SP 800-53 AC-6; contract on feeds, authorities, both days included; an empty limit limits nothing",
  rung: "approving authority",
  consequence: "decision",
  innocentExplanations: [
    "a deputation that the register of authorities does not show",
    "the role in the directory is late",
  ],
  wouldRefute: ["a delegation signed before the step"],
  params: NO_PARAMS,
  caseShape: z.object({
    ...caseBase,
    action: z.string(),
    day: z.string(),
    collection: z.string().nullable(),
    marking: z.string().nullable(),
    is_known: z.boolean(),
    is_ruled: z.boolean(),
    authorities: z.array(
      z.object({
        max_classification: z.string().nullable(),
        collections: z.array(z.string()).nullable(),
        valid_from: z.string().nullable(),
        valid_to: z.string().nullable(),
      }),
    ),
  }),
  cases: CASES,
  prepare: readLines,
  judge(row, { policy }, _params, lines) {
    const { entity_id, action, day, collection, marking, is_known, is_ruled, authorities } = row;
    if (entity_id === "") return undetermined("the step names nobody");
    if (!is_ruled) return undetermined("nobody's authority for the step is on record");
    if (authorities.length === 0)
      return is_known ? broken(`no authority to ${action}`) : undetermined("the directory does not know who acted");
    const dated = authorities.filter(
      ({ valid_from, valid_to }) => (valid_from ?? "") <= day && (valid_to ?? "9999") >= day,
    );
    if (dated.length === 0) return broken(`the authority to ${action} was not in force on the day`);
    const level = marking === null ? undefined : lines.get(marking)?.marking?.level;
    const open = dated.filter(({ max_classification, collections }) => {
      const highest = max_classification === null ? null : levelOf(policy, max_classification, day);
      const isWithinClass =
        max_classification === null ||
        (highest !== null && level !== undefined && levelRank(level) <= levelRank(highest));
      const isWithinMaterial =
        collections === null || collections.length === 0 || (collection !== null && collections.includes(collection));
      return isWithinClass && isWithinMaterial;
    });
    if (open.length > 0) return HOLDS;
    if (level === undefined || collection === null)
      return undetermined("the item's class or collection is not known, and the authority is limited");
    return broken(`the authority to ${action} does not reach ${level} of ${collection}`);
  },
  say: (count) => `${counted(count, "step")} taken outside this person's authority`,
});
