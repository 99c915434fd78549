import type { Period } from "../figure.js";
import { shareWithin } from "../methods/kaplan-meier.js";
import { exactShare } from "../methods/rates.js";
import { survivalQuantiles } from "../methods/survival-quantile.js";
import type { MetricContext, Slice } from "../metric.js";
import { isDelivered } from "../reporting-lag.js";
import type { RequestFrame } from "../request-frame.js";
import { changesOf, type TrendPoint, trendChart } from "../trend.js";
import { measureWaiting, TO_DECISION, TO_DECISION_IN_TARGETS, type Waiting } from "../waiting.js";
import { weeksOf } from "./weeks.js";

/** The figures that are judged week by week. */
export const MEDIAN_ID = "requested_to_decided_hours_median";
export const NINETIETH_ID = "requested_to_decided_hours_p90";
export const WITHIN_ID = "decided_within_target_share";

/** Every figure that is charted over time, and so can have new limits from a recorded change on. */
export const CHARTED_IDS = [MEDIAN_ID, NINETIETH_ID, WITHIN_ID, "requests_received_count"] as const;

/** A half, and nine in ten. */
export const MEDIAN = 0.5;
export const NINE_IN_TEN = 0.9;

/** Coverage of intervals. */
const LEVEL = 0.95;

/** A point of a weekly chart is judged by the weeks around it, not by an interval of its own. */
const CURVE_ALONE = { scale: "none", level: LEVEL } as const;

/** In units of the tier's own target. */
const AT_TARGET = 1;

/** What the weekly charts are made from. */
type Weekly = Pick<MetricContext, "night" | "requests" | "lag" | "settings">;

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
  const limits =
    points === null
      ? null
      : trendChart(points, "neutral", { changes: changesOf(context.settings, id) }).segments.at(-1)?.limits;
  const value = points?.at(-1)?.value ?? null;
  if (value === null || limits == null || limits.status === "none") return null;
  const high = id === WITHIN_ID ? Math.min(1, limits.upper) : limits.upper;
  return { value, low: Math.max(0, limits.lower), high };
}

function weeklyOf(context: Weekly, id: string, slice: Slice): TrendPoint[] | null {
  if (slice.month !== undefined) return null;
  switch (id) {
    case MEDIAN_ID:
      return medianByWeek(context, slice);
    case NINETIETH_ID:
      return quantilesByWeek(context, slice)[1];
    case WITHIN_ID:
      return withinByWeek(context, slice);
    default:
      return null;
  }
}

/** The weekly medians, and the weekly ninetieth percentiles. */
export function quantilesByWeek(context: Weekly, slice: Slice): [TrendPoint[], TrendPoint[]] {
  const [median, ninetieth] = byWeek(context, "quantiles", slice, (week) => {
    const { curve } = measureWaiting(context.requests, TO_DECISION, slice, { ...week, interval: CURVE_ALONE });
    return survivalQuantiles(curve, [MEDIAN, NINE_IN_TEN]).map(({ time }) => time);
  });
  return [median, ninetieth ?? []];
}

const weekly = new WeakMap<RequestFrame, Map<string, readonly (readonly (number | null)[])[]>>();

/** Several values a week, computed once a frame, as one series each; none of weeks whose decisions have not all come. */
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
  const values =
    ofFrame.get(key) ?? weeks.map((week) => (isDelivered(week, context.lag, context.night) ? valuesAt(week) : []));
  ofFrame.set(key, values);
  const seriesAt = (series: number): TrendPoint[] => {
    const points = values.map((each) => each[series] ?? null);
    return weeks.map((period, week) => ({ period, value: points[week] ?? null }));
  };
  return [seriesAt(0), seriesAt(1)];
}

/**
 * The share within the target with its interval. Where all or none of those seen long enough were in time the transform has
 * no width; the interval is then the exact binomial one over those whose outcome at the target is known.
 */
export function withinAtTarget({ curve, durations, n }: Waiting): {
  value: number | null;
  interval: [number, number] | null;
} {
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
