import type { MetricCard } from "../card.js";
import type { Metric } from "../metric.js";
import { countMetric, shareMetric, waitMetric } from "../tally.js";
import { cardOf } from "./words.js";

const HELD = /* sql */ `
  SELECT partner, playbook AS kind,
    (count(*) FILTER (held_at <= $night::DATE))::INTEGER AS numerator,
    count(*)::INTEGER AS denominator
  FROM exercise
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND planned_for BETWEEN $first::DATE AND $night::DATE
  GROUP BY partner, playbook
  ORDER BY partner, playbook
`;

const OVERDUE = /* sql */ `
  SELECT partner, playbook AS kind,
    (count(*) FILTER (held_at IS NULL OR held_at > $night::DATE))::INTEGER AS numerator,
    count(*)::INTEGER AS denominator
  FROM exercise
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND planned_for < $night::DATE
  GROUP BY partner, playbook
  ORDER BY partner, playbook
`;

/** Partners in force with whom any playbook was exercised in the year up to the night. */
const EXERCISED = /* sql */ `
  WITH in_force AS (
    SELECT DISTINCT partner
    FROM agreement
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
      AND coalesce(valid_from, $night::DATE) <= $night::DATE AND coalesce(valid_to, $night::DATE) >= $night::DATE
  ),
  exercised AS (
    SELECT DISTINCT partner
    FROM exercise
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
      AND held_at BETWEEN $night::DATE - 364 AND $night::DATE
  )
  SELECT in_force.partner, count(exercised.partner)::INTEGER AS numerator, count(*)::INTEGER AS denominator
  FROM in_force
  LEFT JOIN exercised USING (partner)
  GROUP BY in_force.partner
  ORDER BY in_force.partner
`;

const CONTACTS = /* sql */ `
  SELECT partner,
    (count(*) FILTER (contact_checked_at BETWEEN $first::DATE AND $night::DATE))::INTEGER AS numerator,
    count(contact_checked_at)::INTEGER AS denominator,
    (count(*) FILTER (contact_checked_at IS NULL))::INTEGER AS not_recorded
  FROM agreement
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND coalesce(valid_from, $night::DATE) <= $night::DATE AND coalesce(valid_to, $night::DATE) >= $night::DATE
  GROUP BY partner
  ORDER BY partner
`;

const TRAINED = /* sql */ `
  SELECT nation, unit, role,
    (count(*) FILTER (training_valid_to >= $night::DATE))::INTEGER AS numerator,
    (count(*) FILTER (training_valid_to IS NOT NULL))::INTEGER AS denominator,
    (count(*) FILTER (training_valid_to IS NULL))::INTEGER AS not_recorded
  FROM actor
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND kind = 'person' AND coalesce(active_from, $night::DATE) <= $night::DATE
    AND coalesce(active_to, $night::DATE) >= $night::DATE
  GROUP BY nation, unit, role
  ORDER BY nation, unit, role
`;

const FINDINGS_OVERDUE = /* sql */ `
  SELECT made_by AS source,
    (count(*) FILTER (due_at < $night::DATE AND (done_at IS NULL OR done_at > $night::DATE)))::INTEGER AS numerator,
    count(*)::INTEGER AS denominator
  FROM recommendation
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND made_at <= $night::DATE
  GROUP BY made_by
  ORDER BY made_by
`;

const FINDINGS_EVIDENCED = /* sql */ `
  SELECT made_by AS source,
    (count(*) FILTER (evidence IS NOT NULL))::INTEGER AS numerator,
    count(*)::INTEGER AS denominator
  FROM recommendation
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND done_at <= $night::DATE
  GROUP BY made_by
  ORDER BY made_by
`;

const FINDINGS_WAIT = /* sql */ `
  SELECT made_by AS source,
    (CASE WHEN done_at <= $night::DATE THEN done_at ELSE $night::DATE END - made_at)::DOUBLE AS hours,
    coalesce(done_at <= $night::DATE, false) AS is_ended,
    CASE WHEN done_at < made_at THEN 'ended_before_it_began' END AS excluded
  FROM recommendation
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND made_at <= $night::DATE
  ORDER BY recommendation_id
`;

const EXERCISES = {
  owner: "operations office",
  needs: ["exercises"],
  slices: ["partner", "kind"],
} satisfies Partial<MetricCard>;
const FINDINGS = {
  owner: "audit liaison",
  needs: ["recommendations"],
  slices: ["source"],
} satisfies Partial<MetricCard>;

/** Exercises, contacts, training, and what became of the findings of reviewers. */
export const readinessMetrics: readonly Metric[] = [
  shareMetric(
    cardOf("share", {
      ...EXERCISES,
      id: "exercises_held_share",
      title: "Exercises held as planned",
      question: "What share of the exercises planned for the period was held?",
      counting_rule: "Exercises planned for a day of the period that were held by the end of the night.",
      numerator: "exercises held",
      denominator: "exercises planned for the period",
      exclusions: { none: "every exercise planned for the period is counted" },
      direction: "increase",
    }),
    HELD,
  ),
  countMetric(
    cardOf("count", {
      ...EXERCISES,
      id: "exercises_overdue_count",
      title: "Exercises overdue",
      question: "How many exercises are past their date and have not been held?",
      counting_rule: "Exercises planned for a day before the night, whenever that was, and not held by the end of it.",
      numerator: "exercises not held",
      denominator: "exercises planned for days before the night",
      exclusions: { none: "every exercise planned for a day before the night is counted" },
      direction: "decrease",
    }),
    OVERDUE,
  ),
  shareMetric(
    cardOf("share", {
      ...EXERCISES,
      id: "partners_exercised_share",
      title: "Partners exercised with in a year",
      question: "With what share of partners was any playbook exercised in the last year?",
      counting_rule: "Partners with an agreement in force and an exercise held in the 365 days up to the night.",
      numerator: "partners exercised with",
      denominator: "partners with an agreement in force",
      exclusions: { none: "every partner with an agreement in force is counted" },
      direction: "increase",
      needs: ["exercises", "agreements"],
      slices: ["partner"],
    }),
    EXERCISED,
  ),
  shareMetric(
    cardOf("share", {
      id: "contacts_checked_share",
      title: "Contacts checked in the period",
      question: "For what share of agreements was the partner’s contact checked in the period?",
      counting_rule: "Agreements in force on the night whose contact was checked on a day of the period.",
      numerator: "agreements with a contact checked",
      denominator: "agreements in force with a date of a check",
      exclusions: [{ id: "not_recorded", words: "agreements with no date of a check: unknown is not unchecked" }],
      direction: "increase",
      owner: "agreements office",
      needs: ["agreements"],
      slices: ["partner"],
    }),
    CONTACTS,
  ),
  shareMetric(
    cardOf("share", {
      id: "training_current_share",
      title: "People whose training is current",
      question: "What share of the people with access has training that is still valid?",
      counting_rule: "People active on the night whose training is valid on it; the last day counts as valid.",
      numerator: "people with valid training",
      denominator: "active people with a date of training",
      exclusions: [{ id: "not_recorded", words: "active people with no date of training in the directory" }],
      direction: "increase",
      owner: "training office",
      needs: ["actors"],
      slices: ["nation", "unit", "role"],
    }),
    TRAINED,
  ),
  countMetric(
    cardOf("count", {
      ...FINDINGS,
      id: "recommendations_overdue_count",
      title: "Reviewers’ recommendations overdue",
      question: "How many recommendations are past their date and not done?",
      counting_rule: "Recommendations made by the night, due before it and not done by the end of it.",
      numerator: "recommendations overdue",
      denominator: "recommendations made by the night",
      exclusions: { none: "every recommendation made by the night is counted" },
      direction: "decrease",
    }),
    FINDINGS_OVERDUE,
  ),
  waitMetric(
    cardOf("wait", {
      ...FINDINGS,
      id: "recommendation_made_to_done_days_median",
      title: "Recommendations are done within",
      question: "How long does it take until half of the recommendations are done?",
      counting_rule: "Calendar days from made to done; those not done count as waiting until the night.",
      numerator: "days from made to done, or to the night",
      denominator: "recommendations made by the night",
      exclusions: [{ id: "ended_before_it_began", words: "recommendations dated as done before they were made" }],
      unit: "calendar days",
      direction: "decrease",
    }),
    FINDINGS_WAIT,
  ),
  shareMetric(
    cardOf("share", {
      ...FINDINGS,
      id: "recommendations_evidenced_share",
      title: "Recommendations done with evidence",
      question: "For what share of the recommendations said to be done is there evidence?",
      counting_rule: "Recommendations done by the night that name evidence.",
      numerator: "recommendations done with evidence",
      denominator: "recommendations done by the night",
      exclusions: { none: "every recommendation said to be done is counted" },
      direction: "increase",
    }),
    FINDINGS_EVIDENCED,
  ),
];
