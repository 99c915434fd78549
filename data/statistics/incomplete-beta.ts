import { dbeta } from "lib-r-math.js";
import type { LogTails } from "./laws.js";
import { log1mExp, logGamma } from "./special.js";

/** Smallest change of the continued fraction that a double can still show. */
const CONVERGED = 2 ** -52;

/** Replaces a zero denominator in Lentz's method; any value far below rounding serves (Thompson & Barnett 1986). */
const TINY = 1e-300;

/** About sqrt(max(a, b)) terms are used near the mode, so this covers parameters up to about 1e8. */
const TERMS_MAX = 100_000;

/**
 * Below this Loader's deviance divides by what may be no normal number any more, and gives -Infinity; the plain formula is
 * exact enough there, for its last terms are hundreds of times the others.
 */
const DENSITY_MIN = 1e-290;

/**
 * log of Gamma(a+b+1) / (Gamma(a+1) Gamma(b+1)) x^a y^b, y = 1 - x: the binomial mass for real a, b >= 0.
 *
 * Both x and y are arguments so that neither is lost to cancellation. Binomial and negative-binomial masses and the
 * factor before the incomplete-beta fraction are all multiples of this one quantity.
 *
 * source  Loader 2000, "Fast and accurate computation of binomial probabilities", through lib-r-math.js `dbeta`
 *         (dbeta(x; a+1, b+1) = (a+b+1) times this)
 */
export function logBinomialForm(a: number, b: number, x: number, y: number): number {
  if (x <= 0) return a === 0 ? 0 : -Infinity;
  if (y <= 0) return b === 0 ? 0 : -Infinity;
  if (a === 0) return b * (x < y ? Math.log1p(-x) : Math.log(y));
  if (b === 0) return a * (y < x ? Math.log1p(-y) : Math.log(x));
  if (Math.min(x, y) < DENSITY_MIN)
    return logGamma(a + b + 1) - logGamma(a + 1) - logGamma(b + 1) + a * Math.log(x) + b * Math.log(y);
  const density = x < y ? dbeta(x, a + 1, b + 1, 0, true) : dbeta(y, b + 1, a + 1, 0, true);
  return density - Math.log(a + b + 1);
}

/**
 * Log of the two tails of Beta(a, b) at x, y = 1 - x: lower is log I_x(a, b), upper log I_y(b, a).
 *
 * a, b dimensionless, > 0. The continued fraction is evaluated on the side where it converges fast, the other tail follows
 * as its complement; both keep their relative accuracy far below the smallest double. Throws RangeError beyond TERMS_MAX.
 *
 * source  DLMF 8.17.22 (fraction) and 8.17.4 (symmetry), https://dlmf.nist.gov/8.17; modified Lentz evaluation as in
 *         Thompson & Barnett 1986, J. Comput. Phys. 64:490
 */
export function logBetaTails(x: number, y: number, a: number, b: number): LogTails {
  if (x <= 0) return { lower: -Infinity, upper: 0 };
  if (y <= 0) return { lower: 0, upper: -Infinity };
  if (x * (a + b + 2) <= a + 1) {
    const lower = Math.min(0, logLowerByFraction(x, y, a, b));
    return { lower, upper: log1mExp(lower) };
  }
  const upper = Math.min(0, logLowerByFraction(y, x, b, a));
  return { lower: log1mExp(upper), upper };
}

function logLowerByFraction(x: number, y: number, a: number, b: number): number {
  const factor = logBinomialForm(a, b, x, y) + Math.log(b / (a + b));
  return factor - Math.log(fraction(x, a, b));
}

/** 1 + d1/(1 + d2/(1 + …)) of DLMF 8.17.22; the incomplete beta divides by it. */
function fraction(x: number, a: number, b: number): number {
  let value = 1;
  let c = 1;
  let d = 0;
  for (let n = 1; n <= TERMS_MAX; n++) {
    const m = n >> 1;
    const term =
      n % 2 === 0
        ? (m * (b - m) * x) / ((a + n - 1) * (a + n))
        : (-(a + m) * (a + b + m) * x) / ((a + n - 1) * (a + n));
    d = 1 + term * d;
    d = 1 / (d === 0 ? TINY : d);
    c = 1 + term / c;
    if (c === 0) c = TINY;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) <= CONVERGED) return value;
  }
  throw new RangeError(`incomplete beta did not converge: a = ${a}, b = ${b}, x = ${x}`);
}
