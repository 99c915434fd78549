import { chiSquare } from "./gamma.js";
import { logNormalUpper, normalQuantileOfLogUpper } from "./normal.js";
import { requireDomain } from "./special.js";

/**
 * p above this counts as this in the Cauchy combination: one p of nearly 1 would otherwise wipe out a real signal
 * (p = 1e-4 beside 0.99999 combines to 1). Source: truncated Cauchy test, arXiv:2506.12489.
 */
export const ACAT_CLIP = 0.99;

/** Smallest positive double: a p of 0 was below it, and stands as it in a sum of log p. */
const P_MIN = Number.MIN_VALUE;

/**
 * Cauchy combination of p-values under any dependence, the default for sparse evidence; p above ACAT_CLIP is clipped,
 * and where all are above it the least of them stands.
 *
 * p        each in [0, 1], at least one
 * weights  relative, >= 0, one for each p; equal where absent
 * Throws RangeError for no p, a p outside [0, 1], or weights that do not fit.
 *
 * source   Liu & Xie 2020, JASA 115:393: T = sum w tan((1/2 - p) pi), p = 1/2 - atan(T) / pi
 */
export function acat(p: readonly number[], weights?: readonly number[]): number {
  requireP(p);
  const share = normalised(p.length, weights);
  const least = Math.min(...p);
  if (least >= ACAT_CLIP) return least;
  let statistic = 0;
  p.forEach((value, i) => {
    const weight = share[i] ?? 0;
    if (weight > 0) statistic += weight * cauchyScore(Math.min(value, ACAT_CLIP));
  });
  return statistic > 0 ? Math.atan(1 / statistic) / Math.PI : 0.5 - Math.atan(statistic) / Math.PI;
}

/** tan((1/2 - p) pi), written as the cotangent of p pi so that the smallest p keep their digits. */
function cauchyScore(p: number): number {
  return 1 / Math.tan(p * Math.PI);
}

/** Smallest p times their number, at most 1; valid under any dependence. Throws RangeError as `acat`. */
export function bonferroni(p: readonly number[]): number {
  requireP(p);
  return Math.min(1, p.length * Math.min(...p));
}

/** min over ranks i of k p(i) / i; valid under positive dependence. Source: Simes 1986, Biometrika 73:751. */
export function simes(p: readonly number[]): number {
  requireP(p);
  const sorted = [...p].sort((a, b) => a - b);
  return sorted.reduce((least, value, i) => Math.min(least, (sorted.length * value) / (i + 1)), 1);
}

/**
 * Fisher's statistic -2 sum log p, also of mid-p-values, where an empirical null ranks it. Source: Fisher 1932.
 */
export function fisherStatistic(p: readonly number[]): number {
  requireP(p);
  return -2 * p.reduce((sum, value) => sum + Math.log(Math.max(value, P_MIN)), 0);
}

/** Fisher's p: chi-square tail with 2k degrees of freedom. Only for independent p, such as one detector's separate days. */
export function fisherP(p: readonly number[]): number {
  return Math.exp(chiSquare(2 * p.length).logUpper(fisherStatistic(p)));
}

/**
 * An upper bound of Fisher's p that holds for independent mid-p-values of any discrete laws; 1 where the statistic t is
 * below 2k. Very conservative: for guarantees only.
 *
 * source  Chernoff bound exp(k - t/2 - k log(2k / t)); mid-p is below a uniform in convex order, Rubin-Delanchy, Heard &
 *         Lawson 2019, JASA 114:1105
 */
export function fisherMidPBound(midP: readonly number[]): number {
  const k = midP.length;
  const t = fisherStatistic(midP);
  return t <= 2 * k ? 1 : Math.exp(k - t / 2 - k * Math.log((2 * k) / t));
}

/**
 * An upper bound of the chance that independent mid-p-values average this low: exp(-6 k (1/2 - mean)^2), 1 where the mean
 * is 1/2 or more. Source: Rubin-Delanchy, Heard & Lawson 2019, as `fisherMidPBound`.
 */
export function meanMidPBound(midP: readonly number[]): number {
  requireP(midP);
  const k = midP.length;
  const shortfall = 0.5 - midP.reduce((sum, value) => sum + value, 0) / k;
  return shortfall <= 0 ? 1 : Math.exp(-6 * k * shortfall * shortfall);
}

/**
 * Stouffer's sum of z, weighted; p of independent tests only. p of 0 and 1 are moved to the nearest double inside.
 * Throws RangeError as `acat`. Source: Stouffer 1949; weights Lipták 1958.
 */
export function stouffer(p: readonly number[], weights?: readonly number[]): number {
  requireP(p);
  const share = normalised(p.length, weights);
  let sum = 0;
  let squares = 0;
  p.forEach((value, i) => {
    const weight = share[i] ?? 0;
    const inside = Math.min(Math.max(value, P_MIN), 1 - Number.EPSILON / 2);
    sum += weight * normalQuantileOfLogUpper(Math.log(inside));
    squares += weight * weight;
  });
  return Math.exp(logNormalUpper(sum / Math.sqrt(squares)));
}

function requireP(p: readonly number[]): void {
  requireDomain(p.length > 0, "number of p-values", p.length);
  for (const value of p) requireDomain(value >= 0 && value <= 1, "p", value);
}

/** Weights that sum to 1. */
function normalised(count: number, weights?: readonly number[]): readonly number[] {
  if (weights === undefined) return new Array<number>(count).fill(1 / count);
  requireDomain(weights.length === count, "number of weights", weights.length);
  for (const weight of weights) requireDomain(weight >= 0 && weight < Infinity, "weight", weight);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  requireDomain(total > 0, "sum of weights", total);
  return weights.map((weight) => weight / total);
}
