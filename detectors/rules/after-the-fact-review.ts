import { z } from "zod";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule } from "./card.js";

const RECORD = /* sql */ `SELECT EXISTS (SELECT 1 FROM sharing_step WHERE step = 'reviewed') AS is_carried`;

const CASES = /* sql */ `
  WITH duty AS (
    SELECT unnest(from_json(json_extract($policy::JSON, '$.after_review_tiers'),
      '[{"id": "VARCHAR", "within_days": "INTEGER", "valid_from": "DATE", "valid_to": "DATE"}]'), recursive := true)
  ), fast AS (
    SELECT request_id, any_value(partner) AS partner, within_days,
      timezone($time_zone, min(happened_at) FILTER (step = 'released'))::DATE AS released_day,
      bool_or(step IN ('reviewed', 'recalled')) AS is_reviewed
    FROM sharing_step
    JOIN duty ON duty.id = sharing_step.tier
    WHERE happened_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP) AND known_from <= $night::DATE
      AND coalesce(known_until, 'infinity'::DATE) > $night::DATE
    GROUP BY request_id, within_days, valid_from, valid_to
    HAVING released_day BETWEEN coalesce(valid_from, '-infinity'::DATE) AND coalesce(valid_to, 'infinity'::DATE)
  )
  SELECT coalesce(partner, $home_nation) AS entity_id, 'both' AS basis, is_reviewed, within_days,
    count(*)::INTEGER AS case_count, (min(released_day) + within_days + 1)::DATE::VARCHAR AS first_day,
    CASE WHEN NOT is_reviewed THEN (list(request_id ORDER BY released_day, request_id))[1:20] END AS requests
  FROM fast
  WHERE released_day + within_days < $night::DATE
  GROUP BY coalesce(partner, $home_nation), is_reviewed, within_days
  ORDER BY entity_id, is_reviewed, within_days
`;

/** What was decided on the fast track is reviewed afterwards, within the days that policy gives. */
export const afterTheFactReview = rule({
  id: "after-the-fact-review",
  question: "Are fast-track releases to this partner still without their review afterwards?",
  entity: "partner",
  unit: "requests",
  needs: ["sharing_steps"],
  why: "the fast track decides first and looks afterwards; without the second half it is only a short cut",
  source: "founding requirement on time-sensitive sharing; policy pack, duties.after_review_tiers",
  rung: "approving authority",
  consequence: "record",
  record: { sql: RECORD, absent: "no review after a release has ever been recorded" },
  isStanding: true,
  innocentExplanations: ["the review was held and not recorded", "the tier was entered wrongly"],
  wouldRefute: ["minutes of the review, dated within the time"],
  params: NO_PARAMS,
  caseShape: z.object({ ...caseBase, is_reviewed: z.boolean(), within_days: z.number() }),
  cases: CASES,
  judge: ({ is_reviewed, within_days }) =>
    is_reviewed ? HOLDS : broken(`the review was due within ${within_days} days of the release`),
  say: (count) => `${counted(count, "fast-track release")} past the time for review`,
});
