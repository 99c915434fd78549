import { logBetaTails } from "./incomplete-beta.js";
import type { LogTails } from "./laws.js";
import { log1mExp, requireDomain } from "./special.js";

/**
 * Log of both tails of Student's t at t; degrees of freedom real, > 0. Throws RangeError otherwise.
 *
 * source  P(|T| > t) = I_x(df / 2, 1 / 2) with x = df / (df + t^2), Abramowitz & Stegun 26.7.1
 */
export function logStudentTails(t: number, degreesOfFreedom: number): LogTails {
  requireDomain(degreesOfFreedom > 0 && degreesOfFreedom < Infinity, "degrees of freedom", degreesOfFreedom);
  const square = t * t;
  const total = degreesOfFreedom + square;
  const outer =
    total === Infinity
      ? -Infinity
      : logBetaTails(degreesOfFreedom / total, square / total, degreesOfFreedom / 2, 0.5).lower - Math.LN2;
  const inner = log1mExp(outer);
  return t >= 0 ? { lower: inner, upper: outer } : { lower: outer, upper: inner };
}
