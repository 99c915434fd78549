import { type CountDesign, type CountGlm, fitCountGlm, predictLogMean } from "./count-glm.js";
import type { SizeAndMean } from "./gamma-poisson.js";
import { requireDomain } from "./special.js";

/**
 * A past count is an outbreak, and weighs less, above this many scaled residuals. Source: Noufaily et al. 2013 (2.58, the
 * two-sided 1 % point of the normal; Farrington et al. 1996 used 1, which trims ordinary weeks too).
 */
export const OUTBREAK_RESIDUAL = 2.58;

/**
 * Largest standard error of a log mean that a prediction is made from: a mean learnt from S events has 1 / sqrt(S), so
 * above 1 less than one event speaks for it, and a level without any would make the first event there look impossible.
 */
const STANDARD_ERROR_MAX = 1;

/** A seasonal baseline whose past outbreaks weigh less. */
export interface Baseline {
  readonly fit: CountGlm;
  /** max(1, Pearson dispersion): variance over mean of one night's count. */
  readonly dispersion: number;
  /** Weights of the final fit, in the order of the design, summing to the number of counts. */
  readonly weights: readonly number[];
}

/** Tonight by the baseline. */
export interface BaselinePrediction extends SizeAndMean {
  /** Standard error of the log mean. */
  readonly standardError: number;
}

/**
 * Anscombe residuals of a Poisson fit, scaled by dispersion and leverage: 1.5 (y^(2/3) mu^(-1/6) - mu^(1/2)) /
 * sqrt(phi (1 - h)); about standard normal. 0 where a count alone fixes its own mean (h = 1).
 *
 * source  Farrington et al. 1996, JRSS-A 159:547, section 3.6
 */
export function anscombeResiduals(counts: readonly number[], fit: CountGlm, dispersion: number): number[] {
  return fit.fitted.map((mean, i) => {
    const free = 1 - (fit.leverages[i] ?? 0);
    if (free <= Number.EPSILON * fit.fitted.length) return 0;
    const raw = 1.5 * ((counts[i] ?? 0) ** (2 / 3) * mean ** (-1 / 6) - Math.sqrt(mean));
    return raw / Math.sqrt(dispersion * free);
  });
}

/** Weights s^-2 above the threshold and 1 below, scaled to sum to their number. Source as `OUTBREAK_RESIDUAL`. */
export function outbreakWeights(residuals: readonly number[], threshold = OUTBREAK_RESIDUAL): number[] {
  requireDomain(threshold >= 1, "threshold", threshold);
  const raw = residuals.map((s) => (s > threshold ? s ** -2 : 1));
  const scale = raw.length / raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight * scale);
}

/**
 * Quasi-Poisson baseline, fitted, reweighted against past outbreaks and fitted again. Null where the model cannot be fitted
 * or has as many columns as counts: the caller abstains. Tonight must not be in the design.
 *
 * source  Farrington et al. 1996; Noufaily et al. 2013, Stat. Med. 32:1206
 */
export function fitBaseline(design: Omit<CountDesign, "weights">): Baseline | null {
  const first = fitCountGlm(design);
  if (first === null || Number.isNaN(first.dispersion)) return null;
  const residuals = anscombeResiduals(design.counts, first, Math.max(1, first.dispersion));
  const weights = outbreakWeights(residuals);
  const fit = fitCountGlm({ ...design, weights });
  if (fit === null) return null;
  return { fit, dispersion: Math.max(1, fit.dispersion), weights };
}

/**
 * Tonight's count by the baseline, as a negative binomial whose variance is phi mu + (mu se)^2: the nights' own
 * over-dispersion and the uncertainty of the mean together. size = mu / (phi - 1 + mu se^2), Infinity where that is Poisson.
 *
 * Null where the standard error of the log mean is above 1, as for a season in which nothing was ever seen: the caller
 * abstains or judges by the group's predictive instead.
 *
 * row     tonight's columns; offset: log exposure
 * source  nbPlugin of Noufaily et al. 2013 (size = mu / (phi - 1)), with the mean's uncertainty as a gamma mixture matched
 *         by its variance (delta method)
 */
export function predictBaseline(
  { fit, dispersion }: Baseline,
  row: readonly number[],
  { offset = 0 }: { readonly offset?: number } = {},
): BaselinePrediction | null {
  const { logMean, standardError } = predictLogMean(fit, row, { offset, dispersion });
  if (!(standardError <= STANDARD_ERROR_MAX)) return null;
  const mean = Math.exp(logMean);
  const excess = dispersion - 1 + mean * standardError ** 2;
  return { size: excess > 0 ? mean / excess : Infinity, mean, standardError };
}
