import { lgamma, digamma as libraryDigamma } from "lib-r-math.js";

/**
 * Natural logarithm of |Gamma(x)|; x dimensionless.
 *
 * source  lib-r-math.js `lgamma`, a port of R's lgammafn (W. Fullerton, Los Alamos)
 */
export function logGamma(x: number): number {
  return lgamma(x);
}

/** Derivative of logGamma; x dimensionless, positive. Source: lib-r-math.js `digamma` (Amos 1983, ACM TOMS 610). */
export function digamma(x: number): number {
  return libraryDigamma(x);
}

/**
 * log(1 - exp(x)) for x <= 0, without loss where exp(x) is near 0 or 1.
 *
 * source  Mächler 2012, "Accurately computing log(1 - exp(-|a|))", switch at -log 2
 */
export function log1mExp(x: number): number {
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
}

/** log(exp(x) + exp(y)) without overflow; -Infinity stands for a probability of 0. */
export function logAddExp(x: number, y: number): number {
  const high = Math.max(x, y);
  if (high === -Infinity) return -Infinity;
  return high + Math.log1p(Math.exp(Math.min(x, y) - high));
}

/** Throws RangeError, naming the quantity, unless the condition holds: a caller outside a law's domain is a bug. */
export function requireDomain(isInside: boolean, what: string, value: number): void {
  if (!isInside) throw new RangeError(`outside the domain: ${what} = ${value}`);
}
