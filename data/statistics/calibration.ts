import { binomial } from "./binomial.js";
import { clopperPearsonInterval, type Interval } from "./intervals.js";
import { logOrdinaryP, ordinaryP } from "./p-values.js";
import { requireDomain } from "./special.js";

/** Terms of the alternating series fall below the smallest double well before this many. */
const SERIES_TERMS_MAX = 100;

/** Below this the Kolmogorov tail is 1 to every digit (its complement is under 1e-20), and the series converges slowly. */
const SERIES_FROM = 0.15;

/** What the tail of p-values says about calibration. */
export interface TailCheck {
  /** p-values at or below the nominal level. */
  readonly observed: number;
  /** p-values expected there. */
  readonly expected: number;
  /** Realised share at or below the level, with its exact 95 % interval. */
  readonly share: number;
  readonly interval: Interval;
  /** P(at least as many) and P(at most as many) if p were uniform: too many small p, too few. */
  readonly tooManyP: number;
  readonly tooFewP: number;
}

/**
 * Whether p-values of ordinary nights fall at or below a nominal level as often as they say. p should be randomised and
 * independent; level in (0, 1). Throws RangeError for no p or a level outside.
 *
 * source  exact binomial tails; interval Clopper & Pearson 1934
 */
export function tailCheck(p: readonly number[], level: number): TailCheck {
  requireDomain(p.length > 0, "number of p-values", p.length);
  requireDomain(level > 0 && level < 1, "level", level);
  const observed = p.filter((value) => value <= level).length;
  const law = binomial(p.length, level);
  return {
    observed,
    expected: law.mean,
    share: observed / p.length,
    interval: clopperPearsonInterval(observed, p.length, 0.95),
    tooManyP: ordinaryP(law, observed, "upper"),
    tooFewP: Math.exp(logOrdinaryP(law, observed, "lower")),
  };
}

/** Largest distance between the empirical distribution of u and the uniform on [0, 1]; throws RangeError for no u. */
export function kolmogorovDistance(u: readonly number[]): number {
  requireDomain(u.length > 0, "number of values", u.length);
  const sorted = [...u].sort((a, b) => a - b);
  const n = sorted.length;
  return sorted.reduce((largest, value, i) => Math.max(largest, value - i / n, (i + 1) / n - value), 0);
}

/**
 * Chance of a Kolmogorov distance at least this large among n independent uniforms: the limiting law at d (sqrt(n) + 0.12 +
 * 0.11 / sqrt(n)), good to about two digits from n = 5 on. Not a guarantee; for one, 2 exp(-2 n d^2) bounds it.
 *
 * source  Kolmogorov 1933; correction Stephens 1970, JRSS-B 32:115; bound Massart 1990
 */
export function kolmogorovP(distance: number, n: number): number {
  const root = Math.sqrt(n);
  return kolmogorovUpper(distance * (root + 0.12 + 0.11 / root));
}

/** Limiting P(K > x) = 2 sum (-1)^(j-1) exp(-2 j^2 x^2), as R's ks.test with exact = FALSE; x is distance times sqrt(n). */
export function kolmogorovUpper(x: number): number {
  if (x < SERIES_FROM) return 1;
  let sum = 0;
  for (let j = 1; j <= SERIES_TERMS_MAX; j++) {
    const term = Math.exp(-2 * j * j * x * x);
    sum += j % 2 === 1 ? term : -term;
    if (term < Number.EPSILON * sum) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}
