import type { MetricCard } from "../card.js";
import type { Metric } from "../metric.js";
import { countMetric, rateMetric, waitMetric } from "../tally.js";
import { RELEASES } from "./releases.js";
import { cardOf } from "./words.js";

/** Everybody who was given an item of which somebody was told that it was wrong, from their receipt to their own telling. */
const TO_TOLD = /* sql */ `
  WITH wrong AS (
    SELECT object_id, min(least(coalesce(corrected_at, 'infinity'), coalesce(recalled_at, 'infinity'))) AS wrong_at
    FROM request_life
    WHERE (corrected_at IS NOT NULL OR recalled_at IS NOT NULL) AND object_id IS NOT NULL
    GROUP BY object_id
  )
  SELECT partner, tier,
    date_diff('second', coalesce(received_at, released_at),
      least(coalesce(corrected_at, recalled_at, 'infinity'), timezone($time_zone, ($night::DATE + 1)::TIMESTAMP))) / 3600
      AS hours,
    (corrected_at IS NOT NULL OR recalled_at IS NOT NULL) AS is_ended,
    CASE
      WHEN released_at > wrong_at THEN 'given_after'
      WHEN coalesce(corrected_at, recalled_at) < coalesce(received_at, released_at) THEN 'ended_before_it_began'
    END AS excluded
  FROM request_life
  JOIN wrong USING (object_id)
  WHERE wrong_at >= timezone($time_zone, $first::TIMESTAMP) AND wrong_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  ORDER BY request_id, object_id
`;

const NOT_REACHED = /* sql */ `
  WITH wrong AS (
    SELECT object_id, min(least(coalesce(corrected_at, 'infinity'), coalesce(recalled_at, 'infinity'))) AS wrong_at
    FROM request_life
    WHERE (corrected_at IS NOT NULL OR recalled_at IS NOT NULL) AND object_id IS NOT NULL
    GROUP BY object_id
  )
  SELECT partner, tier,
    (count(*) FILTER (corrected_at IS NULL AND recalled_at IS NULL))::INTEGER AS numerator,
    count(*)::INTEGER AS denominator
  FROM request_life
  JOIN wrong USING (object_id)
  WHERE released_at <= wrong_at AND wrong_at >= timezone($time_zone, $first::TIMESTAMP) AND wrong_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  GROUP BY partner, tier
  ORDER BY partner, tier
`;

const OF_RELEASES = {
  denominator: "requests first released in the period",
  exclusions: { none: "every release of the period is counted" },
  owner: "producing office",
  needs: ["sharing_steps"],
  slices: ["partner", "tier"],
} satisfies Partial<MetricCard>;

/** How often what was shared had to be corrected or called back, and whether those who had it were told. */
export const correctionMetrics: readonly Metric[] = [
  rateMetric(
    cardOf("rate", {
      ...OF_RELEASES,
      id: "corrections_per_1000_releases",
      title: "Corrections per 1,000 releases",
      question: "How often did a release have to be corrected?",
      counting_rule: "Requests first released in the period that have a step corrected by the end of the night.",
      numerator: "releases that were corrected",
      direction: "neutral",
    }),
    RELEASES,
    { numerator: "corrected", denominator: "released" },
  ),
  rateMetric(
    cardOf("rate", {
      ...OF_RELEASES,
      id: "recalls_per_1000_releases",
      title: "Recalls per 1,000 releases",
      question: "How often did a release have to be called back?",
      counting_rule: "Requests first released in the period that have a step recalled by the end of the night.",
      numerator: "releases that were recalled",
      direction: "neutral",
    }),
    RELEASES,
    { numerator: "recalled", denominator: "released" },
  ),
  waitMetric(
    cardOf("wait", {
      ...OF_RELEASES,
      id: "receipt_to_correction_hours_median",
      title: "Recipients learn of an error within",
      question: "How long does half of those who hold a wrong item wait until they are told?",
      counting_rule:
        "For each item that was corrected or recalled in the period: from each recipient’s receipt to that recipient’s own correction or recall. Recipients who have not been told count as waiting.",
      numerator: "hours from receipt to the recipient’s own correction or recall",
      denominator: "releases of items that were corrected or recalled in the period",
      exclusions: [
        { id: "given_after", words: "recipients who were given the item after it had been corrected" },
        { id: "ended_before_it_began", words: "corrections dated before the receipt" },
      ],
      direction: "decrease",
    }),
    TO_TOLD,
  ),
  countMetric(
    cardOf("count", {
      ...OF_RELEASES,
      id: "recipients_not_told_of_error_count",
      title: "Recipients not yet told of an error",
      question: "How many recipients hold an item that was corrected or recalled and have not been told?",
      counting_rule:
        "Releases of an item before its first correction or recall, that have neither step themselves by the end of the night.",
      numerator: "releases without a correction or recall of their own",
      denominator: "releases of items that were corrected or recalled in the period",
      exclusions: { none: "every release of such an item is counted" },
      direction: "decrease",
    }),
    NOT_REACHED,
  ),
];
