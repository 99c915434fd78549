import type { XmrLimits } from "./xmr-limits.js";

/** Points in a run that is too long to be chance: 1 in 64 for one side of the mean. Source: NHS "Making data count". */
const RUN_POINTS = 7;

/** Why a point is unlike the rest, in order of precedence; "common_cause" is ordinary variation. */
export type SpecialCause =
  | "above_upper_limit"
  | "below_lower_limit"
  | "trend_increasing"
  | "trend_decreasing"
  | "two_in_three_above"
  | "two_in_three_below"
  | "seven_above_mean"
  | "seven_below_mean"
  | "common_cause";

/**
 * The special cause of each point of one segment, in order.
 *
 * Outside the limits; then 7 points each above (or each below) the one before; then within three points on one side of
 * the mean, those two or three beyond the near limit but inside the limits; then 7 points on one side of the mean. All points
 * of a run are marked. A tie ends a trend, a point at the mean ends a run; a point that ends one trend and starts another
 * belongs to the later.
 *
 * source   NHS "Making data count"; precedence as in NHSRplotthedots
 */
export function specialCauses(values: readonly number[], limits: XmrLimits): SpecialCause[] {
  const side = values.map((value) => Math.sign(value - limits.mean));
  const isOutside = values.map((value) => value > limits.upper || value < limits.lower);
  const isNear = values.map(
    (value, i) => isOutside[i] === false && (value < limits.near_lower || value > limits.near_upper),
  );
  const trend = trends(values);
  const run = markRuns(side);
  const twoInThree = twoInThrees(side, isNear);
  return values.map((_value, i) => {
    const isHigh = (side[i] ?? 0) > 0;
    if (isOutside[i] === true) return isHigh ? "above_upper_limit" : "below_lower_limit";
    if (trend[i] !== 0) return (trend[i] ?? 0) > 0 ? "trend_increasing" : "trend_decreasing";
    if (twoInThree[i] === true) return isHigh ? "two_in_three_above" : "two_in_three_below";
    if (run[i] === true) return isHigh ? "seven_above_mean" : "seven_below_mean";
    return "common_cause";
  });
}

/** Marks every member of a stretch of RUN_POINTS or more equal, non-zero signs. */
function markRuns(signs: readonly number[]): boolean[] {
  return stretches(signs, RUN_POINTS).map((sign) => sign !== 0);
}

/** +1 or −1 for each point of a trend, 0 for others; RUN_POINTS points have one difference less. */
function trends(values: readonly number[]): number[] {
  const steps = values.slice(1).map((value, i) => Math.sign(value - (values[i] ?? Number.NaN)));
  const marked = stretches(steps, RUN_POINTS - 1);
  return values.map((_value, i) => marked[i] || marked[i - 1] || 0);
}

/** Each sign where it belongs to a stretch of at least `length` equal signs, else 0. */
function stretches(signs: readonly number[], length: number): number[] {
  const marked = signs.map(() => 0);
  let start = 0;
  for (let i = 1; i <= signs.length; i++) {
    if (i < signs.length && signs[i] === signs[start]) continue;
    if (i - start >= length) marked.fill(signs[start] ?? 0, start, i);
    start = i;
  }
  return marked;
}

function twoInThrees(side: readonly number[], isNear: readonly boolean[]): boolean[] {
  const marked = side.map(() => false);
  for (let i = 0; i + 2 < side.length; i++) {
    const window = [i, i + 1, i + 2];
    const isOneSided = Math.abs(window.reduce((sum, j) => sum + (side[j] ?? 0), 0)) === window.length;
    const near = window.filter((j) => isNear[j] === true);
    if (isOneSided && near.length >= 2) for (const j of near) marked[j] = true;
  }
  return marked;
}
