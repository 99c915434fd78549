import { z } from "zod";
import { levelOf, levelRank } from "../../data/policy/policy.js";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";
import { readLines } from "./lines.js";

const RECORD = /* sql */ `
  SELECT EXISTS (SELECT 1 FROM authority) OR json_array_length(json_extract($policy::JSON, '$.authorities')) > 0
    AS is_carried
`;

const CASES = /* sql */ `
  WITH declared AS (
    SELECT unnest(from_json(json_extract($policy::JSON, '$.authorities'), '[{"role": "VARCHAR", "action": "VARCHAR",
      "max_classification": "VARCHAR", "collections": ["VARCHAR"], "valid_from": "DATE", "valid_to": "DATE"}]'),
      recursive := true)
  ), ruled AS (
    SELECT actor_id, role, action, max_classification, collections, valid_from, valid_to,
      known_from, coalesce(known_until, 'infinity'::DATE) AS known_until
    FROM authority
    UNION ALL
    SELECT NULL, role, action, max_classification, collections, valid_from, valid_to, '-infinity'::DATE, 'infinity'::DATE
    FROM declared
  ), act AS (
    SELECT *, CASE step WHEN 'requested' THEN 'request' WHEN 'approved' THEN 'approve' ELSE 'release' END AS action
    FROM rule_step
    WHERE is_new AND step IN ('requested', 'approved', 'released')
  )
  SELECT coalesce(act.actor_id, '') AS entity_id, act.basis, act.action, act.local_day::VARCHAR AS day,
    act.day::VARCHAR AS first_day, act.collection, act.marking, act.actor_role IS NOT NULL AS is_known,
    act.action IN (SELECT action FROM ruled) AS is_ruled, 1 AS case_count, [act.request_id] AS requests,
    coalesce((
      SELECT list({
        'max_classification': ruled.max_classification, 'collections': ruled.collections,
        'valid_from': ruled.valid_from::VARCHAR, 'valid_to': ruled.valid_to::VARCHAR
      } ORDER BY ruled.valid_from, ruled.valid_to, ruled.max_classification, ruled.collections)
      FROM ruled
      WHERE ruled.action = act.action AND (ruled.actor_id = act.actor_id OR ruled.role = act.actor_role)
        AND ruled.known_from <= act.known_on AND ruled.known_until > act.known_on
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
  needs: ["sharing_steps"],
  why: "a decision binds the service only if it was taken by someone who may take it",
  source:
    "NIST SP 800-53 AC-6; policy pack, duties.authorities; contract on feeds, authorities, both days included; an empty limit limits nothing",
  rung: "approving authority",
  consequence: "decision",
  record: { sql: RECORD, absent: "no authorities feed, and policy declares nobody's authority" },
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
