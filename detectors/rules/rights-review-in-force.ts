import { FLOWS, flowShape, inForce, UNDATED } from "./agreements.js";
import { broken, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";

const RECORD = /* sql */ `SELECT count(rights_review_valid_to) > 0 AS is_carried FROM agreement`;

/** The human-rights review of the partner is in date on every day on which material goes to it. */
export const rightsReviewInForce = rule({
  id: "rights-review-in-force",
  question: "Did material reach this partner while its human-rights review was lapsed or absent?",
  entity: "partner",
  unit: "events",
  needs: ["access", "agreements"],
  why: "whether a partner may be trusted with material about people is decided anew for a stated time only",
  source: "founding requirement on human-rights constraints; contract on feeds, agreements.rights_review_valid_to",
  rung: "rights officer",
  consequence: "disclosure",
  record: { sql: RECORD, absent: "no agreement has ever carried the date of a human-rights review" },
  innocentExplanations: ["the review was renewed and the register not yet"],
  wouldRefute: ["a renewed review dated on or before the first of these events"],
  params: NO_PARAMS,
  caseShape: flowShape,
  cases: FLOWS,
  judge({ agreements, day }) {
    const papers = inForce(agreements, day);
    if (papers === null) return undetermined(UNDATED);
    if (papers.length === 0) return undetermined("no agreement was in force, so none carries a review");
    const reviews = papers.map(({ rights_review_valid_to }) => rights_review_valid_to);
    if (reviews.some((end) => end !== null && end >= day)) return HOLDS;
    const last = reviews
      .filter((end) => end !== null)
      .toSorted()
      .at(-1);
    return broken(
      last === undefined ? "no review is on record, though other agreements have one" : `it was valid to ${last}`,
    );
  },
  say: (count) => `${counted(count, "event")} took material to this partner without a human-rights review in force`,
});
