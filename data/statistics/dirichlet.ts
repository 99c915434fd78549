import { argMax } from "./line-search.js";
import { logGamma, requireDomain } from "./special.js";

/** Concentrations searched, in events: from hardly any weight on the peers to nothing else. */
const CONCENTRATION_MIN = 0.01;
const CONCENTRATION_MAX = 1e6;

/**
 * Shares of an entity's bins, smoothed toward its peers': (n_j + c peer_j) / (n + c); sums to 1, in the order given.
 *
 * counts         events in each bin, >= 0; peerShares: same length, >= 0, scaled here to sum 1
 * concentration  c > 0: how many events the peers' shares are worth
 * Throws RangeError where these do not hold.
 *
 * source         posterior mean under Dirichlet(c peer)
 */
export function dirichletShares(
  counts: readonly number[],
  peerShares: readonly number[],
  concentration: number,
): number[] {
  requireDomain(concentration > 0 && concentration < Infinity, "concentration", concentration);
  requireDomain(counts.length === peerShares.length, "number of peer shares", peerShares.length);
  const peerTotal = sumOfNonNegative("peer share", peerShares);
  requireDomain(peerTotal > 0, "sum of peer shares", peerTotal);
  const total = sumOfNonNegative("count", counts) + concentration;
  return counts.map((count, j) => (count + (concentration * (peerShares[j] ?? 0)) / peerTotal) / total);
}

/**
 * How many events the peers' shares are worth, by maximum likelihood of the Dirichlet-multinomial over entities.
 *
 * countsByEntity  one row per entity, bins in the peers' order; peerShares: > 0 in every bin that any entity used
 * Throws RangeError otherwise. Result in [0.01, 1e6] events; 1e6 where entities differ no more than chance.
 *
 * source          Mosimann 1962, Biometrika 49:65; golden section over the log
 */
export function fitConcentration(
  countsByEntity: readonly (readonly number[])[],
  peerShares: readonly number[],
): number {
  const peerTotal = sumOfNonNegative("peer share", peerShares);
  requireDomain(peerTotal > 0, "sum of peer shares", peerTotal);
  for (const counts of countsByEntity) {
    requireDomain(counts.length === peerShares.length, "number of bins", counts.length);
    sumOfNonNegative("count", counts);
    counts.forEach((count, j) => {
      requireDomain(count === 0 || (peerShares[j] ?? 0) > 0, "peer share", peerShares[j] ?? 0);
    });
  }
  const logLikelihood = (c: number): number =>
    countsByEntity.reduce((sum, counts) => {
      const n = counts.reduce((events, count) => events + count, 0);
      const bins = counts.reduce((terms, count, j) => {
        if (count === 0) return terms;
        const prior = (c * (peerShares[j] ?? 0)) / peerTotal;
        return terms + logGamma(prior + count) - logGamma(prior);
      }, 0);
      return sum + bins + logGamma(c) - logGamma(c + n);
    }, 0);
  return Math.exp(argMax((x) => logLikelihood(Math.exp(x)), Math.log(CONCENTRATION_MIN), Math.log(CONCENTRATION_MAX)));
}

function sumOfNonNegative(what: string, values: readonly number[]): number {
  return values.reduce((sum, value) => {
    requireDomain(value >= 0 && value < Infinity, what, value);
    return sum + value;
  }, 0);
}
