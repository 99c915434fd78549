import type { MetricCard } from "../card.js";
import type { Period } from "../figure.js";
import type { Variation } from "../methods/xmr-chart.js";
import type { Estimated, Metric, MetricContext, Slice } from "../metric.js";
import { scopeOf, slicesOf } from "../slices.js";
import { changesOf, type TrendPoint, trend, variationOf } from "../trend.js";
import { weeksOf } from "./weeks.js";

const COMMON = {
  denominator: "none: a count over the 90 days up to the night",
  exclusions: [{ id: "no_request_step", words: "requests with no step “requested”: nobody knows when they were made" }],
  unit: "count",
  owner: "disclosure office",
  method: "a plain count of all requests, not a sample: it has no interval",
  source: "contract of metrics.json; 5 U.S.C. 552(e)(1)",
  needs: ["sharing_steps"],
  slices: ["partner", "tier", "month"],
} satisfies Partial<MetricCard>;

const openCard: MetricCard = {
  ...COMMON,
  id: "requests_open_count",
  title: "Requests still open",
  question: "How many of the requests made have no decision at the end of the night?",
  counting_rule:
    "Requests made in the 90 days up to the night with none of approved, denied and withdrawn by the end of the night in the home time zone.",
  numerator: "requests without a decision",
  target: { kind: "none", reason: "how many are open depends on how many ask; the waits are held against targets" },
  direction: "decrease",
};

const receivedCard: MetricCard = {
  ...COMMON,
  id: "requests_received_count",
  title: "Requests made",
  question: "How many requests were made in the period?",
  counting_rule: "Requests whose step requested falls on one of the 90 days up to the night, in the home time zone.",
  numerator: "requests made",
  target: { kind: "none", reason: "partners ask as often as they need to: neither more nor fewer is better" },
  direction: "neutral",
};

const decidedCard: MetricCard = {
  ...COMMON,
  id: "requests_decided_count",
  title: "Requests decided",
  question: "How many of the requests made have a decision by the end of the night?",
  counting_rule:
    "Requests made in the 90 days up to the night with a first step approved, denied or withdrawn by the end of the night. Made = decided + still open.",
  numerator: "requests with a decision",
  target: { kind: "none", reason: "how many are decided depends on how many ask; the waits are held against targets" },
  direction: "neutral",
};

/** Requests of the period that wait for a decision. Younger weeks always have more of them: no chart by week is made. */
export const requestsOpen: Metric = countMetric(
  openCard,
  (decision) => decision === 0,
  () => null,
);

/** Requests of the period. */
export const requestsReceived: Metric = countMetric(receivedCard, () => true, receivedVariation);

/** Requests of the period that have a decision. Younger weeks always have fewer: no chart by week is made. */
export const requestsDecided: Metric = countMetric(
  decidedCard,
  (decision) => decision > 0,
  () => null,
);

/** The requests made in each of the weeks up to the night, oldest first. */
export function receivedByWeek(context: MetricContext, slice: Slice): TrendPoint[] {
  return trend(weeksOf(context), (week) => countRows(context, slice, week, () => true).count);
}

function receivedVariation(context: MetricContext, slice: Slice): Variation {
  return variationOf(
    receivedByWeek(context, slice),
    receivedCard.direction,
    changesOf(context.settings, receivedCard.id),
  );
}

function countMetric(
  card: MetricCard,
  isCounted: (decision: number) => boolean,
  variation: (context: MetricContext, slice: Slice) => Variation | null,
): Metric {
  return {
    card,
    estimate: (context) =>
      slicesOf(card.slices, context).map((slice): Estimated => {
        const { rows, period } = scopeOf(slice, context);
        const { count, n, no_request_step } = countRows(context, rows, period, isCounted);
        const change = slice.month === undefined ? variation(context, slice) : null;
        return { slice, period, n, excluded: { no_request_step }, value: count, variation: change };
      }),
  };
}

function countRows(
  { requests }: MetricContext,
  slice: Slice,
  { first, last }: Period,
  isCounted: (decision: number) => boolean,
) {
  const requested = requests.instant("requested_at");
  const { decision } = requests;
  let count = 0;
  let no_request_step = 0;
  const rows = requests.rows(slice, first, last);
  for (const row of rows) {
    if (Number.isNaN(requested[row] ?? Number.NaN)) no_request_step += 1;
    else if (isCounted(decision[row] ?? 0)) count += 1;
  }
  return { count, n: rows.length - no_request_step, no_request_step };
}
