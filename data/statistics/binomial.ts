import { logBetaTails, logBinomialForm } from "./incomplete-beta.js";
import type { DiscreteLaw } from "./laws.js";
import { requireDomain } from "./special.js";

/**
 * Binomial: successes in `trials` independent trials of the given probability in [0, 1]. Throws RangeError otherwise.
 *
 * source  P(Y > y) = I_p(y + 1, trials - y), DLMF 8.17.5
 */
export function binomial(trials: number, probability: number): DiscreteLaw {
  requireDomain(Number.isInteger(trials) && trials >= 0, "trials", trials);
  requireDomain(probability >= 0 && probability <= 1, "probability", probability);
  const q = 1 - probability;
  const tails = (y: number) => logBetaTails(probability, q, Math.floor(y) + 1, trials - Math.floor(y));
  return {
    mean: trials * probability,
    max: trials,
    logMass: (y) =>
      y < 0 || y > trials || !Number.isInteger(y) ? -Infinity : logBinomialForm(y, trials - y, probability, q),
    logLower: (y) => (y < 0 ? -Infinity : y >= trials ? 0 : tails(y).upper),
    logUpper: (y) => (y < 0 ? 0 : y >= trials ? -Infinity : tails(y).lower),
  };
}
