import { logBetaTails } from "./incomplete-beta.js";
import type { ContinuousLaw } from "./laws.js";
import { requireDomain } from "./special.js";

/** Beyond exp(+-744) a logit's probability is no longer a double. */
const LOGIT_MAX = 744;

/** Halvings until two neighbouring doubles remain: 64 bits and a reserve. */
const HALVINGS_MAX = 128;

/**
 * Beta(a, b) on [0, 1]; a, b > 0, dimensionless. Throws RangeError otherwise.
 *
 * source  tails: `logBetaTails`; quantile: bisection of the smaller log tail over the logit of x
 */
export function beta(a: number, b: number): ContinuousLaw {
  requireDomain(a > 0 && a < Infinity, "a", a);
  requireDomain(b > 0 && b < Infinity, "b", b);
  return {
    logLower: (x) => logBetaTails(x, 1 - x, a, b).lower,
    logUpper: (x) => logBetaTails(x, 1 - x, a, b).upper,
    quantile(p) {
      requireDomain(p >= 0 && p <= 1, "p", p);
      if (p === 0 || p === 1) return p;
      const isLowerSide = p <= 0.5;
      const target = isLowerSide ? Math.log(p) : Math.log1p(-p);
      let low = -LOGIT_MAX;
      let high = LOGIT_MAX;
      for (let i = 0; i < HALVINGS_MAX; i++) {
        const middle = (low + high) / 2;
        if (middle === low || middle === high) break;
        const tails = logBetaTails(1 / (1 + Math.exp(-middle)), 1 / (1 + Math.exp(middle)), a, b);
        const isBelow = isLowerSide ? tails.lower < target : tails.upper > target;
        if (isBelow) low = middle;
        else high = middle;
      }
      return 1 / (1 + Math.exp(-high));
    },
  };
}
