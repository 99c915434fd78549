import type { MetricCard } from "../card.js";
import type { Metric } from "../metric.js";
import { COMPARED, shareMetric } from "../tally.js";
import { cardOf } from "./words.js";

const DEBRIEFED = /* sql */ `
  WITH debrief AS (
    SELECT DISTINCT request_id
    FROM feedback
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
      AND happened_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  )
  SELECT partner, tier, count(debrief.request_id)::INTEGER AS numerator, count(*)::INTEGER AS denominator
  FROM request_life
  LEFT JOIN debrief USING (request_id)
  WHERE received_at >= timezone($time_zone, $first::TIMESTAMP) AND received_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  GROUP BY partner, tier
  ORDER BY partner, tier
`;

/** One statement for every grade. 4 and 5 of five are "on time" and "in good time"; the middle grade is neither. */
const GRADES = /* sql */ `
  SELECT feedback.partner, request_life.tier,
    (count(*) FILTER (accuracy = 'confirmed'))::INTEGER AS confirmed,
    (count(*) FILTER (accuracy = 'partly'))::INTEGER AS partly,
    (count(*) FILTER (accuracy = 'refuted'))::INTEGER AS refuted,
    (count(*) FILTER (accuracy <> 'unknown'))::INTEGER AS graded,
    (count(*) FILTER (coalesce(accuracy, 'unknown') = 'unknown'))::INTEGER AS not_graded,
    (count(*) FILTER (timeliness >= 4))::INTEGER AS on_time,
    count(timeliness)::INTEGER AS timed,
    (count(*) FILTER (timeliness IS NULL))::INTEGER AS not_timed
  FROM feedback
  LEFT JOIN request_life USING (request_id)
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND happened_at >= timezone($time_zone, $first::TIMESTAMP) AND happened_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  GROUP BY feedback.partner, request_life.tier
  ORDER BY feedback.partner, request_life.tier
`;

const OF_FEEDBACK = {
  denominator: "debriefs of the period with a grade",
  exclusions: [{ id: "not_graded", words: "debriefs that give no grade" }],
  owner: "debriefing office",
  needs: ["feedback", "sharing_steps"],
  slices: ["partner", "tier"],
} satisfies Partial<MetricCard>;

const graded = (id: string, title: string, question: string, grade: string, direction: MetricCard["direction"]) =>
  cardOf("share", {
    ...OF_FEEDBACK,
    id,
    title,
    question,
    counting_rule: `Debriefs dated in the period whose accuracy is “${grade}”, among those that say confirmed, partly or refuted.`,
    numerator: `debriefs that say ${grade}`,
    direction,
  });

/** Whether those who received it say that what was shared was right, and in time. */
export const accuracyMetrics: readonly Metric[] = [
  shareMetric(
    cardOf("share", {
      ...OF_FEEDBACK,
      id: "debriefs_returned_share",
      title: "Receipts that were debriefed",
      question: "For what share of the items received did anyone say how good they were?",
      counting_rule: "Requests received in the period with at least one debrief by the end of the night.",
      numerator: "received requests with a debrief",
      denominator: "requests received in the period",
      exclusions: { none: "every receipt of the period is counted" },
      direction: "increase",
    }),
    DEBRIEFED,
  ),
  shareMetric(
    graded(
      "accuracy_confirmed_share",
      "Shared information that was confirmed",
      "What share of debriefs says that the information was right?",
      "confirmed",
      "increase",
    ),
    GRADES,
    { ...COMPARED, numerator: "confirmed", denominator: "graded" },
  ),
  shareMetric(
    graded(
      "accuracy_partly_share",
      "Shared information that was partly right",
      "What share of debriefs says that the information was right in part?",
      "partly",
      "neutral",
    ),
    GRADES,
    { ...COMPARED, numerator: "partly", denominator: "graded" },
  ),
  shareMetric(
    graded(
      "accuracy_refuted_share",
      "Shared information that was refuted",
      "What share of debriefs says that the information was wrong?",
      "refuted",
      "decrease",
    ),
    GRADES,
    { ...COMPARED, numerator: "refuted", denominator: "graded" },
  ),
  shareMetric(
    cardOf("share", {
      ...OF_FEEDBACK,
      id: "debriefs_on_time_share",
      title: "Recipients who had it in time",
      question: "What share of debriefs says that the information came in time?",
      counting_rule: "Debriefs dated in the period that grade timeliness 4 or 5 of 5.",
      numerator: "debriefs that grade timeliness 4 or 5",
      exclusions: [{ id: "not_timed", words: "debriefs that do not say whether it was in time" }],
      direction: "increase",
    }),
    GRADES,
    { ...COMPARED, numerator: "on_time", denominator: "timed" },
  ),
];
