/** Limits stand this many average moving ranges from the mean: 3/d₂ with d₂ = 1.128 for pairs. Source: Wheeler 2000; NHS "Making data count". */
export const LIMIT_RANGES = 2.66;

/** A moving range at or above this many averages is left out of the average once: D₄ for pairs. Source: Shewhart 1931; Montgomery 2012. */
export const SCREEN_RANGES = 3.267;

/** Fewer points than this give limits that still move a good deal: they are called trial limits. Source: NHS "Making data count". */
export const TRIAL_POINTS_MIN = 12;

/** What one segment's limits rest on: enough points; too few; no change at all; too few to have limits. */
export type LimitStatus = "final" | "trial" | "constant" | "none";

/** One segment's centre line, process limits and near limits (two thirds of the way), in the series' unit. */
export interface XmrLimits {
  readonly status: LimitStatus;
  readonly point_count: number;
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
  readonly near_lower: number;
  readonly near_upper: number;
}

/**
 * Limits of an individuals (XmR) chart: mean ± 2.66 × the average moving range.
 *
 * Screening that would leave no variation at all (a series that moved once) is not done: limits of no width would make every
 * point a signal. A segment that never changes has both limits at its mean. One point has no range: its limits are NaN, status "none".
 *
 * values          the segment in time order, finite
 * screenOutliers  leave out moving ranges at or above 3.267 × their average, once, so that one shock does not widen all
 * source          NHSRplotthedots (MIT), method as documented there; Wheeler 2000
 */
export function xmrLimits(values: readonly number[], screenOutliers: boolean): XmrLimits {
  const mean = exactMean(values);
  const ranges = values.slice(1).map((value, i) => Math.abs(value - (values[i] ?? Number.NaN)));
  const average = exactMean(ranges);
  const kept = screenOutliers ? ranges.filter((range) => range < SCREEN_RANGES * average) : ranges;
  const screened = exactMean(kept);
  const range = screened > 0 ? screened : average;
  const spread = LIMIT_RANGES * range;
  const near = ((2 * LIMIT_RANGES) / 3) * range;
  return {
    status: limitStatus(values.length, average),
    point_count: values.length,
    mean,
    lower: mean - spread,
    upper: mean + spread,
    near_lower: mean - near,
    near_upper: mean + near,
  };
}

/** Mean with a second pass over the residuals, so that equal values have exactly that value as their mean. */
function exactMean(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const first = values.reduce((sum, value) => sum + value, 0) / values.length;
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length;
}

function limitStatus(count: number, average: number): LimitStatus {
  if (count < 2) return "none";
  if (average === 0) return "constant";
  return count < TRIAL_POINTS_MIN ? "trial" : "final";
}
