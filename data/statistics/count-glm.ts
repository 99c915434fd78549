import { inverseOfPositiveDefinite } from "./cholesky.js";
import { argMax } from "./line-search.js";
import { negativeBinomial } from "./negative-binomial.js";
import { requireDomain } from "./special.js";

/** Counts and what they depend on; all arrays in the order of `counts`. */
export interface CountDesign {
  /** Events, >= 0. */
  readonly counts: readonly number[];
  /** One row for each count, k columns, the intercept's 1 included. */
  readonly rows: readonly (readonly number[])[];
  /** log exposure; 0 where absent. */
  readonly offset?: readonly number[];
  /** Prior weights, >= 0; 1 where absent. */
  readonly weights?: readonly number[];
}

/** A fitted log-linear model of counts. */
export interface CountGlm {
  /** k coefficients, on the log scale, in the order of the columns. */
  readonly coefficients: readonly number[];
  /** Negative-binomial size in events; Infinity for (quasi-)Poisson. */
  readonly size: number;
  /** Fitted means, events. */
  readonly fitted: readonly number[];
  /** Leverages h_ii, dimensionless, summing to k. */
  readonly leverages: readonly number[];
  /** Pearson's chi-square over n - k, n counting positive weights: variance over that of the family; NaN where n = k. */
  readonly dispersion: number;
  /** Unscaled covariance (X'WX)^-1, k x k; times the dispersion it is the coefficients'. */
  readonly covariance: readonly (readonly number[])[];
}

/** As R's glm.control: relative change of the deviance, but to more digits than its 1e-8. */
const CONVERGED = 1e-12;
const ITERATIONS_MAX = 100;

/** Smallest fitted mean, as R's log link (.Machine$double.eps): a level without events does not run to -Infinity. */
const MEAN_MIN = Number.EPSILON;

/** Sizes searched for the negative binomial, events: see the Gamma–Poisson fit. */
const SIZE_MIN = 0.01;
const SIZE_MAX = 10_000;

/**
 * Log-linear model of counts, (quasi-)Poisson where size is Infinity, else negative binomial with that size.
 *
 * Null where the columns are linearly dependent or the fit does not converge: the caller abstains. Throws RangeError for
 * lengths that differ, negative counts or weights.
 *
 * source  iteratively reweighted least squares, McCullagh & Nelder 1989, section 2.5 (R's glm)
 */
export function fitCountGlm(design: CountDesign, size = Infinity): CountGlm | null {
  requireDesign(design);
  requireDomain(size > 0, "size", size);
  const { counts, rows } = design;
  const k = rows[0]?.length ?? 0;
  const offset = (i: number): number => design.offset?.[i] ?? 0;
  const weight = (i: number): number => design.weights?.[i] ?? 1;
  const working = (i: number, mean: number): number => (weight(i) * mean) / (1 + mean / size);

  let means = counts.map((y) => y + 0.1);
  let coefficients: number[] = [];
  let deviance = Infinity;
  let isConverged = false;
  for (let iteration = 0; iteration < ITERATIONS_MAX && !isConverged; iteration++) {
    const target = means.map((mean, i) => Math.log(mean) - offset(i) + ((counts[i] ?? 0) - mean) / mean);
    const w = means.map((mean, i) => working(i, mean));
    const inverse = inverseOfPositiveDefinite(crossProduct(rows, w, k));
    if (inverse === null) return null;
    const right = weightedSums(rows, w, target, k);
    coefficients = inverse.map((row) => dot(row, right));
    means = rows.map((row, i) => Math.max(MEAN_MIN, Math.exp(dot(row, coefficients) + offset(i))));
    const next = means.reduce((sum, mean, i) => sum + weight(i) * unitDeviance(counts[i] ?? 0, mean, size), 0);
    if (!Number.isFinite(next)) return null;
    isConverged = Math.abs(next - deviance) / (Math.abs(next) + 0.1) < CONVERGED;
    deviance = next;
  }
  if (!isConverged) return null;

  const final = means.map((mean, i) => working(i, mean));
  const covariance = inverseOfPositiveDefinite(crossProduct(rows, final, k));
  if (covariance === null) return null;
  const leverages = rows.map((row, i) => (final[i] ?? 0) * quadraticForm(row, covariance));
  const pearson = means.reduce((sum, mean, i) => {
    const residual = (counts[i] ?? 0) - mean;
    return sum + (weight(i) * residual * residual) / (mean * (1 + mean / size));
  }, 0);
  const n = counts.filter((_, i) => weight(i) > 0).length;
  return {
    coefficients,
    size,
    fitted: means,
    leverages,
    dispersion: n > k ? pearson / (n - k) : Number.NaN,
    covariance,
  };
}

/**
 * Negative-binomial log-linear model with its size by maximum likelihood in [0.01, 10 000] events; null as `fitCountGlm`.
 *
 * source  profile likelihood over the log of the size (the estimate of MASS's glm.nb, Venables & Ripley 2002, section 7.4)
 */
export function fitNegativeBinomialGlm(design: CountDesign): CountGlm | null {
  const logLikelihood = (logSize: number): number => {
    const fit = fitCountGlm(design, Math.exp(logSize));
    if (fit === null) return -Infinity;
    return fit.fitted.reduce((sum, mean, i) => {
      const weight = design.weights?.[i] ?? 1;
      return weight === 0 ? sum : sum + weight * negativeBinomial(fit.size, mean).logMass(design.counts[i] ?? 0);
    }, 0);
  };
  return fitCountGlm(design, Math.exp(argMax(logLikelihood, Math.log(SIZE_MIN), Math.log(SIZE_MAX))));
}

/** The log of the mean at a new row, offset included, and its standard error on the log scale for the given dispersion. */
export function predictLogMean(
  fit: CountGlm,
  row: readonly number[],
  { offset = 0, dispersion = fit.dispersion }: { readonly offset?: number; readonly dispersion?: number } = {},
): { readonly logMean: number; readonly standardError: number } {
  requireDomain(row.length === fit.coefficients.length, "number of columns", row.length);
  return {
    logMean: dot(row, fit.coefficients) + offset,
    standardError: Math.sqrt(dispersion * quadraticForm(row, fit.covariance)),
  };
}

function requireDesign({ counts, rows, offset, weights }: CountDesign): void {
  requireDomain(counts.length > 0, "number of counts", counts.length);
  requireDomain(rows.length === counts.length, "number of rows", rows.length);
  requireDomain(offset === undefined || offset.length === counts.length, "number of offsets", offset?.length ?? 0);
  requireDomain(weights === undefined || weights.length === counts.length, "number of weights", weights?.length ?? 0);
  for (const count of counts) requireDomain(count >= 0 && count < Infinity, "count", count);
  for (const weight of weights ?? []) requireDomain(weight >= 0 && weight < Infinity, "weight", weight);
  for (const row of rows) requireDomain(row.length === rows[0]?.length, "number of columns", row.length);
}

function unitDeviance(y: number, mean: number, size: number): number {
  const own = y === 0 ? 0 : y * Math.log(y / mean);
  const common = size === Infinity ? y - mean : (y + size) * Math.log((y + size) / (mean + size));
  return 2 * (own - common);
}

function crossProduct(rows: readonly (readonly number[])[], w: readonly number[], k: number): number[][] {
  const sums = Array.from({ length: k }, () => new Array<number>(k).fill(0));
  rows.forEach((row, i) => {
    const weight = w[i] ?? 0;
    for (const [a, sum] of sums.entries()) {
      const scaled = weight * (row[a] ?? 0);
      if (scaled !== 0) for (let b = 0; b < k; b++) sum[b] = (sum[b] ?? 0) + scaled * (row[b] ?? 0);
    }
  });
  return sums;
}

function weightedSums(
  rows: readonly (readonly number[])[],
  w: readonly number[],
  z: readonly number[],
  k: number,
): number[] {
  const sums = new Array<number>(k).fill(0);
  rows.forEach((row, i) => {
    for (let a = 0; a < k; a++) sums[a] = (sums[a] ?? 0) + (w[i] ?? 0) * (z[i] ?? 0) * (row[a] ?? 0);
  });
  return sums;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

function quadraticForm(row: readonly number[], matrix: readonly (readonly number[])[]): number {
  return row.reduce((sum, value, i) => sum + value * dot(row, matrix[i] ?? []), 0);
}
