import { z } from "zod";
import { bindNamed } from "../../../data/store/named.js";
import type { MetricCard } from "../card.js";
import { raterAgreement } from "../methods/rater-agreement.js";
import type { Metric } from "../metric.js";
import { countMetric, LEVEL, shareMetric, waitMetric } from "../tally.js";
import { cardOf, NO_TARGET } from "./words.js";

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

const PRECISION = /* sql */ `
  WITH decided AS (
    SELECT flag_id, arg_max(disposition, decided_at) AS disposition
    FROM recorded_decision
    WHERE decided_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
      AND (reversed_at IS NULL OR reversed_at >= timezone($time_zone, ($night::DATE + 1)::TIMESTAMP))
      AND coalesce(known_from, $night::DATE) <= $night::DATE AND coalesce(known_until, 'infinity') > $night::DATE
    GROUP BY flag_id
  )
  SELECT detector,
    (count(*) FILTER (disposition = 'confirmed concern'))::INTEGER AS numerator,
    (count(*) FILTER (disposition <> 'undetermined'))::INTEGER AS denominator,
    (count(*) FILTER (disposition = 'undetermined'))::INTEGER AS undetermined
  FROM flag
  JOIN decided USING (flag_id)
  WHERE first_night BETWEEN $first::DATE AND $night::DATE AND queue = 'leads'
  GROUP BY detector
  ORDER BY detector
`;

/** Two readings of one flag by two people: the first by each of them, in the order of their names. */
const PAIRS = /* sql */ `
  WITH reading AS (
    SELECT flag_id, reviewer, arg_min(disposition, decided_at) AS disposition
    FROM recorded_decision
    WHERE decided_at >= timezone($time_zone, $first::TIMESTAMP) AND decided_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP) AND reversed_at IS NULL
      AND coalesce(known_from, $night::DATE) <= $night::DATE AND coalesce(known_until, 'infinity') > $night::DATE
    GROUP BY flag_id, reviewer
  )
  SELECT one.disposition AS first, other.disposition AS second
  FROM reading AS one
  JOIN reading AS other ON one.flag_id = other.flag_id AND one.reviewer < other.reviewer
  ORDER BY one.flag_id, one.reviewer, other.reviewer
`;

const COMMON = {
  owner: "oversight office",
  denominator: "flags first listed in the period, audit cases aside",
  needs: ["access"],
  slices: ["kind"],
} satisfies Partial<MetricCard>;

const agreementCard: MetricCard = {
  ...COMMON,
  id: "reviewer_agreement_kappa",
  title: "Agreement between reviewers",
  question: "Where two people read the same flag, how far beyond chance do they agree?",
  counting_rule:
    "Flags that two reviewers decided in the period, by the first decision of each: 1 is full agreement, 0 is what chance alone would give.",
  numerator: "agreement beyond chance",
  denominator: "pairs of readings of one flag",
  exclusions: { none: "every pair of readings of the period is counted" },
  unit: "index",
  target: NO_TARGET,
  direction: "increase",
  method: "Cohen’s kappa; large-sample interval, 95 %",
  source: "Cohen 1960; Fleiss, Cohen & Everitt 1969, doi:10.1037/h0028106",
  slices: [],
};

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
  shareMetric(
    cardOf("share", {
      ...COMMON,
      id: "leads_confirmed_share",
      title: "Leads that were confirmed",
      question: "What share of the leads decided turned out to be a concern?",
      counting_rule:
        "Leads first listed in the period whose latest standing decision is “confirmed concern”, among those decided as anything but undetermined.",
      numerator: "leads confirmed",
      denominator: "leads decided, other than as undetermined",
      exclusions: [{ id: "undetermined", words: "leads decided as undetermined" }],
      direction: "neutral",
      slices: ["detector"],
    }),
    PRECISION,
  ),
  {
    card: agreementCard,
    estimate: async ({ store, values }) => {
      const shape = z.object({ first: z.string(), second: z.string() });
      const pairs = await store.rows(PAIRS, shape, bindNamed(PAIRS, values));
      const { kappa, lower, upper } = raterAgreement(
        pairs.map(({ first, second }) => [first, second] as const),
        LEVEL,
      );
      return [{ slice: {}, n: pairs.length, value: kappa, interval: [lower, upper] }];
    },
  },
];
