import { dpois, pgamma } from "lib-r-math.js";
import type { DiscreteLaw } from "./laws.js";
import { requireDomain } from "./special.js";

/**
 * Poisson with the given mean, in events. Mean 0 is certain to give 0. Throws RangeError for a negative or infinite mean.
 *
 * source  P(Y > y) = P(y + 1, mean), the regularised lower incomplete gamma (DLMF 8.4.10), through lib-r-math.js `pgamma`
 */
export function poisson(mean: number): DiscreteLaw {
  requireDomain(mean >= 0 && mean < Infinity, "mean", mean);
  if (mean === 0) {
    return {
      mean,
      max: 0,
      logMass: (y) => (y === 0 ? 0 : -Infinity),
      logLower: (y) => (y < 0 ? -Infinity : 0),
      logUpper: (y) => (y < 0 ? 0 : -Infinity),
    };
  }
  return {
    mean,
    max: Infinity,
    logMass: (y) => (y < 0 || !Number.isInteger(y) ? -Infinity : dpois(y, mean, true)),
    logLower: (y) => (y < 0 ? -Infinity : pgamma(mean, Math.floor(y) + 1, 1, undefined, false, true)),
    logUpper: (y) => (y < 0 ? 0 : pgamma(mean, Math.floor(y) + 1, 1, undefined, true, true)),
  };
}
