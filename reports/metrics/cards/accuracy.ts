import type { MetricCard } from "../card.js";
import type { Metric } from "../metric.js";
import { countMetric, rateMetric, shareMetric, waitMetric } from "../tally.js";
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

/** One statement for every grade: the numerator of each card is its own column. */
const CONFIRMED = /* sql */ `
  SELECT feedback.partner, request_life.tier,
    (count(*) FILTER (accuracy = 'confirmed'))::INTEGER AS numerator,
    (count(*) FILTER (accuracy <> 'unknown'))::INTEGER AS denominator,
    (count(*) FILTER (coalesce(accuracy, 'unknown') = 'unknown'))::INTEGER AS not_graded
  FROM feedback
  LEFT JOIN request_life USING (request_id)
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND happened_at >= timezone($time_zone, $first::TIMESTAMP) AND happened_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  GROUP BY feedback.partner, request_life.tier
  ORDER BY feedback.partner, request_life.tier
`;

const PARTLY = /* sql */ `
  SELECT feedback.partner, request_life.tier,
    (count(*) FILTER (accuracy = 'partly'))::INTEGER AS numerator,
    (count(*) FILTER (accuracy <> 'unknown'))::INTEGER AS denominator,
    (count(*) FILTER (coalesce(accuracy, 'unknown') = 'unknown'))::INTEGER AS not_graded
  FROM feedback
  LEFT JOIN request_life USING (request_id)
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND happened_at >= timezone($time_zone, $first::TIMESTAMP) AND happened_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  GROUP BY feedback.partner, request_life.tier
  ORDER BY feedback.partner, request_life.tier
`;

const REFUTED = /* sql */ `
  SELECT feedback.partner, request_life.tier,
    (count(*) FILTER (accuracy = 'refuted'))::INTEGER AS numerator,
    (count(*) FILTER (accuracy <> 'unknown'))::INTEGER AS denominator,
    (count(*) FILTER (coalesce(accuracy, 'unknown') = 'unknown'))::INTEGER AS not_graded
  FROM feedback
  LEFT JOIN request_life USING (request_id)
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND happened_at >= timezone($time_zone, $first::TIMESTAMP) AND happened_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  GROUP BY feedback.partner, request_life.tier
  ORDER BY feedback.partner, request_life.tier
`;

/** 4 and 5 of five are "on time" and "in good time"; the middle grade is neither. */
const ON_TIME = /* sql */ `
  SELECT feedback.partner, request_life.tier,
    (count(*) FILTER (timeliness >= 4))::INTEGER AS numerator,
    count(timeliness)::INTEGER AS denominator,
    (count(*) FILTER (timeliness IS NULL))::INTEGER AS not_graded
  FROM feedback
  LEFT JOIN request_life USING (request_id)
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND happened_at >= timezone($time_zone, $first::TIMESTAMP) AND happened_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  GROUP BY feedback.partner, request_life.tier
  ORDER BY feedback.partner, request_life.tier
`;

const CORRECTED = /* sql */ `
  SELECT partner, tier,
    (count(*) FILTER (corrected_at IS NOT NULL))::INTEGER AS numerator,
    count(*)::INTEGER AS denominator
  FROM request_life
  WHERE released_at >= timezone($time_zone, $first::TIMESTAMP) AND released_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  GROUP BY partner, tier
  ORDER BY partner, tier
`;

const RECALLED = /* sql */ `
  SELECT partner, tier,
    (count(*) FILTER (recalled_at IS NOT NULL))::INTEGER AS numerator,
    count(*)::INTEGER AS denominator
  FROM request_life
  WHERE released_at >= timezone($time_zone, $first::TIMESTAMP) AND released_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  GROUP BY partner, tier
  ORDER BY partner, tier
`;

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

const OF_FEEDBACK = {
  denominator: "debriefs of the period with a grade",
  exclusions: [{ id: "not_graded", words: "debriefs that give no grade" }],
  owner: "debriefing office",
  needs: ["feedback", "sharing_steps"],
  slices: ["partner", "tier"],
} satisfies Partial<MetricCard>;

const OF_RELEASES = {
  denominator: "requests first released in the period",
  exclusions: { none: "every release of the period is counted" },
  owner: "producing office",
  needs: ["sharing_steps"],
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

/** Whether what was shared was right, and whether those who had it were told when it was not. */
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
    CONFIRMED,
  ),
  shareMetric(
    graded(
      "accuracy_partly_share",
      "Shared information that was partly right",
      "What share of debriefs says that the information was right in part?",
      "partly",
      "neutral",
    ),
    PARTLY,
  ),
  shareMetric(
    graded(
      "accuracy_refuted_share",
      "Shared information that was refuted",
      "What share of debriefs says that the information was wrong?",
      "refuted",
      "decrease",
    ),
    REFUTED,
  ),
  shareMetric(
    cardOf("share", {
      ...OF_FEEDBACK,
      id: "debriefs_on_time_share",
      title: "Recipients who had it in time",
      question: "What share of debriefs says that the information came in time?",
      counting_rule: "Debriefs dated in the period that grade timeliness 4 or 5 of 5.",
      numerator: "debriefs that grade timeliness 4 or 5",
      direction: "increase",
    }),
    ON_TIME,
  ),
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
    CORRECTED,
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
    RECALLED,
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
