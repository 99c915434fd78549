import { pgamma, qgamma } from "lib-r-math.js";
import type { ContinuousLaw } from "./laws.js";
import { requireDomain } from "./special.js";

/**
 * Gamma by shape (dimensionless) and rate (per unit of x): mean shape / rate. Throws RangeError unless both are positive.
 *
 * source  lib-r-math.js `pgamma` (Morris 2003, as in R) and `qgamma` (Best & Roberts 1975, AS 91, with R's Newton steps)
 */
export function gamma(shape: number, rate: number): ContinuousLaw {
  requireDomain(shape > 0 && shape < Infinity, "shape", shape);
  requireDomain(rate > 0 && rate < Infinity, "rate", rate);
  return {
    logLower: (x) => (x <= 0 ? -Infinity : pgamma(x * rate, shape, 1, undefined, true, true)),
    logUpper: (x) => (x <= 0 ? 0 : pgamma(x * rate, shape, 1, undefined, false, true)),
    quantile(p) {
      requireDomain(p >= 0 && p <= 1, "p", p);
      return qgamma(p, shape, 1, undefined, true, false) / rate;
    },
  };
}

/** Chi-square with the given degrees of freedom (> 0, real): Gamma(df / 2, 1 / 2). Throws RangeError otherwise. */
export function chiSquare(degreesOfFreedom: number): ContinuousLaw {
  requireDomain(degreesOfFreedom > 0, "degrees of freedom", degreesOfFreedom);
  return gamma(degreesOfFreedom / 2, 0.5);
}
