import { logNormalUpper, normalQuantile } from "../../../data/statistics/normal.js";
import type { SurvivalCurve } from "./kaplan-meier.js";

/** Mean time waited within a horizon. NaN where the horizon lies beyond what was observed. */
export interface RestrictedMean {
  readonly horizon: number;
  readonly mean: number;
  readonly std_error: number;
}

/** Difference of two restricted means (second minus first), its interval, and a two-sided p-value. */
export interface RestrictedMeanDifference {
  readonly horizon: number;
  readonly difference: number;
  readonly std_error: number;
  readonly lower: number;
  readonly upper: number;
  readonly p_value: number;
}

/**
 * Mean time waited up to `horizon`: the area under the curve from 0 to there.
 *
 * Variance Σ A(tᵢ)² d / (n (n − d)) over event times before the horizon, A(t) the area from t to the horizon.
 *
 * source   Klein & Moeschberger 2003, §4.5; Irwin 1949
 */
export function restrictedMean(curve: SurvivalCurve, horizon: number): RestrictedMean {
  const { time, at_risk, event_count } = curve.table;
  const last = time.at(-1) ?? 0;
  if (horizon > last && (curve.survival.at(-1) ?? 1) > 0) {
    return { horizon, mean: Number.NaN, std_error: Number.NaN };
  }
  let area = 0;
  let variance = 0;
  let right = horizon;
  for (let i = time.length - 1; i >= 0; i--) {
    const t = time[i] ?? Number.NaN;
    if (t >= horizon) continue;
    area += (right - t) * (curve.survival[i] ?? Number.NaN);
    right = t;
    const n = at_risk[i] ?? 0;
    const d = event_count[i] ?? 0;
    if (d > 0 && d < n) variance += (area * area * d) / (n * (n - d));
  }
  return { horizon, mean: area + right, std_error: Math.sqrt(variance) };
}

/**
 * How much longer, on average and within `horizon`, the second group waited than the first; groups independent.
 *
 * source   Royston & Parmar 2013, doi:10.1186/1471-2288-13-152; Uno et al. 2014, doi:10.1200/JCO.2014.55.2208
 */
export function restrictedMeanDifference(
  first: SurvivalCurve,
  second: SurvivalCurve,
  options: { readonly horizon: number; readonly level: number },
): RestrictedMeanDifference {
  const { horizon, level } = options;
  const a = restrictedMean(first, horizon);
  const b = restrictedMean(second, horizon);
  const difference = b.mean - a.mean;
  const std_error = Math.hypot(a.std_error, b.std_error);
  const half = normalQuantile(0.5 + level / 2) * std_error;
  const p_value = 2 * Math.exp(logNormalUpper(Math.abs(difference) / std_error));
  return { horizon, difference, std_error, lower: difference - half, upper: difference + half, p_value };
}
