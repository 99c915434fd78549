import { z } from "zod";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule } from "./card.js";

const RECORD = /* sql */ `SELECT EXISTS (SELECT 1 FROM sharing_step WHERE step = 'reviewed') AS is_carried`;

const CASES = /* sql */ `
  WITH duty AS (
    SELECT days, coalesce(valid_from, '-infinity'::DATE) AS valid_from, coalesce(valid_to, 'infinity'::DATE) AS valid_to
    FROM (SELECT unnest(from_json(json_extract($policy::JSON, '$.periods'),
      '[{"id": "VARCHAR", "days": "INTEGER", "valid_from": "DATE", "valid_to": "DATE"}]'), recursive := true))
    WHERE id = 'post_sharing_review'
  ), shared AS (
    SELECT request_id, any_value(partner) AS partner,
      timezone($time_zone, min(happened_at) FILTER (step = 'released'))::DATE AS released_day,
      bool_or(step IN ('reviewed', 'recalled', 'destroyed')) AS is_reviewed
    FROM sharing_step
    WHERE happened_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP) AND known_from <= $night::DATE
      AND coalesce(known_until, 'infinity'::DATE) > $night::DATE
    GROUP BY request_id
  )
  SELECT coalesce(partner, $home_nation) AS entity_id, 'both' AS basis, is_reviewed, days,
    count(*)::INTEGER AS case_count, (min(released_day) + days + 1)::DATE::VARCHAR AS first_day,
    CASE WHEN NOT is_reviewed THEN (list(request_id ORDER BY released_day, request_id))[1:20] END AS requests
  FROM shared
  JOIN duty ON released_day BETWEEN duty.valid_from AND duty.valid_to
  WHERE released_day + days < $night::DATE
  GROUP BY coalesce(partner, $home_nation), is_reviewed, days
  ORDER BY entity_id, is_reviewed, days
`;

/** What was shared is looked at again within the period that policy gives, unless it was recalled or destroyed. */
export const postSharingReview = rule({
  id: "post-sharing-review",
  question: "Are releases to this partner past the time for their review?",
  entity: "partner",
  unit: "requests",
  needs: ["sharing_steps"],
  why: "whether sharing did what it was meant to is known only if somebody looks",
  source: "NIST SP 800-53 AC-21 and AU-6; policy pack, period post_sharing_review",
  rung: "disclosure officer",
  consequence: "paper",
  record: { sql: RECORD, absent: "no review after a release has ever been recorded" },
  isStanding: true,
  innocentExplanations: ["the review was held and not recorded"],
  wouldRefute: ["minutes of the review, dated within the time"],
  params: NO_PARAMS,
  caseShape: z.object({ ...caseBase, is_reviewed: z.boolean(), days: z.number() }),
  cases: CASES,
  judge: ({ is_reviewed, days }) => (is_reviewed ? HOLDS : broken(`a review was due within ${days} days`)),
  say: (count) => `${counted(count, "release")} past the time for review`,
});
