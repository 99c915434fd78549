import type { DiscreteLaw } from "./laws.js";
import { logAddExp, requireDomain } from "./special.js";

/** Which departure is unusual: more than expected, or less. */
export type Side = "upper" | "lower";

/** Values above which a count is no longer an exact double: 2^53. */
const COUNT_MAX = Number.MAX_SAFE_INTEGER;

/** log of the ordinary p-value of y: P(Y >= y) for upper, P(Y <= y) for lower. Conservative; for formal guarantees. */
export function logOrdinaryP(law: DiscreteLaw, y: number, side: Side): number {
  return side === "upper" ? law.logUpper(Math.ceil(y) - 1) : law.logLower(y);
}

/** The ordinary p-value, in [0, 1]; 0 where it is below the smallest double. */
export function ordinaryP(law: DiscreteLaw, y: number, side: Side): number {
  return Math.exp(logOrdinaryP(law, y, side));
}

/**
 * log of the mid-p-value of y: P(Y > y) + P(Y = y) / 2 for upper, P(Y < y) + P(Y = y) / 2 for lower. For scoring: over
 * counts its mean on ordinary nights is exactly 1/2.
 *
 * source  Lancaster 1961, JASA 56:223
 */
export function logMidP(law: DiscreteLaw, y: number, side: Side): number {
  const beyond = side === "upper" ? law.logUpper(y) : law.logLower(Math.ceil(y) - 1);
  return Math.min(0, logAddExp(beyond, law.logMass(y) - Math.LN2));
}

/** The mid-p-value, in [0, 1]; 0 where it is below the smallest double. */
export function midP(law: DiscreteLaw, y: number, side: Side): number {
  return Math.exp(logMidP(law, y, side));
}

/**
 * The randomised p-value P(Y > y) + u P(Y = y) (lower: P(Y < y) + u P(Y = y)), exactly uniform on ordinary nights when u
 * is. u in [0, 1]; take it from `hashUniform`, so that a rerun gives the same figure. Throws RangeError outside.
 */
export function randomisedP(law: DiscreteLaw, y: number, side: Side, { u }: { readonly u: number }): number {
  requireDomain(u >= 0 && u <= 1, "u", u);
  const beyond = side === "upper" ? law.logUpper(y) : law.logLower(Math.ceil(y) - 1);
  return Math.min(1, Math.exp(beyond) + u * Math.exp(law.logMass(y)));
}

/**
 * The smallest count y with P(Y <= y) >= p, as R's quantile functions; p in [0, 1). Doubling from the mean, then
 * bisection over whole numbers. Throws RangeError for p outside or a quantile above 2^53.
 */
export function countQuantile(law: DiscreteLaw, p: number): number {
  requireDomain(p >= 0 && p < 1, "p", p);
  const logLowerMin = Math.log(p);
  const logUpperMax = Math.log1p(-p);
  const isReached = (y: number) => (p < 0.5 ? law.logLower(y) >= logLowerMin : law.logUpper(y) <= logUpperMax);
  if (isReached(0)) return 0;
  let low = 0;
  let high = Math.max(1, Math.ceil(law.mean));
  while (!isReached(high)) {
    requireDomain(high < COUNT_MAX, "count", high);
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (isReached(middle)) high = middle;
    else low = middle;
  }
  return Math.min(high, law.max);
}

/**
 * P(at least one of `count` independent events of chance p), without loss for the smallest p; at least the smallest double.
 *
 * count  at least 1
 * source Šidák 1967, JASA 62:626
 */
export function atLeastOne(p: number, count: number): number {
  return Math.max(-Math.expm1(count * Math.log1p(-Math.min(p, 1))), Number.MIN_VALUE);
}
