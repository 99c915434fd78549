import { logBinomialForm } from "./incomplete-beta.js";
import type { DiscreteLaw } from "./laws.js";
import { log1mExp, requireDomain } from "./special.js";

/** Rescales a running sum before it can overflow a double (1.8e308). */
const RESCALE_ABOVE = 1e200;

/**
 * Beta-binomial: successes in `trials` trials whose probability is Beta(a, b). Throws RangeError for a, b <= 0 or trials
 * not a count.
 *
 * A tail is the sum of its masses by their ratio, all terms positive; the side with fewer expected cases is summed and the
 * other is its complement. Cost is at most `trials` steps.
 *
 * source  Skellam 1948; mass by Bayes' theorem at the posterior mean, so that large a and b keep their digits:
 *         mass(y) = Binomial(y | n, t) Beta(t | a, b) / Beta(t | a + y, b + n - y) for any t
 */
export function betaBinomial(trials: number, a: number, b: number): DiscreteLaw {
  requireDomain(Number.isInteger(trials) && trials >= 0, "trials", trials);
  requireDomain(a > 0 && a < Infinity, "a", a);
  requireDomain(b > 0 && b < Infinity, "b", b);
  const mean = (trials * a) / (a + b);

  const logMass = (y: number): number => {
    if (y < 0 || y > trials || !Number.isInteger(y)) return -Infinity;
    const [c, d] = [a + y, b + trials - y];
    const [t, u] = [c / (c + d), d / (c + d)];
    const likelihood = logBinomialForm(y, trials - y, t, u);
    const prior = logBinomialForm(a, b, t, u) + Math.log(a) + Math.log(b / (a + b));
    const posterior = logBinomialForm(c, d, t, u) + Math.log(c) + Math.log(d / (c + d));
    return Math.min(0, likelihood + prior - posterior);
  };
  const summedUp = (y: number): number =>
    logSumByRatio(logMass(y + 1), trials - y - 1, (i) => {
      const k = y + 1 + i;
      return ((trials - k) / (k + 1)) * ((a + k) / (b + trials - k - 1));
    });
  const summedDown = (y: number): number =>
    logSumByRatio(logMass(y), y, (i) => {
      const k = y - i;
      return (k / (trials - k + 1)) * ((b + trials - k) / (a + k - 1));
    });

  return {
    mean,
    max: trials,
    logMass,
    logLower(y) {
      if (y < 0) return -Infinity;
      if (y >= trials) return 0;
      const whole = Math.floor(y);
      return whole < mean ? summedDown(whole) : log1mExp(summedUp(whole));
    },
    logUpper(y) {
      if (y < 0) return 0;
      if (y >= trials) return -Infinity;
      const whole = Math.floor(y);
      return whole < mean ? log1mExp(summedDown(whole)) : summedUp(whole);
    },
  };
}

/** log of first (1 + r0 + r0 r1 + …), `steps` ratios; rescaled, so that masses may rise by any factor along the way. */
function logSumByRatio(logFirst: number, steps: number, ratio: (i: number) => number): number {
  let term = 1;
  let sum = 1;
  let logScale = logFirst;
  for (let i = 0; i < steps; i++) {
    term *= ratio(i);
    sum += term;
    if (sum > RESCALE_ABOVE) {
      logScale += Math.log(sum);
      term /= sum;
      sum = 1;
    }
  }
  return Math.min(0, logScale + Math.log(sum));
}
