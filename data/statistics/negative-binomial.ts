import { logBetaTails, logBinomialForm } from "./incomplete-beta.js";
import type { DiscreteLaw } from "./laws.js";
import { poisson } from "./poisson.js";
import { requireDomain } from "./special.js";

/**
 * Negative binomial by size k and mean m, both in events: variance m + m^2 / k. Real k > 0; k = Infinity is Poisson(m).
 *
 * Throws RangeError for k <= 0, m < 0 or either not a number.
 *
 * source  P(Y > y) = I_x(y + 1, k) with x = m / (k + m), DLMF 8.17.24 and its extension to real k
 */
export function negativeBinomial(size: number, mean: number): DiscreteLaw {
  requireDomain(size > 0, "size", size);
  requireDomain(mean >= 0 && mean < Infinity, "mean", mean);
  if (size === Infinity || mean === 0) return poisson(mean);
  const x = mean / (size + mean);
  const y = size / (size + mean);
  return {
    mean,
    max: Infinity,
    logMass: (value) =>
      value < 0 || !Number.isInteger(value) ? -Infinity : logBinomialForm(size, value, y, x) - Math.log1p(value / size),
    logLower: (value) => (value < 0 ? -Infinity : logBetaTails(x, y, Math.floor(value) + 1, size).upper),
    logUpper: (value) => (value < 0 ? 0 : logBetaTails(x, y, Math.floor(value) + 1, size).lower),
  };
}
