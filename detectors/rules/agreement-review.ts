import { z } from "zod";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";

const RECORD = /* sql */ `SELECT count(review_due) > 0 AS is_carried FROM agreement`;

const CASES = /* sql */ `
  SELECT partner AS entity_id, 'both' AS basis, agreement_id, review_due::VARCHAR AS review_due, 1 AS case_count,
    review_due < $night::DATE AS is_overdue, (review_due + 1)::DATE::VARCHAR AS first_day
  FROM agreement
  WHERE known_from <= $night::DATE AND coalesce(known_until, 'infinity'::DATE) > $night::DATE
    AND (valid_from IS NULL OR valid_from <= $night::DATE) AND (valid_to IS NULL OR valid_to >= $night::DATE)
  ORDER BY partner, agreement_id, review_due
`;

/** An agreement in force is reviewed by its day. */
export const agreementReview = rule({
  id: "agreement-review",
  question: "Is an agreement with this partner past the day of its review?",
  entity: "partner",
  unit: "agreements",
  needs: ["agreements"],
  why: "terms that nobody looks at again outlive the reasons they were agreed for",
  source: "contract on feeds, agreements.review_due: the last day",
  rung: "agreement owner",
  consequence: "paper",
  record: { sql: RECORD, absent: "no agreement has ever carried a day of review" },
  isStanding: true,
  innocentExplanations: ["the review was held and the register not yet changed"],
  wouldRefute: ["a review dated on or before the day"],
  params: NO_PARAMS,
  caseShape: z.object({
    ...caseBase,
    agreement_id: z.string(),
    review_due: z.string().nullable(),
    is_overdue: z.boolean().nullable(),
  }),
  cases: CASES,
  judge({ agreement_id, review_due, is_overdue }) {
    if (is_overdue === null) return undetermined("the agreement's day of review is not known");
    return is_overdue ? broken(`${agreement_id} was due on ${review_due ?? ""}`) : HOLDS;
  },
  say: (count) => `${counted(count, "agreement")} in force past the day of review`,
});
