import { z } from "zod";
import { periodDays } from "../../data/policy/duties.js";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";

const RECORD = /* sql */ `SELECT EXISTS (SELECT 1 FROM sharing_step WHERE step = 'risk_assessed') AS is_carried`;

const CASES = /* sql */ `
  WITH material AS (
    SELECT DISTINCT ON (object_id) object_id, collection
    FROM object
    WHERE known_from <= $night::DATE AND coalesce(known_until, 'infinity'::DATE) > $night::DATE
      AND object_id IN (SELECT object_id FROM sharing_step WHERE step IN ('released', 'risk_assessed'))
    ORDER BY object_id, known_from DESC, collection
  ), past AS (
    SELECT step, happened_at, agreement_id, partner, collection, known_on
    FROM sharing_step
    JOIN (SELECT DISTINCT known_on FROM rule_step WHERE is_new AND step = 'released')
      ON known_from <= known_on AND coalesce(known_until, 'infinity'::DATE) > known_on
    JOIN material ON material.object_id = sharing_step.object_id
    WHERE step IN ('released', 'risk_assessed') AND happened_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
      AND partner IN (SELECT partner FROM rule_step WHERE is_new AND step = 'released')
  ), begun AS (
    SELECT partner, collection, agreement_id, known_on, min(happened_at) AS begun_at
    FROM past
    WHERE step = 'released'
    GROUP BY partner, collection, agreement_id, known_on
  ), flow AS (
    SELECT rule_step.*, coalesce(begun_at < happened_at, false) AS is_known_flow
    FROM rule_step
    LEFT JOIN begun ON begun.partner = rule_step.partner AND begun.collection = rule_step.collection
      AND begun.agreement_id IS NOT DISTINCT FROM rule_step.agreement_id AND begun.known_on = rule_step.known_on
    WHERE is_new AND step = 'released' AND rule_step.partner IS NOT NULL
  )
  SELECT flow.partner AS entity_id, flow.basis, flow.collection, flow.day::VARCHAR AS day,
    flow.day::VARCHAR AS first_day, 1 AS case_count, [flow.request_id] AS requests,
    list_filter([flow.actor_id], lambda actor: actor IS NOT NULL) AS actors, flow.is_known_flow,
    ((epoch_us(flow.happened_at) - max(epoch_us(past.happened_at))) // 86400000000)::INTEGER AS assessed_days,
    flow.request_id IN (SELECT request_id FROM rule_step WHERE step = 'requested') AS is_requested
  FROM flow
  LEFT JOIN past ON NOT flow.is_known_flow AND past.step = 'risk_assessed' AND past.happened_at <= flow.happened_at
    AND past.partner = flow.partner AND past.collection = flow.collection
    AND past.agreement_id IS NOT DISTINCT FROM flow.agreement_id AND past.known_on = flow.known_on
  GROUP BY flow.partner, flow.basis, flow.collection, flow.day, flow.request_id, flow.actor_id, flow.happened_at,
    flow.is_known_flow
  ORDER BY entity_id, flow.happened_at, flow.request_id, flow.basis
`;

/** The first flow of a collection to a partner under an agreement follows a risk assessment that is still valid. */
export const firstFlowAssessment = rule({
  id: "first-flow-assessment",
  question: "Did material of a new kind reach this partner before its risk was assessed?",
  entity: "partner",
  unit: "steps",
  needs: ["sharing_steps", "objects"],
  why: "a risk that is assessed after the first flow was not assessed for it",
  source: "founding requirement on prospective risk assessment; policy pack, period risk_assessment_validity",
  rung: "disclosure officer",
  consequence: "decision",
  record: { sql: RECORD, absent: "no risk assessment has ever been recorded" },
  innocentExplanations: [
    "the assessment of a like collection was taken over",
    "it was made on paper and recorded later",
  ],
  wouldRefute: ["an assessment for this partner and collection, dated before the flow"],
  params: NO_PARAMS,
  caseShape: z.object({
    ...caseBase,
    day: z.string(),
    collection: z.string().nullable(),
    is_known_flow: z.boolean(),
    assessed_days: z.number().nullable(),
    is_requested: z.boolean(),
  }),
  cases: CASES,
  judge({ day, collection, is_known_flow, assessed_days, is_requested }, { policy }) {
    if (is_known_flow) return HOLDS;
    if (collection === null) return undetermined("the item's collection is not known");
    const valid = periodDays(policy, "risk_assessment_validity", day);
    if (valid === null) return undetermined("policy does not say how long an assessment is valid");
    if (assessed_days === null)
      return is_requested
        ? broken(`no assessment came before the first flow of ${collection}`)
        : undetermined("the request's beginning is not on record");
    return assessed_days <= valid
      ? HOLDS
      : broken(`the last assessment for ${collection} was ${assessed_days} days old, and is valid for ${valid}`);
  },
  say: (count) => `${counted(count, "first flow")} to this partner without a valid risk assessment`,
});
