import { beta } from "./beta.js";
import { gamma } from "./gamma.js";
import { normalQuantile } from "./normal.js";
import { requireDomain } from "./special.js";

/** A two-sided interval; both ends in the unit of the estimate, upper may be Infinity. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Exact interval of a Poisson mean given one count; divide by the exposure for a rate. level in (0, 1), e.g. 0.95.
 * Throws RangeError for anything else. Source: Garwood 1936, Biometrika 28:437 (R's poisson.test).
 */
export function garwoodInterval(count: number, level: number): Interval {
  requireCount("count", count);
  const tail = requireTail(level);
  return {
    lower: count === 0 ? 0 : gamma(count, 1).quantile(tail),
    upper: gamma(count + 1, 1).quantile(1 - tail),
  };
}

/**
 * Exact interval of a proportion, successes of trials; the whole of [0, 1] for no trials. Throws RangeError as
 * `garwoodInterval`. Source: Clopper & Pearson 1934, Biometrika 26:404 (R's binom.test).
 */
export function clopperPearsonInterval(successes: number, trials: number, level: number): Interval {
  requireProportion(successes, trials);
  const tail = requireTail(level);
  return {
    lower: successes === 0 ? 0 : beta(successes, trials - successes + 1).quantile(tail),
    upper: successes === trials ? 1 : beta(successes + 1, trials - successes).quantile(1 - tail),
  };
}

/**
 * Score interval of a proportion: nearer its nominal level on average than the exact one. The whole of [0, 1] for no
 * trials. Throws RangeError as `garwoodInterval`. Source: Wilson 1927, JASA 22:209 (R's prop.test, correct = FALSE).
 */
export function wilsonInterval(successes: number, trials: number, level: number): Interval {
  requireProportion(successes, trials);
  const z = normalQuantile(1 - requireTail(level));
  if (trials === 0) return { lower: 0, upper: 1 };
  const share = successes / trials;
  const spread = (z * z) / trials;
  const centre = (share + spread / 2) / (1 + spread);
  const half = (z / (1 + spread)) * Math.sqrt((share * (1 - share)) / trials + spread / (4 * trials));
  return {
    lower: successes === 0 ? 0 : Math.max(0, centre - half),
    upper: successes === trials ? 1 : Math.min(1, centre + half),
  };
}

/** Events seen, and over how much exposure (any unit, the same on both sides). */
export interface CountedRate {
  readonly count: number;
  readonly exposure: number;
}

/**
 * Exact interval of the ratio of two Poisson rates, tonight over history: given the sum of counts, tonight's is binomial.
 * Upper is Infinity where history has no event, both ends are open (0, Infinity) where neither has one. Throws RangeError
 * for exposures that are not positive or as `garwoodInterval`.
 *
 * source  Przyborowski & Wilenski 1940, Biometrika 31:313, with Clopper–Pearson ends (R's two-sample poisson.test)
 */
export function rateRatioInterval(tonight: CountedRate, history: CountedRate, level: number): Interval {
  requireDomain(tonight.exposure > 0 && tonight.exposure < Infinity, "exposure", tonight.exposure);
  requireDomain(history.exposure > 0 && history.exposure < Infinity, "exposure", history.exposure);
  requireCount("count", tonight.count);
  requireCount("count", history.count);
  const share = clopperPearsonInterval(tonight.count, tonight.count + history.count, level);
  const toRatio = (p: number) => (p === 1 ? Infinity : ((p / (1 - p)) * history.exposure) / tonight.exposure);
  return { lower: toRatio(share.lower), upper: toRatio(share.upper) };
}

/** What one cluster brought: trials that hang together, and the successes among them. */
export interface Cluster {
  readonly successes: number;
  readonly trials: number;
}

/**
 * Interval of a proportion whose trials come in clusters that hang together (one entity's nights): Clopper and Pearson's,
 * at the number of independent trials that would be as uncertain. `effect` is the design effect, at least 1; where nothing
 * or everything succeeded it cannot be told, and `effectWhereUnknown` stands in.
 *
 * source  Korn & Graubard 1998, Survey Methodology 24:193; variance of a ratio between clusters by linearisation, Cochran
 *         1977, section 6.3
 */
export function clusteredInterval(
  clusters: readonly Cluster[],
  level: number,
  effectWhereUnknown = 1,
): { readonly share: number; readonly interval: Interval; readonly effect: number } {
  const tail = requireTail(level);
  let [successes, trials] = [0, 0];
  for (const cluster of clusters) {
    requireProportion(cluster.successes, cluster.trials);
    successes += cluster.successes;
    trials += cluster.trials;
  }
  requireDomain(trials > 0, "trials", trials);
  const share = successes / trials;
  const spread = clusters.reduce((sum, own) => sum + (own.successes - share * own.trials) ** 2, 0);
  const independent = trials * share * (1 - share);
  const seen = clusters.length > 1 && independent > 0;
  const measured = seen ? (clusters.length / (clusters.length - 1)) * (spread / independent) : effectWhereUnknown;
  const effect = Math.max(1, measured);
  const [x, n] = [successes / effect, trials / effect];
  return {
    share,
    effect,
    interval: {
      lower: successes === 0 ? 0 : beta(x, n - x + 1).quantile(tail),
      upper: successes === trials ? 1 : beta(x + 1, n - x).quantile(1 - tail),
    },
  };
}

function requireCount(what: string, count: number): void {
  requireDomain(Number.isInteger(count) && count >= 0, what, count);
}

function requireProportion(successes: number, trials: number): void {
  requireCount("trials", trials);
  requireCount("successes", successes);
  requireDomain(successes <= trials, "successes", successes);
}

/** Probability left out at each end. */
function requireTail(level: number): number {
  requireDomain(level > 0 && level < 1, "level", level);
  return (1 - level) / 2;
}
