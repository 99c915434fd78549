import type { SurvivalCurve } from "./kaplan-meier.js";

/** Two shares closer than this are the same share. R's tolerance for quantiles of a curve, the square root of 2⁻⁵². */
const SAME_SHARE = Math.sqrt(Number.EPSILON);

/** A time by which a share of subjects ended; null where the curve, or the interval's edge, never reached it. */
export interface SurvivalQuantile {
  readonly share: number;
  readonly time: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Times by which the given shares ended, with intervals from where the curve's own limits cross the same level.
 *
 * The quantile is the first time with S at or below 1 − share. Where S is flat at exactly that level, it is the middle of
 * the flat step, as the median of an even count is the middle of two; where the curve ends flat there, its start.
 *
 * shares   between 0 and 1: 0.5 is the median, 0.9 the time by which nine in ten ended
 * source   Brookmeyer & Crowley 1982; the midpoint convention is that of R's survival
 */
export function survivalQuantiles(curve: SurvivalCurve, shares: readonly number[]): SurvivalQuantile[] {
  const { time } = curve.table;
  return shares.map((share) => ({
    share,
    time: crossing(time, curve.survival, 1 - share),
    lower: crossing(time, curve.lower, 1 - share),
    upper: crossing(time, curve.upper, 1 - share),
  }));
}

function crossing(time: Float64Array, level: Float64Array, target: number): number | null {
  const first = level.findIndex((value) => value < target + SAME_SHARE);
  if (first < 0) return null;
  const start = time[first] ?? Number.NaN;
  const reached = level[first] ?? Number.NaN;
  if (Math.abs(reached - target) >= SAME_SHARE) return start;
  const next = level.findIndex((value, i) => i > first && value < reached - SAME_SHARE);
  return next < 0 ? start : (start + (time[next] ?? Number.NaN)) / 2;
}
