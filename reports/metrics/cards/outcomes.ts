import type { MetricCard } from "../card.js";
import { periodBefore } from "../figure.js";
import { CHANGE_LEVEL, type Change, variationFrom, waitChange } from "../methods/change.js";
import { cumulativeIncidence, type StateShare, statesAt } from "../methods/cumulative-incidence.js";
import type { EventTable } from "../methods/event-table.js";
import { logRank } from "../methods/log-rank.js";
import { restrictedMean, restrictedMeanDifference } from "../methods/restricted-mean.js";
import { survivalQuantiles } from "../methods/survival-quantile.js";
import type { Estimated, Metric, MetricContext, Slice } from "../metric.js";
import { scopeOf, slicesOf } from "../slices.js";
import { LEVEL } from "../tally.js";
import { TO_DECISION, type Waiting, waitingOf } from "../waiting.js";
import { NO_TARGET } from "./words.js";

/** Normal quantile of a two-sided 95 % interval. */
const Z = 1.959963984540054;

const COMMON = {
  denominator: "requests made in the period",
  exclusions: [
    { id: "no_request_step", words: "requests with no step “requested”: nobody knows since when they wait" },
    { id: "ended_before_it_began", words: "requests whose decision is dated before the request" },
  ],
  target: NO_TARGET,
  owner: "disclosure office",
  needs: ["sharing_steps"],
  slices: ["partner", "tier"],
} satisfies Partial<MetricCard>;

/**
 * The time at which outcomes are read: the longest target hours of any tier, by which every request was to be decided. Null
 * without targets.
 */
export function horizonOf({ requests }: Pick<MetricContext, "requests">): number | null {
  const longest = requests.target_hours.reduce(
    (most, hours) => (Number.isNaN(hours) ? most : Math.max(hours, most)),
    0,
  );
  return longest > 0 ? longest : null;
}

const STATES = [
  { id: "waiting", words: "still waiting", direction: "decrease" },
  { id: "approved", words: "approved", direction: "neutral" },
  { id: "denied", words: "denied", direction: "neutral" },
  { id: "withdrawn", words: "withdrawn", direction: "neutral" },
] as const;

const states = new WeakMap<Waiting, readonly StateShare[]>();

/** The four shares at the horizon, computed once for the four figures that print them. */
function statesOf(waiting: Waiting, horizon: number): readonly StateShare[] {
  const found =
    states.get(waiting) ??
    statesAt(cumulativeIncidence(waiting.curve.table), [horizon], { level: LEVEL })[0]?.states ??
    [];
  states.set(waiting, found);
  return found;
}

/** The four shares at the horizon; they sum to one. */
const stateMetrics = STATES.map(({ id, words, direction }, state): Metric => {
  const card: MetricCard = {
    ...COMMON,
    id: `outcome_${id}_share`,
    title: `Requests ${words} when the longest target has passed`,
    question: `What share of requests is ${words} by the time in which every request was to be decided?`,
    counting_rule:
      "Each request by what became of it within the longest target hours of any tier: approved, denied, withdrawn, or still waiting. Open requests count for as long as they were seen; the four shares sum to one.",
    numerator: `requests ${words}`,
    unit: "share",
    direction,
    method: "Aalen–Johansen at the longest target hours; 95 % interval on the log scale",
    source: "Aalen & Johansen 1978; Marubini & Valsecchi 1995, §10.3",
    needs: ["sharing_steps", "tiers"],
  };
  return {
    card,
    estimate: (context) =>
      slicesOf(card.slices, context).map((slice): Estimated => {
        const waiting = waitingOf(context.requests, TO_DECISION, slice, context.period);
        const { n, excluded } = waiting;
        const horizon = horizonOf(context);
        if (n === 0 || horizon === null) return { slice, n, excluded, value: null };
        const share = statesOf(waiting, horizon)[state];
        return {
          slice,
          n,
          excluded,
          value: share?.share ?? null,
          interval: [share?.lower ?? null, share?.upper ?? null],
        };
      }),
  };
});

const meanCard: MetricCard = {
  ...COMMON,
  id: "requested_to_decided_hours_restricted_mean",
  title: "Mean wait for a decision, up to the longest target",
  question: "How long do requests wait on average, counting no wait beyond the longest target?",
  counting_rule:
    "The area under the curve of requests still waiting, from 0 to the longest target hours of any tier; open requests count for as long as they were seen.",
  numerator: "calendar hours waited, at most the longest target",
  unit: "calendar hours",
  direction: "decrease",
  method: "restricted mean of the Kaplan–Meier curve; normal interval, 95 %",
  source: "Klein & Moeschberger 2003, §4.5",
  needs: ["sharing_steps", "tiers"],
};

const changeCard: MetricCard = {
  ...COMMON,
  id: "requested_to_decided_hours_restricted_mean_change",
  title: "Change of the mean wait since the period before",
  question: "Do requests wait longer for a decision than in the period before?",
  counting_rule:
    "The mean wait up to the longest target, for requests made in the period, less the same for requests made in as many days before it, both as they stand at the end of the night; above 0 is longer.",
  numerator: "difference of two mean waits",
  denominator: "requests made in the period and in the one before",
  unit: "calendar hours",
  direction: "decrease",
  target: { kind: "none", reason: "the figure is a change: whether it is one for the better is its verdict" },
  method:
    "difference of restricted means; normal interval, 95 %; since many figures are looked at, it is called a change at 99.8 % alone",
  source: "Royston & Parmar 2013, doi:10.1186/1471-2288-13-152",
  needs: ["sharing_steps", "tiers"],
};

const logRankCard: MetricCard = {
  ...COMMON,
  id: "requested_to_decided_log_rank_p_value",
  title: "How well chance alone explains the change",
  question: "How often would two periods that are alike differ in their waits by as much as these two?",
  counting_rule:
    "The log-rank test of requests made in the period against those made in as many days before it: small values say that the two differ by more than chance.",
  numerator: "p-value of the log-rank test",
  denominator: "requests made in the period and in the one before",
  unit: "share",
  direction: "neutral",
  target: { kind: "none", reason: "a p-value is no aim: it says how well chance alone would explain the difference" },
  method: "log-rank test, chi-square with one degree of freedom",
  source: "Mantel 1966; Peto & Peto 1972",
};

const closedCard: MetricCard = {
  ...COMMON,
  id: "closed_only_decided_hours_median",
  title: "Median of the decided requests alone",
  question: "What would the median be if requests still open were left out, as is often done?",
  counting_rule: "The middle of the calendar hours from requested to decided, over requests that have a decision.",
  numerator: "hours from requested to decided",
  denominator: "requests made in the period that are decided",
  unit: "calendar hours",
  direction: "neutral",
  target: { kind: "none", reason: "it is printed to show what it hides, not to be aimed at" },
  method: "plain median of decided requests; no interval, since it estimates nothing that partners feel",
  source: "5 U.S.C. 552(e)(1), as agencies report it",
  slices: ["partner", "tier", "month"],
};

const biasCard: MetricCard = {
  ...COMMON,
  id: "closed_only_hidden_hours",
  title: "What the median of decided requests hides",
  question: "By how much do partners wait longer than the decided requests alone say?",
  counting_rule: "The median that counts open requests as waiting, less the median of decided requests alone.",
  numerator: "difference of two medians, calendar hours",
  unit: "calendar hours",
  direction: "neutral",
  target: { kind: "none", reason: "a difference between two ways of counting is no performance" },
  method: "Kaplan–Meier median less the plain median; no interval is known to hold for the difference",
  source: "Kaplan & Meier 1958",
  slices: ["partner", "tier", "month"],
};

/** The two periods' waits of a slice. */
function both({ requests, period }: MetricContext, slice: Slice) {
  const now = waitingOf(requests, TO_DECISION, slice, period);
  const before = waitingOf(requests, TO_DECISION, slice, periodBefore(period));
  return { now, before, n: now.n + before.n, excluded: now.excluded, isTold: now.n > 0 && before.n > 0 };
}

const metric = (
  card: MetricCard,
  estimate: (context: MetricContext, slice: Slice) => Omit<Estimated, "slice">,
): Metric => ({
  card,
  estimate: (context) => slicesOf(card.slices, context).map((slice) => ({ slice, ...estimate(context, slice) })),
});

/** What became of requests, how long they waited on average, and whether that has changed. */
export const outcomeMetrics: readonly Metric[] = [
  ...stateMetrics,
  metric(meanCard, (context, slice) => {
    const { curve, n, excluded } = waitingOf(context.requests, TO_DECISION, slice, context.period);
    const horizon = horizonOf(context);
    if (n === 0 || horizon === null) return { n, excluded, value: null };
    const { mean, std_error } = restrictedMean(curve, horizon);
    return { n, excluded, value: mean, interval: [Math.max(0, mean - Z * std_error), mean + Z * std_error] };
  }),
  metric(changeCard, (context, slice) => {
    const { now, before, n, excluded, isTold } = both(context, slice);
    const horizon = horizonOf(context);
    if (!isTold || horizon === null) return { n, excluded, value: null };
    const between = (level: number) => restrictedMeanDifference(before.curve, now.curve, { horizon, level });
    const { difference, lower, upper } = between(LEVEL);
    const isUntold = waitChange(before.curve.table, now.curve.table) === "cannot_tell";
    const wide = between(CHANGE_LEVEL);
    const change: Change = isUntold ? "cannot_tell" : wide.lower > 0 ? "higher" : wide.upper < 0 ? "lower" : "none";
    return {
      ...{ n, excluded, value: difference, interval: [lower, upper] },
      variation: variationFrom(change, changeCard.direction),
    };
  }),
  metric(logRankCard, (context, slice) => {
    const { now, before, n, excluded, isTold } = both(context, slice);
    if (!isTold) return { n, excluded, value: null };
    return { n, excluded, value: logRank([before.curve.table, now.curve.table]).p_value };
  }),
  metric(closedCard, (context, slice) => {
    const { rows, period } = scopeOf(slice, context);
    const waiting = waitingOf(context.requests, TO_DECISION, rows, period);
    const { count, middle } = closedOf(waiting);
    return { period, n: count, excluded: waiting.excluded, value: middle };
  }),
  metric(biasCard, (context, slice) => {
    const { rows, period } = scopeOf(slice, context);
    const waiting = waitingOf(context.requests, TO_DECISION, rows, period);
    const [half] = survivalQuantiles(waiting.curve, [0.5]);
    const { middle } = closedOf(waiting);
    const value = half?.time == null || middle === null ? null : half.time - middle;
    return { period, n: waiting.n, excluded: waiting.excluded, value };
  }),
];

/** How many are decided, and the middle of their waits as the risk table has them: its times are those of the curve. */
function closedOf({ curve: { table } }: Waiting): { readonly count: number; readonly middle: number | null } {
  const count = table.event_count.reduce((sum, ended) => sum + ended, 0);
  if (count === 0) return { count, middle: null };
  return { count, middle: (timeOf(table, Math.floor((count - 1) / 2)) + timeOf(table, Math.floor(count / 2))) / 2 };
}

/** The wait of the end at a place, 0-based, in the order of waits. */
function timeOf({ time, event_count }: EventTable, place: number): number {
  let passed = 0;
  const index = event_count.findIndex((ended) => {
    passed += ended;
    return passed > place;
  });
  return time[index] ?? Number.NaN;
}
