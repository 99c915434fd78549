import { binomial } from "../../../data/statistics/binomial.js";
import { chiSquare } from "../../../data/statistics/gamma.js";
import { countQuantile } from "../../../data/statistics/p-values.js";
import { backTransform, type FunnelKind, type FunnelUnit, standardError, transform } from "./funnel-score.js";

/** Normal quantiles of 95 % and 99.8 % limits to the digits that FunnelPlotR prints. */
export const Z_95 = 1.959964;
export const Z_998 = 3.090232;

/** Limits at one denominator, on the scale of the ratio itself. */
export interface FunnelLimits {
  readonly lower_95: number;
  readonly upper_95: number;
  readonly lower_998: number;
  readonly upper_998: number;
}

/**
 * How limits are drawn. "exact": exact Poisson and binomial limits where there are any, and every other limit carried back
 * from the transformed scale. "FunnelPlotR": to the letter of that package, to be compared with it: arcsine limits for
 * proportions, square-root limits that stay on the root scale, and 1/(2√n) as the error of a ratio of counts.
 */
export type FunnelConvention = "exact" | "FunnelPlotR";

export interface LimitOptions {
  readonly kind: FunnelKind;
  readonly convention: FunnelConvention;
  readonly target: number;
  /** Variance between units, 0 for limits by chance alone. */
  readonly tau2: number;
}

/** Limits for one unit's denominator around the target; `tau2` above 0 widens them by the spread between units. */
export function funnelLimits(unit: FunnelUnit, options: LimitOptions): FunnelLimits {
  const { kind, convention, target, tau2 } = options;
  const isRatio = kind === "ratio_log" || kind === "ratio_root";
  if (tau2 === 0 && isRatio) return poissonLimits(unit.denominator, target);
  if (tau2 === 0 && kind === "proportion" && convention === "exact") return binomialLimits(unit.denominator, target);
  const isPackageCount = kind === "count_ratio" && convention === "FunnelPlotR";
  const within = isPackageCount ? 1 / (2 * Math.sqrt(unit.denominator)) : standardError(kind, unit);
  const spread = Math.sqrt(within * within + tau2);
  const stays = kind === "ratio_root" && convention === "FunnelPlotR";
  const at = (z: number) => (stays ? target + z * spread : backTransform(kind, transform(kind, target) + z * spread));
  return { lower_95: at(-Z_95), upper_95: at(Z_95), lower_998: at(-Z_998), upper_998: at(Z_998) };
}

/**
 * Exact limits of observed over expected when the truth is `target`: chi-square quantiles, halved, over the expected count.
 *
 * expected   above 0, need not be whole
 * source     Garwood 1936; Ulm 1990; as the SHMI specification
 */
export function poissonLimits(expected: number, target: number): FunnelLimits {
  const lower = (p: number) => (target * chiSquare(2 * expected).quantile(p)) / 2 / expected;
  const upper = (p: number) => (target * chiSquare(2 * (expected + 1)).quantile(p)) / 2 / expected;
  return { lower_95: lower(0.025), upper_95: upper(0.975), lower_998: lower(0.001), upper_998: upper(0.999) };
}

/**
 * Exact binomial limits, interpolated between whole counts so that they fall smoothly with the number of trials.
 *
 * r the smallest count with F(r) >= p, a = (F(r) − p)/(F(r) − F(r − 1)), limit (r − a)/n, kept in [0, 1].
 *
 * trials   whole
 * source   Spiegelhalter 2005, doi:10.1002/sim.1970, appendix A.1.1
 */
export function binomialLimits(trials: number, target: number): FunnelLimits {
  const law = binomial(trials, target);
  const at = (p: number) => {
    const r = countQuantile(law, p);
    const reached = Math.exp(law.logLower(r));
    const part = (reached - p) / (reached - Math.exp(law.logLower(r - 1)));
    return Math.min(1, Math.max(0, (r - part) / trials));
  };
  return { lower_95: at(0.025), upper_95: at(0.975), lower_998: at(0.001), upper_998: at(0.999) };
}
