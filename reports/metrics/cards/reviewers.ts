import type { MetricCard } from "../card.js";
import type { Metric } from "../metric.js";
import { COMPARED, countMetric, shareMetric, waitMetric } from "../tally.js";
import { cardOf } from "./words.js";

const DECIDED = /* sql */ `
  WITH decided AS (
    SELECT DISTINCT flag_id
    FROM recorded_decision
    WHERE decided_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
      AND (reversed_at IS NULL OR reversed_at >= timezone($time_zone, ($night::DATE + 1)::TIMESTAMP))
      AND coalesce(known_from, $night::DATE) <= $night::DATE AND coalesce(known_until, 'infinity') > $night::DATE
  )
  SELECT queue AS kind, count(decided.flag_id)::INTEGER AS numerator, count(*)::INTEGER AS denominator
  FROM flag
  LEFT JOIN decided USING (flag_id)
  WHERE first_night BETWEEN $first::DATE AND $night::DATE AND queue <> 'audit'
  GROUP BY queue
  ORDER BY queue
`;

/** From the end of the first night on which the flag was listed: the earliest at which anybody could read it. */
const TO_DECIDED = /* sql */ `
  WITH decided AS (
    SELECT flag_id, min(decided_at) AS decided_at
    FROM recorded_decision
    WHERE decided_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
      AND (reversed_at IS NULL OR reversed_at >= timezone($time_zone, ($night::DATE + 1)::TIMESTAMP))
      AND coalesce(known_from, $night::DATE) <= $night::DATE AND coalesce(known_until, 'infinity') > $night::DATE
    GROUP BY flag_id
  )
  SELECT queue AS kind,
    date_diff('second', timezone($time_zone, (first_night + 1)::TIMESTAMP),
      coalesce(decided_at, timezone($time_zone, ($night::DATE + 1)::TIMESTAMP))) / 3600 AS hours,
    decided_at IS NOT NULL AS is_ended,
    CASE WHEN decided_at < timezone($time_zone, (first_night + 1)::TIMESTAMP) THEN 'ended_before_it_began' END AS excluded
  FROM flag
  LEFT JOIN decided USING (flag_id)
  WHERE first_night BETWEEN $first::DATE AND $night::DATE AND queue <> 'audit'
  ORDER BY flag_id
`;

const UNTOUCHED = /* sql */ `
  SELECT queue AS kind,
    (count(*) FILTER (flag_id NOT IN (
      SELECT flag_id
      FROM recorded_decision
      WHERE decided_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
        AND (reversed_at IS NULL OR reversed_at >= timezone($time_zone, ($night::DATE + 1)::TIMESTAMP))
        AND coalesce(known_from, $night::DATE) <= $night::DATE AND coalesce(known_until, 'infinity') > $night::DATE
    )))::INTEGER AS numerator,
    count(*)::INTEGER AS denominator
  FROM flag
  WHERE first_night BETWEEN $first::DATE AND $night::DATE AND queue <> 'audit'
  GROUP BY queue
  ORDER BY queue
`;

/**
 * From the publication of a flag to the first time that anybody opened it. A look is recorded with the decision that came of
 * it: a flag without one counts as not looked at.
 */
const TO_LOOKED = /* sql */ `
  WITH looked AS (
    SELECT flag_id, min(seconds_to_look) AS seconds_to_look
    FROM decision
    WHERE decided_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP) AND seconds_to_look >= 0
    GROUP BY flag_id
  )
  SELECT queue AS kind,
    coalesce(seconds_to_look, date_diff('second', timezone($time_zone, (first_night + 1)::TIMESTAMP),
      timezone($time_zone, ($night::DATE + 1)::TIMESTAMP))) / 3600 AS hours,
    seconds_to_look IS NOT NULL AS is_ended,
    NULL AS excluded
  FROM flag
  LEFT JOIN looked USING (flag_id)
  WHERE first_night BETWEEN $first::DATE AND $night::DATE AND queue <> 'audit'
  ORDER BY flag_id
`;

const COMMON = {
  owner: "oversight office",
  denominator: "flags first listed in the period, audit cases aside",
  needs: ["access"],
  slices: ["kind"],
} satisfies Partial<MetricCard>;

/** Those who read the flags: how soon, how alike, and how often the detectors were right. */
export const reviewerMetrics: readonly Metric[] = [
  shareMetric(
    cardOf("share", {
      ...COMMON,
      id: "flags_decided_share",
      title: "Flags that have been decided",
      question: "What share of the flags raised has a reviewer’s decision?",
      counting_rule: "Flags first listed on a night of the period with a decision that stands at the end of the night.",
      numerator: "flags with a decision",
      exclusions: { none: "every flag of the period is counted, but for blind audit cases" },
      direction: "increase",
    }),
    DECIDED,
  ),
  waitMetric(
    cardOf("wait", {
      ...COMMON,
      id: "flag_listed_to_decided_hours_median",
      title: "Flags are decided within",
      question: "How long does it take until half of the flags raised are decided?",
      counting_rule:
        "Calendar hours from the end of the night on which the flag was first listed to its first standing decision; flags without one count as waiting.",
      numerator: "hours from listed to decided",
      exclusions: [{ id: "ended_before_it_began", words: "decisions dated before the list was made" }],
      direction: "decrease",
    }),
    TO_DECIDED,
    COMPARED,
  ),
  waitMetric(
    cardOf("wait", {
      ...COMMON,
      id: "flag_listed_to_first_look_hours_median",
      title: "Flags are first looked at within",
      question: "How long does it take until half of the flags raised have been opened by anybody?",
      counting_rule:
        "Calendar hours from the publication of the flag to the first time it was opened. A look is recorded with the decision that came of it: flags without a decision count as not looked at.",
      numerator: "hours from published to first opened",
      exclusions: { none: "every flag of the period is counted, but for blind audit cases" },
      direction: "decrease",
    }),
    TO_LOOKED,
  ),
  countMetric(
    cardOf("count", {
      ...COMMON,
      id: "flags_untouched_count",
      title: "Flags nobody has decided",
      question: "How many of the flags raised wait for a decision?",
      counting_rule:
        "Flags first listed on a night of the period that have no standing decision at the end of the night.",
      numerator: "flags without a decision",
      exclusions: { none: "every flag of the period is counted, but for blind audit cases" },
      direction: "decrease",
    }),
    UNTOUCHED,
  ),
];
