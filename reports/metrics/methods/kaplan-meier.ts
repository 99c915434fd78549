import { normalQuantile } from "../../../data/statistics/normal.js";
import { atRiskAt, type EventTable, lastIndexAt } from "./event-table.js";

/**
 * How the interval is drawn: on log S (R's default), on log(-log S) (best near 0 and 1; what reports print), on S itself, or
 * not at all, where only the curve is asked for.
 */
export type IntervalScale = "log" | "log-log" | "plain" | "none";

export interface IntervalOptions {
  readonly scale: IntervalScale;
  /** Coverage, between 0 and 1, as 0.95. */
  readonly level: number;
}

/** What the public reports print: 95 %, log-log (Borgan & Liestøl 1990: better coverage with few subjects). */
export const LOG_LOG_95: IntervalOptions = { scale: "log-log", level: 0.95 };

/** A survival curve: one entry per distinct exit time, ascending. NaN means that it cannot be estimated. */
export interface SurvivalCurve {
  readonly table: EventTable;
  /** Share still waiting just after `table.time`. */
  readonly survival: Float64Array;
  /** Standard error of `survival` (Greenwood 1926); NaN once nobody is left. */
  readonly std_error: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly interval: IntervalOptions;
}

/** The curve at one time. Beyond the last exit nothing was observed: all is NaN unless everybody had ended by then. */
export interface SurvivalPoint {
  readonly time: number;
  readonly at_risk: number;
  readonly survival: number;
  readonly std_error: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Kaplan–Meier: the share still waiting after each time, open subjects counted for as long as they were seen.
 *
 * S(t) = Π (1 − d/n) over exit times up to t; Greenwood variance S² Σ d / (n (n − d)). With late entries n counts only
 * those under observation, and S is conditional on being waiting at the earliest entry.
 *
 * source   Kaplan & Meier 1958; Greenwood 1926; late entries: Klein & Moeschberger 2003, §4.6
 */
export function kaplanMeier(table: EventTable, interval: IntervalOptions): SurvivalCurve {
  const size = table.time.length;
  const survival = new Float64Array(size);
  const stdError = new Float64Array(size);
  const lower = new Float64Array(size);
  const upper = new Float64Array(size);
  const z = normalQuantile(0.5 + interval.level / 2);
  let s = 1;
  let hazardVariance = 0;
  let [low, high] = survivalInterval(1, 0, z, interval.scale);
  for (let i = 0; i < size; i++) {
    const n = table.at_risk[i] ?? 0;
    const d = table.event_count[i] ?? 0;
    if (d > 0) {
      s *= (n - d) / n;
      hazardVariance += d / (n * (n - d));
      [low, high] = survivalInterval(s, Math.sqrt(hazardVariance), z, interval.scale);
    }
    survival[i] = s;
    stdError[i] = s * Math.sqrt(hazardVariance);
    lower[i] = low;
    upper[i] = high;
  }
  return { table, survival, std_error: stdError, lower, upper, interval };
}

/** The curve at each of `times`, in their order. */
export function survivalAt(curve: SurvivalCurve, times: readonly number[]): SurvivalPoint[] {
  const last = curve.table.time.at(-1) ?? 0;
  return times.map((time) => {
    const index = lastIndexAt(curve.table.time, time);
    const at_risk = atRiskAt(curve.table, time);
    if (index < 0) return { time, at_risk, survival: 1, std_error: 0, lower: 1, upper: 1 };
    const survival = curve.survival[index] ?? Number.NaN;
    if (time > last && survival > 0) {
      return { time, at_risk, survival: NaN, std_error: NaN, lower: NaN, upper: NaN };
    }
    return {
      time,
      at_risk,
      survival,
      std_error: curve.std_error[index] ?? Number.NaN,
      lower: curve.lower[index] ?? Number.NaN,
      upper: curve.upper[index] ?? Number.NaN,
    };
  });
}

/** Share that ended within a time. NaN beyond what was seen. */
export interface ShareWithin {
  readonly time: number;
  readonly at_risk: number;
  readonly share: number;
  readonly std_error: number;
  readonly lower: number;
  readonly upper: number;
}

/** Share that ended within each of `times`, in their order: 1 − S with its interval mirrored; what "within target" means. */
export function shareWithin(curve: SurvivalCurve, times: readonly number[]): ShareWithin[] {
  return survivalAt(curve, times).map(({ time, at_risk, survival, std_error, lower, upper }) => {
    return { time, at_risk, share: 1 - survival, std_error, lower: 1 - upper, upper: 1 - lower };
  });
}

function survivalInterval(s: number, logError: number, z: number, scale: IntervalScale): [number, number] {
  if (!Number.isFinite(logError)) return [Number.NaN, Number.NaN];
  switch (scale) {
    case "none":
      return [Number.NaN, Number.NaN];
    case "plain":
      return [Math.max(0, s - z * s * logError), Math.min(1, s + z * s * logError)];
    case "log":
      return [s * Math.exp(-z * logError), Math.min(1, s * Math.exp(z * logError))];
    case "log-log": {
      if (s === 1) return [Number.NaN, Number.NaN];
      const half = (z * logError) / Math.abs(Math.log(s));
      return [s ** Math.exp(half), s ** Math.exp(-half)];
    }
  }
}
