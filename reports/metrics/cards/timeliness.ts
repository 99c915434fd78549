import type { MetricCard } from "../card.js";
import { type Period, periodBefore } from "../figure.js";
import { shareWithin } from "../methods/kaplan-meier.js";
import { exactShare } from "../methods/rates.js";
import { type SurvivalQuantile, survivalQuantiles } from "../methods/survival-quantile.js";
import type { Before, Estimated, Metric, MetricContext, Slice } from "../metric.js";
import type { RequestFrame } from "../request-frame.js";
import { slicesOf } from "../slices.js";
import { type TrendPoint, trendChart, variationOf } from "../trend.js";
import { measureWaiting, TO_DECISION, TO_DECISION_IN_TARGETS, type Waiting, waitingOf } from "../waiting.js";
import { weeksOf } from "./weeks.js";

/** A half, and nine in ten. */
const MEDIAN = 0.5;
const NINE_IN_TEN = 0.9;

/** Coverage of intervals. */
const LEVEL = 0.95;

/** A point of a weekly chart is judged by the weeks around it, not by an interval of its own. */
const CURVE_ALONE = { scale: "none", level: LEVEL } as const;

/** In units of the tier's own target. */
const AT_TARGET = 1;

const EXCLUSIONS = [
  { id: "no_request_step", words: "requests with no step “requested”: nobody knows since when they wait" },
  { id: "ended_before_it_began", words: "requests whose decision is dated before the request" },
];

const COMMON = {
  denominator: "requests made in the 90 days up to the night",
  owner: "disclosure office",
  needs: ["sharing_steps"],
  slices: ["partner", "tier"],
} satisfies Partial<MetricCard>;

const medianCard: MetricCard = {
  ...COMMON,
  id: "requested_to_decided_hours_median",
  title: "Half of requests are decided within",
  question: "How long does it take until half of the requests made have a decision?",
  counting_rule:
    "Calendar hours, every hour of every day, from the step requested to the first of approved, denied and withdrawn. Requests still open at the end of the night count as waiting until then; they are not left out.",
  numerator: "hours from requested to decided, or to the end of the night",
  exclusions: EXCLUSIONS,
  unit: "calendar hours",
  target: {
    kind: "none",
    reason: "target hours are set for most requests, not for half of them: see the share within target",
  },
  direction: "decrease",
  method: "Kaplan–Meier median; 95 % interval by the log-log transform",
  source: "Kaplan & Meier 1958; Brookmeyer & Crowley 1982; Borgan & Liestøl 1990",
};

const ninetiethCard: MetricCard = {
  ...COMMON,
  id: "requested_to_decided_hours_p90",
  title: "Nine in ten requests are decided within",
  question: "How long does it take until nine in ten of the requests made have a decision?",
  counting_rule: medianCard.counting_rule,
  numerator: medianCard.numerator,
  exclusions: EXCLUSIONS,
  unit: "calendar hours",
  target: { kind: "feed", feed: "tiers", reason: "the target hours of the tier, for the figure of a single tier" },
  direction: "decrease",
  method: "Kaplan–Meier 90th percentile; 95 % interval by the log-log transform",
  source: "Kaplan & Meier 1958; Brookmeyer & Crowley 1982; Borgan & Liestøl 1990",
};

const withinCard: MetricCard = {
  ...COMMON,
  id: "decided_within_target_share",
  title: "Decided within the target of their tier",
  question: "What share of requests is decided within the target hours of their urgency tier?",
  counting_rule:
    "Each wait from requested to the first of approved, denied and withdrawn is held against the target hours of the request’s own tier, in calendar hours; exactly on the target is within it. Requests still open count as waiting until the end of the night.",
  numerator: "requests decided within the target hours of their tier",
  exclusions: [...EXCLUSIONS, { id: "no_target", words: "requests whose tier has no target hours" }],
  unit: "share",
  target: { kind: "setting", key: "targets.decided_within_target_share" },
  direction: "increase",
  method:
    "1 − Kaplan–Meier at the target, waits counted in units of it; 95 % interval by the log-log transform, exact binomial where all or none were in time",
  source: "Kaplan & Meier 1958; Borgan & Liestøl 1990; Clopper & Pearson 1934",
  needs: ["sharing_steps", "tiers"],
};

/** Hours until half of the requests are decided. */
export const decidedMedian: Metric = {
  card: medianCard,
  estimate: quantileFigures(medianCard, MEDIAN, () => undefined),
};

/** Hours until nine in ten are decided; a single tier is held against its own target hours. */
export const decidedNinetieth: Metric = {
  card: ninetiethCard,
  estimate: quantileFigures(ninetiethCard, NINE_IN_TEN, tierTarget),
};

/** Share decided within the tier's target hours. */
export const decidedWithinTarget: Metric = {
  card: withinCard,
  estimate: (context) =>
    slicesOf(withinCard.slices, context).map((slice): Estimated => {
      const waiting = waitingOf(context.requests, TO_DECISION_IN_TARGETS, slice, context.period);
      const { n, excluded } = waiting;
      const within = withinAtTarget(waiting);
      const points = withinByWeek(context, slice);
      const earlier = waitingOf(context.requests, TO_DECISION_IN_TARGETS, slice, periodBefore(context.period));
      const before = beforeOf(withinAtTarget(earlier).value, earlier.n);
      return { slice, n, excluded, ...within, before, variation: variationOf(points, withinCard.direction) };
    }),
};

/** What the weekly charts are made from. */
type Weekly = Pick<MetricContext, "night" | "requests">;

/** The weekly shares within target of a slice, oldest first; null where nobody was observed as long as the target. */
export function withinByWeek(context: Weekly, slice: Slice): TrendPoint[] {
  return byWeek(context, "within", slice, (week) => [
    withinAtTarget(measureWaiting(context.requests, TO_DECISION_IN_TARGETS, slice, { ...week, interval: CURVE_ALONE }))
      .value,
  ])[0];
}

/** The weekly medians of a slice, oldest first; null where half of the week's requests are not decided yet. */
export function medianByWeek(context: Weekly, slice: Slice): TrendPoint[] {
  return quantilesByWeek(context, slice)[0];
}

/** The last week of a figure that is judged week by week, and the limits of its ordinary weeks. */
export interface JudgedWeek {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What a verdict of change rests on, for figures that are judged week by week; null for any other. */
export function judgedWeek(context: Weekly, id: string, slice: Slice): JudgedWeek | null {
  const points = weeklyOf(context, id, slice);
  const limits = points === null ? null : trendChart(points, "neutral", null).segments.at(-1)?.limits;
  const value = points?.at(-1)?.value ?? null;
  if (value === null || limits == null || limits.status === "none") return null;
  const high = id === withinCard.id ? Math.min(1, limits.upper) : limits.upper;
  return { value, low: Math.max(0, limits.lower), high };
}

function weeklyOf(context: Weekly, id: string, slice: Slice): TrendPoint[] | null {
  switch (id) {
    case medianCard.id:
      return medianByWeek(context, slice);
    case ninetiethCard.id:
      return quantilesByWeek(context, slice)[1];
    case withinCard.id:
      return withinByWeek(context, slice);
    default:
      return null;
  }
}

/** The weekly medians, and the weekly ninetieth percentiles. */
function quantilesByWeek(context: Weekly, slice: Slice): [TrendPoint[], TrendPoint[]] {
  const [median, ninetieth] = byWeek(context, "quantiles", slice, (week) => {
    const { curve } = measureWaiting(context.requests, TO_DECISION, slice, { ...week, interval: CURVE_ALONE });
    return survivalQuantiles(curve, [MEDIAN, NINE_IN_TEN]).map(({ time }) => time);
  });
  return [median, ninetieth ?? []];
}

const weekly = new WeakMap<RequestFrame, Map<string, readonly (readonly (number | null)[])[]>>();

/** Several values a week, computed once a frame, as one series each. */
function byWeek(
  context: Weekly,
  name: string,
  slice: Slice,
  valuesAt: (week: Period) => (number | null)[],
): [TrendPoint[], ...TrendPoint[][]] {
  const weeks = weeksOf(context);
  const ofFrame = weekly.get(context.requests) ?? new Map<string, readonly (readonly (number | null)[])[]>();
  weekly.set(context.requests, ofFrame);
  const key = JSON.stringify([name, slice, context.night]);
  const values = ofFrame.get(key) ?? weeks.map(valuesAt);
  ofFrame.set(key, values);
  const seriesAt = (series: number): TrendPoint[] => {
    const points = values.map((each) => each[series] ?? null);
    return weeks.map((period, week) => ({ period, value: points[week] ?? null }));
  };
  return [seriesAt(0), seriesAt(1)];
}

function quantileFigures(
  card: MetricCard,
  share: number,
  targetOf: (context: MetricContext, slice: Slice) => number | null | undefined,
): Metric["estimate"] {
  return (context) =>
    slicesOf(card.slices, context).map((slice): Estimated => {
      const { curve, n, excluded } = waitingOf(context.requests, TO_DECISION, slice, context.period);
      const [quantile] = survivalQuantiles(curve, [share]);
      const target = targetOf(context, slice);
      const [medians, ninetieths] = quantilesByWeek(context, slice);
      const points = share === MEDIAN ? medians : ninetieths;
      const earlier = waitingOf(context.requests, TO_DECISION, slice, periodBefore(context.period));
      const before = beforeOf(survivalQuantiles(earlier.curve, [share])[0]?.time ?? null, earlier.n);
      const variation = variationOf(points, card.direction);
      const figure = { slice, n, excluded, ...quantileValue(quantile), before, variation };
      return target === undefined ? figure : { ...figure, target };
    });
}

/** What the period before had; whether it changed is told by the weeks. */
function beforeOf(value: number | null, n: number): Before | null {
  return value === null ? null : { value, n, is_tested: false };
}

/** A quantile as value and interval; a curve on which nobody has ended says nothing. */
function quantileValue(quantile: SurvivalQuantile | undefined): Pick<Estimated, "value" | "interval"> {
  return { value: quantile?.time ?? null, interval: [quantile?.lower ?? null, quantile?.upper ?? null] };
}

/**
 * The share within the target with its interval. Where all or none of those seen long enough were in time the transform has
 * no width; the interval is then the exact binomial one over those whose outcome at the target is known.
 */
function withinAtTarget({ curve, durations, n }: Waiting): { value: number | null; interval: [number, number] | null } {
  const [at] = shareWithin(curve, [AT_TARGET]);
  if (at === undefined || n === 0 || !Number.isFinite(at.share)) return { value: null, interval: null };
  if (at.share > 0 && at.share < 1) return { value: at.share, interval: [at.lower, at.upper] };
  const known = durations.exit.reduce(
    (count, exit, row) => count + (exit >= AT_TARGET || (durations.cause[row] ?? 0) > 0 ? 1 : 0),
    0,
  );
  const exact = exactShare(Math.round(at.share * known), known, LEVEL);
  return exact === null ? { value: null, interval: null } : { value: at.share, interval: [exact.lower, exact.upper] };
}

function tierTarget({ requests, period }: MetricContext, slice: Slice): number | null {
  if (slice.tier === undefined) return null;
  const [row] = requests.rows(slice, period.first, period.last);
  const target = row === undefined ? Number.NaN : (requests.target_hours[row] ?? Number.NaN);
  return Number.isNaN(target) ? null : target;
}
