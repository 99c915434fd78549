import type { Direction, Variation } from "./methods/xmr-chart.js";

/** What a figure says of itself, in the words of metrics.json. */
export const METRIC_VERDICTS = [
  "improving",
  "worsening",
  "stable",
  "meets target",
  "misses target",
  "cannot tell",
] as const;

export type MetricVerdict = (typeof METRIC_VERDICTS)[number];

/** A figure as it is to be judged. */
export interface Judged {
  /** Null where it could not be estimated. */
  readonly value: number | null;
  /** Null where there is none: a plain count. Infinite ends are open. */
  readonly interval: readonly [number, number] | null;
  readonly target: number | null;
  readonly direction: Direction;
  /** Of the metric's XmR chart; null where it has none. */
  readonly variation: Variation | null;
}

/**
 * One verdict a figure, bad news first: misses target, worsening, meets target, improving, stable, cannot tell.
 *
 * A target is met or missed only where the whole interval lies on one side of it; an interval across the target decides
 * nothing, and movement is then all that can be told. A change where neither way is better is not stable, and no word here
 * fits it: cannot tell.
 */
export function metricVerdict({ value, interval, target, direction, variation }: Judged): MetricVerdict {
  if (value === null) return "cannot tell";
  const side =
    target === null || direction === "neutral" ? null : targetSide(interval ?? [value, value], target, direction);
  if (side === "misses target") return side;
  if (variation === "concern") return "worsening";
  if (side === "meets target") return side;
  if (variation === "improvement") return "improving";
  return variation === "common_cause" ? "stable" : "cannot tell";
}

function targetSide(
  [low, high]: readonly [number, number],
  target: number,
  direction: Direction,
): MetricVerdict | null {
  const isAtOrAbove = low >= target;
  const isAtOrBelow = high <= target;
  if (direction === "increase" ? isAtOrAbove : isAtOrBelow) return "meets target";
  if (direction === "increase" ? high < target : low > target) return "misses target";
  return null;
}
