import { argMax } from "./line-search.js";
import { logGamma, requireDomain } from "./special.js";

/** Proportions over a group: Beta(a, b), dimensionless; mean a / (a + b), worth a + b trials. */
export interface BetaParameters {
  readonly a: number;
  readonly b: number;
}

/** A fitted group; fields as for the Gamma–Poisson fit. */
export interface BetaBinomialFit extends BetaParameters {
  readonly entities: number;
  readonly logLikelihood: number;
  readonly isAtBound: boolean;
}

/** a + b of a group about which nothing is known: the uniform Beta(1, 1). Source: Bayes–Laplace prior. */
const WEAK_SIZE = 2;

/** Spread of log (a + b) without a parent: nine groups in ten lie between 0.2 and 20. */
const WEAK_SPREAD = Math.log(4);

/** Spread of logit mean and log (a + b) of groups around their parent: 95 in 100 lie within a factor of four. */
export const PARENT_SPREAD = Math.log(2);

/** a + b searched: at 0.01 every entity is all or nothing, at 10 000 they are alike to 1 %. */
const SIZE_MIN = 0.01;
const SIZE_MAX = 10_000;

/** The mean keeps half a trial's distance from 0 and 1. Source: Jeffreys' prior. */
const TRIALS_MIN = 0.5;

/** Golden sections for the mean at each size; its error enters the profile squared. */
const MEAN_STEPS = 32;

interface Tally {
  readonly successes: number;
  readonly trials: number;
  times: number;
}

/**
 * Empirical-Bayes fit of a group's proportions by maximum likelihood of the beta-binomial marginals, pulled toward a parent.
 *
 * successes, trials  of each entity, in the same order, 0 <= successes <= trials (entities without trials are left out)
 * parent, spread     as for `fitGammaPoisson`, on logit mean and log (a + b)
 * Throws RangeError for lengths or counts that do not fit, or no entity and no parent.
 *
 * source             Griffiths 1973, Biometrics 29:637; nested golden sections (the likelihood is concave in the mean)
 */
export function fitBetaBinomial(
  successes: readonly number[],
  trials: readonly number[],
  options: { readonly parent?: BetaParameters; readonly spread?: number } = {},
): BetaBinomialFit {
  const tallies = tally(successes, trials);
  const { parent } = options;
  if (tallies.length === 0) {
    if (parent === undefined) throw new RangeError("nothing to fit: no entity with trials and no parent");
    return { ...parent, entities: 0, logLikelihood: 0, isAtBound: false };
  }
  const spread = options.spread ?? (parent === undefined ? WEAK_SPREAD : PARENT_SPREAD);
  requireDomain(spread > 0, "spread", spread);
  const precision = 1 / (spread * spread);
  const sizeCentre = Math.log(parent === undefined ? WEAK_SIZE : parent.a + parent.b);
  const meanCentre = parent === undefined ? 0 : Math.log(parent.a / parent.b);
  const meanPrecision = parent === undefined ? 0 : precision;

  const allTrials = tallies.reduce((sum, { trials: n, times }) => sum + n * times, 0);
  const bound = Math.max(Math.log((allTrials + TRIALS_MIN) / TRIALS_MIN), Math.abs(meanCentre) + 1);
  const atMean = (size: number) => (logit: number) =>
    logMarginal(tallies, fromLogit(logit, size)) - (meanPrecision * (logit - meanCentre) ** 2) / 2;
  const bestLogit = (size: number) => argMax(atMean(size), -bound, bound, { steps: MEAN_STEPS });

  const logSize = argMax(
    (x) => {
      const size = Math.exp(x);
      return atMean(size)(bestLogit(size)) - (precision * (x - sizeCentre) ** 2) / 2;
    },
    Math.log(SIZE_MIN),
    Math.log(SIZE_MAX),
  );
  const size = Math.exp(logSize);
  const fit = fromLogit(bestLogit(size), size);
  return {
    ...fit,
    entities: tallies.reduce((sum, { times }) => sum + times, 0),
    logLikelihood: logMarginal(tallies, fit),
    isAtBound: size < SIZE_MIN * 1.01 || size > SIZE_MAX / 1.01,
  };
}

/** What one entity adds to its group: Beta(a + successes, b + failures). Throws RangeError for negative counts. */
export function betaPosterior(group: BetaParameters, successes: number, failures: number): BetaParameters {
  requireDomain(successes >= 0, "successes", successes);
  requireDomain(failures >= 0, "failures", failures);
  return { a: group.a + successes, b: group.b + failures };
}

function fromLogit(logit: number, size: number): BetaParameters {
  return { a: size / (1 + Math.exp(-logit)), b: size / (1 + Math.exp(logit)) };
}

/** Entities with equal counts are one term of the likelihood. */
function tally(successes: readonly number[], trials: readonly number[]): readonly Tally[] {
  requireDomain(successes.length === trials.length, "number of trials", trials.length);
  const byCounts = new Map<string, Tally>();
  successes.forEach((y, i) => {
    const n = trials[i] ?? 0;
    requireDomain(n >= 0 && n < Infinity, "trials", n);
    requireDomain(y >= 0 && y <= n, "successes", y);
    if (n === 0) return;
    const key = `${y}/${n}`;
    const known = byCounts.get(key);
    if (known === undefined) byCounts.set(key, { successes: y, trials: n, times: 1 });
    else known.times += 1;
  });
  return [...byCounts.values()];
}

function logMarginal(tallies: readonly Tally[], { a, b }: BetaParameters): number {
  const constant = logGamma(a + b) - logGamma(a) - logGamma(b);
  return tallies.reduce((sum, { successes: y, trials: n, times }) => {
    const ways = logGamma(n + 1) - logGamma(y + 1) - logGamma(n - y + 1);
    const mixed = logGamma(a + y) + logGamma(b + n - y) - logGamma(a + b + n);
    return sum + times * (ways + mixed + constant);
  }, 0);
}
