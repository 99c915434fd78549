import { PipelineError } from "../../../data/errors.js";
import { TRIAL_POINTS_MIN, type XmrLimits, xmrLimits } from "./xmr-limits.js";
import { type SpecialCause, specialCauses } from "./xmr-rules.js";

/** Which way is better; "neutral" where neither is. */
export const DIRECTIONS = ["increase", "decrease", "neutral"] as const;

export type Direction = (typeof DIRECTIONS)[number];

export type PointType = "common_cause" | "improvement" | "concern" | "neutral_high" | "neutral_low";

/** What the last point says of change: nothing to see, or one of the special kinds; "cannot_tell" without limits. */
export type Variation = PointType | "cannot_tell";

/** Whether the process as it runs will meet the target. */
export type Assurance = "consistently_meets" | "consistently_misses" | "hit_or_miss" | "cannot_tell" | "no_target";

/** New limits from the point at `index` (0-based) on, and why: a change that somebody made, not one the data suggested. */
export interface Rebase {
  readonly index: number;
  readonly reason: string;
}

export interface XmrOptions {
  readonly direction: Direction;
  readonly target: number | null;
  readonly rebases: readonly Rebase[];
  readonly screen_outliers: boolean;
  /** Compute each segment's limits on its first points only, at least 12; null for all. */
  readonly fix_after_points: number | null;
}

export interface XmrPoint {
  readonly value: number;
  /** 0-based index into `segments`. */
  readonly segment: number;
  readonly cause: SpecialCause;
  readonly type: PointType;
}

export interface XmrChart {
  readonly points: readonly XmrPoint[];
  readonly segments: readonly { readonly start: number; readonly reason: string | null; readonly limits: XmrLimits }[];
  /** Of the last point. */
  readonly variation: Variation;
  /** Of the last segment's limits against the target; "cannot_tell" where it has none. */
  readonly assurance: Assurance;
  /** True while the last segment has fewer than 12 points to stand on. */
  readonly is_trial: boolean;
}

/**
 * An XmR chart of a series: is it changing, and will it meet its target as it runs?
 *
 * values   in time order, finite, at most one a period
 * throws   PipelineError for a rebase without a reason or out of order; RangeError for fewer fixed points than 12 or a
 *          value that is not finite
 * source   NHS "Making data count"; agrees with NHSRplotthedots, except where nothing is
 *          left to vary (see `xmrLimits`)
 */
export function xmrChart(values: readonly number[], options: XmrOptions): XmrChart {
  checkOptions(values, options);
  const starts = [{ index: 0, reason: null }, ...options.rebases];
  const segments = starts.map(({ index, reason }, s) => {
    const part = values.slice(index, starts[s + 1]?.index ?? values.length);
    const basis = options.fix_after_points === null ? part : part.slice(0, options.fix_after_points);
    return { start: index, reason, part, limits: xmrLimits(basis, options.screen_outliers) };
  });
  const points = segments.flatMap(({ part, limits }, segment) =>
    specialCauses(part, limits).map((cause, i): XmrPoint => {
      return { value: part[i] ?? Number.NaN, segment, cause, type: pointType(cause, options.direction) };
    }),
  );
  const limits = segments.at(-1)?.limits;
  const hasLimits = limits !== undefined && limits.status !== "none";
  return {
    points,
    segments: segments.map(({ start, reason, limits }) => ({ start, reason, limits })),
    variation: hasLimits ? (points.at(-1)?.type ?? "cannot_tell") : "cannot_tell",
    assurance: hasLimits ? assurance(limits, options) : options.target === null ? "no_target" : "cannot_tell",
    is_trial: limits === undefined || limits.point_count < TRIAL_POINTS_MIN,
  };
}

/** A high or rising point is +1, a low or falling one −1; the better direction makes it an improvement or a concern. */
function pointType(cause: SpecialCause, direction: Direction): PointType {
  if (cause === "common_cause") return "common_cause";
  const isHigh = cause.includes("above") || cause === "trend_increasing";
  if (direction === "neutral") return isHigh ? "neutral_high" : "neutral_low";
  return isHigh === (direction === "increase") ? "improvement" : "concern";
}

function assurance(limits: XmrLimits, { target, direction }: XmrOptions): Assurance {
  if (target === null || direction === "neutral") return "no_target";
  if (target > limits.upper) return direction === "increase" ? "consistently_misses" : "consistently_meets";
  if (target < limits.lower) return direction === "increase" ? "consistently_meets" : "consistently_misses";
  return "hit_or_miss";
}

function checkOptions(values: readonly number[], { rebases, fix_after_points }: XmrOptions): void {
  if (!values.every(Number.isFinite)) throw new RangeError("xmr: a value is not finite");
  if (fix_after_points !== null && !(fix_after_points >= TRIAL_POINTS_MIN)) {
    throw new RangeError(`limits fixed on too few points: ${fix_after_points}`);
  }
  let previous = 0;
  for (const { index, reason } of rebases) {
    if (reason.trim() === "")
      throw new PipelineError("rebase_without_reason", `rebase without a reason: point ${index}`);
    if (!(Number.isInteger(index) && index > previous && index < values.length)) {
      throw new PipelineError("rebase_misplaced", `rebase not inside the series: point ${index}`, {
        points: values.length,
      });
    }
    previous = index;
  }
}
