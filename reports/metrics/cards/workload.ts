import { max, median } from "d3-array";
import { z } from "zod";
import { garwoodInterval } from "../../../data/statistics/intervals.js";
import { bindNamed } from "../../../data/store/named.js";
import type { MetricCard } from "../card.js";
import type { Metric, MetricContext, Slice } from "../metric.js";
import { LEVEL, readOnce } from "../tally.js";
import { cardOf } from "./words.js";

/** How long each undecided flag has stood, whenever it was first listed. */
const AGES = /* sql */ `
  SELECT queue AS kind, ($night::DATE - first_night)::INTEGER AS age_days
  FROM flag
  WHERE first_night <= $night::DATE AND queue <> 'audit' AND flag_id NOT IN (
    SELECT flag_id
    FROM recorded_decision
    WHERE decided_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
      AND (reversed_at IS NULL OR reversed_at >= timezone($time_zone, ($night::DATE + 1)::TIMESTAMP))
      AND coalesce(known_from, $night::DATE) <= $night::DATE AND coalesce(known_until, 'infinity') > $night::DATE
  )
  ORDER BY flag_id
`;

const WORKLOAD = /* sql */ `
  SELECT
    (SELECT count(*) FROM flag WHERE queue <> 'audit' AND first_night BETWEEN $first::DATE AND $night::DATE)::INTEGER
      AS opened_count,
    (SELECT count(DISTINCT night) FROM night_price WHERE night BETWEEN $first::DATE AND $night::DATE)::INTEGER
      AS night_count
`;

const COMMON = {
  owner: "oversight office",
  denominator: "flags first listed in the period, audit cases aside",
  needs: ["access"],
  slices: ["kind"],
} satisfies Partial<MetricCard>;

const workloadCard: MetricCard = {
  ...COMMON,
  id: "reviewer_workload_index",
  title: "Flags raised, against what reviewers can read",
  question: "Were more flags raised than the reviewers can read?",
  counting_rule:
    "Flags first listed in the period, over the flags a night that the settings say reviewers can read times the nights that were run; above 1 the pile grows.",
  numerator: "flags first listed in the period",
  denominator: "flags that reviewers can read on as many nights",
  exclusions: { none: "every flag of the period is counted, but for blind audit cases" },
  unit: "index",
  target: { kind: "fixed", value: 1, reason: "above 1 more is raised than can be read" },
  direction: "decrease",
  method: "flags over capacity; exact Poisson interval, 95 %",
  source: "Garwood 1936; setting reviewers.leads_per_night_max",
  slices: [],
};

const ageCard = (of: "median" | "highest", title: string, question: string): MetricCard =>
  cardOf("count", {
    ...COMMON,
    id: `flags_untouched_age_days_${of}`,
    title,
    question,
    counting_rule:
      "Calendar days from the night on which a flag was first listed to the night of the report, over flags with no standing decision, whenever they were listed.",
    numerator: "days since the flag was first listed",
    denominator: "flags without a decision",
    exclusions: { none: "every flag without a decision is counted, but for blind audit cases" },
    unit: "calendar days",
    direction: "decrease",
    method: `plain ${of}; all such flags are counted, not a sample: it has no interval`,
    source: "the ageing of a backlog, as in 5 U.S.C. 552(e)(1)",
  });

function ageMetric(card: MetricCard, of: (ages: readonly number[]) => number | undefined): Metric {
  return {
    card,
    estimate: async (context) => {
      const rows = await untouchedAges(context);
      return ([{}, ...[...new Set(rows.map(({ kind }) => kind))].sort().map((kind) => ({ kind }))] as const).map(
        (slice: Slice) => {
          const ages = rows.flatMap(({ kind, age_days }) =>
            slice.kind === undefined || slice.kind === kind ? [age_days] : [],
          );
          return { slice, n: ages.length, value: of(ages) ?? null };
        },
      );
    },
  };
}

/** Days that each undecided flag has stood, by queue. */
export function untouchedAges(context: Pick<MetricContext, "store" | "values">) {
  return readAges(AGES, context);
}

const readAges = readOnce(z.object({ kind: z.string(), age_days: z.number() }));

/** Whether what is raised can be read, and how long what was not has stood. */
export const workloadMetrics: readonly Metric[] = [
  ageMetric(
    ageCard(
      "median",
      "Undecided flags have stood, in the middle",
      "How many days has the middle one of the undecided flags stood?",
    ),
    median,
  ),
  ageMetric(
    ageCard("highest", "The oldest undecided flag has stood", "How many days has the oldest undecided flag stood?"),
    (ages) => max(ages),
  ),
  {
    card: workloadCard,
    estimate: async ({ store, values, settings }) => {
      const shape = z.object({ opened_count: z.number(), night_count: z.number() });
      const { opened_count, night_count } = await store.row(WORKLOAD, shape, bindNamed(WORKLOAD, values));
      const capacity = night_count * settings.reviewers.leads_per_night_max;
      if (capacity === 0) return [{ slice: {}, n: opened_count, value: null }];
      const { lower, upper } = garwoodInterval(opened_count, LEVEL);
      const interval: [number, number] = [lower / capacity, upper / capacity];
      return [{ slice: {}, n: opened_count, value: opened_count / capacity, interval }];
    },
  },
];
