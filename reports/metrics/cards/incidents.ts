import type { MetricCard } from "../card.js";
import type { Metric } from "../metric.js";
import { COMPARED, countMetric, rateMetric, shareMetric, waitMetric } from "../tally.js";

const COMMON = {
  owner: "security office",
  source: "incident clocks as in NIST SP 800-61; Kaplan & Meier 1958; Garwood 1936; Clopper & Pearson 1934",
  needs: ["incidents"],
} satisfies Partial<MetricCard>;

const NONE_OUT = { none: "every incident that was detected in the period is counted" };

const NO_TARGET = { kind: "none", reason: "no feed names a target for incidents; set one in the settings" } as const;

const COUNT = /* sql */ `
  SELECT partner, kind, count(*)::INTEGER AS numerator, count(*)::INTEGER AS denominator
  FROM incident
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND detected_at >= timezone($time_zone, $first::TIMESTAMP) AND detected_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  GROUP BY partner, kind
  ORDER BY partner, kind
`;

const PER_RELEASE = /* sql */ `
  SELECT partner, sum(incidents)::INTEGER AS numerator, sum(releases)::INTEGER AS denominator
  FROM (
    SELECT partner, 1 AS incidents, 0 AS releases
    FROM incident
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
      AND detected_at >= timezone($time_zone, $first::TIMESTAMP) AND detected_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
    UNION ALL
    SELECT partner, 0, 1
    FROM request_life
    WHERE released_at >= timezone($time_zone, $first::TIMESTAMP) AND released_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  )
  GROUP BY partner
  ORDER BY partner
`;

/** Every clock of an incident; what has not ended runs to the end of the night. */
const CLOCKS = /* sql */ `
  WITH noticed AS (
    SELECT incident_id, partner, occurred_at, detected_at, contained_at, resolved_at, partner_notified_at
    FROM incident
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
      AND detected_at >= timezone($time_zone, $first::TIMESTAMP) AND detected_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  ),
  clock AS (
    SELECT 'detected' AS clock, incident_id, partner, occurred_at AS begins_at, detected_at AS ends_at,
      CASE WHEN occurred_at IS NULL THEN 'no_start' END AS excluded
    FROM noticed
    UNION ALL
    SELECT 'contained', incident_id, partner, detected_at, contained_at, NULL FROM noticed
    UNION ALL
    SELECT 'resolved', incident_id, partner, detected_at, resolved_at, NULL FROM noticed
    UNION ALL
    SELECT 'told', incident_id, partner, detected_at, partner_notified_at, CASE WHEN partner IS NULL THEN 'no_partner' END
    FROM noticed
  )
  SELECT clock, partner,
    date_diff('second', begins_at,
      least(coalesce(ends_at, 'infinity'), timezone($time_zone, ($night::DATE + 1)::TIMESTAMP))) / 3600 AS hours,
    coalesce(ends_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP), false) AS is_ended,
    coalesce(excluded, CASE WHEN ends_at < begins_at THEN 'ended_before_it_began' END) AS excluded
  FROM clock
  ORDER BY clock, incident_id
`;

/** An earlier one of the same kind with the same partner, within a year: the span of an annual report. */
const AGAIN = /* sql */ `
  SELECT later.partner, later.kind,
    (count(*) FILTER (EXISTS (
      SELECT 1
      FROM incident AS earlier
      WHERE earlier.kind = later.kind AND earlier.partner IS NOT DISTINCT FROM later.partner
        AND earlier.detected_at < later.detected_at AND earlier.detected_at >= later.detected_at - INTERVAL 365 DAY
        AND earlier.known_from <= $night::DATE AND (earlier.known_until IS NULL OR earlier.known_until > $night::DATE)
    )))::INTEGER AS numerator,
    count(*)::INTEGER AS denominator
  FROM incident AS later
  WHERE later.known_from <= $night::DATE AND (later.known_until IS NULL OR later.known_until > $night::DATE)
    AND later.detected_at >= timezone($time_zone, $first::TIMESTAMP) AND later.detected_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  GROUP BY later.partner, later.kind
  ORDER BY later.partner, later.kind
`;

const wait = (
  parts: Pick<MetricCard, "id" | "title" | "question" | "counting_rule" | "numerator" | "exclusions">,
): MetricCard => ({
  ...COMMON,
  ...parts,
  denominator: "incidents detected in the period",
  unit: "calendar hours",
  target: NO_TARGET,
  direction: "decrease",
  method: "Kaplan–Meier median, open incidents counted as waiting; 95 % interval by the log-log transform",
  slices: ["partner"],
});

const BACKWARDS = { id: "ended_before_it_began", words: "incidents whose clock runs backwards" };

/** Incidents: how many, how often, how long each clock ran, and whether they come again. */
export const incidentMetrics: readonly Metric[] = [
  countMetric(
    {
      ...COMMON,
      id: "incidents_count",
      title: "Incidents",
      question: "How many incidents were detected in the period?",
      counting_rule: "Incidents whose detected_at falls on a day of the period, in the home time zone.",
      numerator: "incidents detected",
      denominator: "none: a count over the period",
      exclusions: NONE_OUT,
      unit: "count",
      target: NO_TARGET,
      direction: "decrease",
      method: "a plain count, not a sample: it has no interval",
      slices: ["partner", "kind"],
    },
    COUNT,
  ),
  rateMetric(
    {
      ...COMMON,
      id: "incidents_per_1000_releases",
      title: "Incidents per 1,000 releases",
      question: "How often did something go wrong, for every thousand items released?",
      counting_rule: "Incidents detected in the period over first releases in the period.",
      numerator: "incidents detected",
      denominator: "requests first released in the period",
      exclusions: NONE_OUT,
      unit: "per 1000",
      target: NO_TARGET,
      direction: "decrease",
      method: "rate per 1,000; exact Poisson interval, 95 %",
      needs: ["incidents", "sharing_steps"],
      slices: ["partner"],
    },
    PER_RELEASE,
    COMPARED,
  ),
  waitMetric(
    wait({
      id: "incident_occurred_to_detected_hours_median",
      title: "Incidents are noticed within",
      question: "How long does it take until half of the incidents are noticed?",
      counting_rule:
        "Calendar hours from occurred to detected. Incidents that nobody has noticed yet cannot be in it, so the true wait is longer than this.",
      numerator: "hours from occurred to detected",
      exclusions: [{ id: "no_start", words: "incidents with no time of occurrence" }, BACKWARDS],
    }),
    CLOCKS,
    { ...COMPARED, clock: "detected" },
  ),
  waitMetric(
    wait({
      id: "incident_detected_to_contained_hours_median",
      title: "Incidents are contained within",
      question: "How long does it take until half of the incidents noticed are contained?",
      counting_rule: "Calendar hours from detected to contained; those not contained count as waiting.",
      numerator: "hours from detected to contained, or to the end of the night",
      exclusions: [BACKWARDS],
    }),
    CLOCKS,
    { ...COMPARED, clock: "contained" },
  ),
  waitMetric(
    wait({
      id: "incident_detected_to_resolved_hours_median",
      title: "Incidents are put right within",
      question: "How long does it take until half of the incidents noticed are put right?",
      counting_rule: "Calendar hours from detected to resolved; those not resolved count as waiting.",
      numerator: "hours from detected to resolved, or to the end of the night",
      exclusions: [BACKWARDS],
    }),
    CLOCKS,
    { ...COMPARED, clock: "resolved" },
  ),
  waitMetric(
    wait({
      id: "incident_detected_to_partner_told_hours_median",
      title: "Partners are told within",
      question: "How long does it take until half of the partners concerned have been told?",
      counting_rule: "Calendar hours from detected to partner_notified; those not told count as waiting.",
      numerator: "hours from detected to the partner told, or to the end of the night",
      exclusions: [{ id: "no_partner", words: "incidents that concern no partner" }, BACKWARDS],
    }),
    CLOCKS,
    { ...COMPARED, clock: "told" },
  ),
  shareMetric(
    {
      ...COMMON,
      id: "incidents_recurring_share",
      title: "Incidents that came again",
      question: "What share of incidents is the same kind, with the same partner, as one in the year before?",
      counting_rule:
        "Incidents detected in the period with an earlier one of the same kind and partner within 365 days.",
      numerator: "incidents of a kind seen before",
      denominator: "incidents detected in the period",
      exclusions: NONE_OUT,
      unit: "share",
      target: NO_TARGET,
      direction: "decrease",
      method: "share; exact binomial interval, 95 %",
      slices: ["partner", "kind"],
    },
    AGAIN,
  ),
];
