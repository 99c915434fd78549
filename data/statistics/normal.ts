import { pnorm, qnorm } from "lib-r-math.js";
import { log1mExp, requireDomain } from "./special.js";

const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

/** The published start is good to a few digits in the farthest tail; each Newton step doubles them. */
const NEWTON_STEPS = 3;

/** log P(Z <= z) for a standard normal Z. Source: lib-r-math.js `pnorm` (Cody 1969, as in R). */
export function logNormalLower(z: number): number {
  return pnorm(z, 0, 1, true, true);
}

/** log P(Z > z) for a standard normal Z. Source as `logNormalLower`. */
export function logNormalUpper(z: number): number {
  return pnorm(z, 0, 1, false, true);
}

/**
 * The z with log P(Z > z) = logP; logP <= 0, also below the smallest double. Throws RangeError for logP > 0.
 *
 * source  Wichura 1988 (AS 241) through lib-r-math.js `qnorm`, then Newton steps on the log scale, where the tail is
 *         nearly quadratic
 */
export function normalQuantileOfLogUpper(logP: number): number {
  requireDomain(logP <= 0, "log p", logP);
  if (logP === 0) return -Infinity;
  if (logP === -Infinity) return Infinity;
  if (logP > -Math.LN2) return -normalQuantileOfLogUpper(log1mExp(logP));
  let z = qnorm(logP, 0, 1, false, true);
  for (let i = 0; i < NEWTON_STEPS; i++) {
    const tail = logNormalUpper(z);
    z += (tail - logP) * Math.exp(tail + z * z * 0.5 + HALF_LOG_TWO_PI);
  }
  return z;
}

/** The z with P(Z <= z) = p; p in [0, 1]. Throws RangeError outside. */
export function normalQuantile(p: number): number {
  requireDomain(p >= 0 && p <= 1, "p", p);
  return p < 0.5 ? -normalQuantileOfLogUpper(Math.log(p)) : normalQuantileOfLogUpper(Math.log1p(-p));
}
