import { z } from "zod";
import { broken, caseBase, counted, HOLDS, rule, undetermined } from "./card.js";

const CASES = /* sql */ `
  WITH link AS (
    SELECT unnest(['approved', 'released', 'received', 'used', 'corrected', 'recalled', 'reviewed', 'destroyed']) AS step,
      unnest(['requested', 'requested', 'released', 'received', 'released', 'released', 'released', 'received']) AS before
  ), named AS (
    SELECT object_id FROM object WHERE object_id IN (SELECT object_id FROM rule_step)
  ), beginning AS (
    SELECT timezone($time_zone, min(happened_at))::DATE AS day FROM sharing_step
  )
  SELECT taken.request_id AS entity_id, taken.basis, taken.step, link.before, taken.day::VARCHAR AS first_day,
    1 AS case_count, list_filter([any_value(taken.object_id)], lambda item: item IS NOT NULL) AS objects,
    list_filter([any_value(taken.partner)], lambda nation: nation IS NOT NULL) AS partners,
    coalesce(bool_or(other.step = link.before AND other.happened_at <= taken.happened_at), false) AS is_linked,
    coalesce(bool_or(other.step = link.before), false) AS is_linked_later,
    date_diff('day', any_value(beginning.day), min(other.day))::INTEGER AS feed_age_days,
    any_value(taken.object_id) IS NULL OR any_value(taken.object_id) IN (SELECT object_id FROM named)
      OR NOT EXISTS (SELECT 1 FROM object) AS is_registered
  FROM rule_step AS taken
  JOIN link ON link.step = taken.step
  CROSS JOIN beginning
  LEFT JOIN rule_step AS other ON other.request_id = taken.request_id AND other.lens = taken.lens
  WHERE taken.is_new
  GROUP BY taken.request_id, taken.basis, taken.step, link.before, taken.day, taken.happened_at
  ORDER BY entity_id, taken.happened_at, taken.step, taken.basis
`;

/** Every link of an item's custody follows the one before it: requested, released, received, used, reviewed, destroyed. */
export const custody = rule({
  id: "custody",
  question: "Is a link missing in the custody of what this request shared?",
  entity: "request",
  unit: "steps",
  needs: ["sharing_steps"],
  why: "whoever had an item is answerable for it only as long as the chain of hands is whole",
  source: "NIST SP 800-53 AU-10 and PE-16; founding requirement on accountability in every link",
  rung: "records officer",
  consequence: "record",
  innocentExplanations: ["the step was taken and recorded under another request", "two systems' clocks differ"],
  wouldRefute: ["a record of the missing step, dated before the one that follows it"],
  params: z.object({
    /** A request that is first seen so soon after the feed begins may have begun before it. A month: longer than any target in the contract's tiers.  */
    lead_in_days: z.number().int().min(0).default(30),
  }),
  caseShape: z.object({
    ...caseBase,
    step: z.string(),
    before: z.string(),
    is_linked: z.boolean(),
    is_linked_later: z.boolean(),
    feed_age_days: z.number().nullable(),
    is_registered: z.boolean(),
  }),
  cases: CASES,
  judge({ step, before, is_linked, is_linked_later, feed_age_days, is_registered }, _context, { lead_in_days }) {
    if (!is_registered) return broken(`created: the item that was ${step} is not in the register`);
    if (is_linked) return HOLDS;
    if (is_linked_later) return broken(`${before}: it is dated after ${step}`);
    if ((feed_age_days ?? 0) < lead_in_days)
      return undetermined("the request may have begun before the record of steps does");
    return broken(`${before}: it is missing before ${step}`);
  },
  say: (count) => `${counted(count, "step")} with the link before it missing`,
});
