import { argMax } from "./line-search.js";
import { logGamma, requireDomain } from "./special.js";

/** Rates over a group: Gamma with shape (dimensionless) and rate (unit of exposure); mean shape / rate events per unit. */
export interface GammaPoisson {
  readonly shape: number;
  readonly rate: number;
}

/** A fitted group. */
export interface GammaPoissonFit extends GammaPoisson {
  /** Entities with exposure. */
  readonly entities: number;
  /** Log of the negative-binomial marginal likelihood, the pull toward the parent left out. */
  readonly logLikelihood: number;
  /** True where the shape stopped at an end of its range: the group says no more than "nearly alike" or "nearly all zero". */
  readonly isAtBound: boolean;
}

/** Shape of a group about which nothing is known: counts of people have sizes of 0.5 to 2 (exponential rates in between). */
const WEAK_SHAPE = 1;

/** Spread of log shape without a parent: nine groups in ten lie between 0.1 and 10. */
const WEAK_SPREAD = Math.log(4);

/** Spread of log mean and log shape of groups around their parent: 95 in 100 lie within a factor of four. */
export const PARENT_SPREAD = Math.log(2);

/** Shapes searched: at 0.01 nearly every rate is 0, at 10 000 rates differ by 1 %. */
const SHAPE_MIN = 0.01;
const SHAPE_MAX = 10_000;

/** A group in which nothing was seen is taken to have half an event in all its exposure. Source: Jeffreys' prior. */
const EVENTS_MIN = 0.5;

/** Newton's method on a concave function doubles its digits each step; a step is at most a factor e. */
const NEWTON_STEPS_MAX = 60;
const NEWTON_DONE = 1e-12;

/**
 * Empirical-Bayes fit of a group's rates by maximum likelihood of the negative-binomial marginals, pulled toward a parent.
 *
 * counts     events of each entity; exposures: in the same order, any unit, >= 0 (entities with 0 are left out)
 * parent     the wider group's fit: log mean and log shape are normal around its, with the given spread; so a small group
 *            is its parent and a large one itself. Without a parent only the shape is held, weakly, at WEAK_SHAPE.
 * spread     standard deviation on the log scale; Infinity gives plain maximum likelihood
 * Throws RangeError for lengths that differ, a negative count, a count without exposure, or no entity and no parent.
 *
 * source     marginal: Clayton & Kaldor 1987, Biometrics 43:671; maximised over the shape by golden section, and at each
 *            shape over the mean by Newton's method (concave in log mean)
 */
export function fitGammaPoisson(
  counts: readonly number[],
  exposures: readonly number[],
  options: { readonly parent?: GammaPoisson; readonly spread?: number } = {},
): GammaPoissonFit {
  requireDomain(counts.length === exposures.length, "number of exposures", exposures.length);
  const y: number[] = [];
  const e: number[] = [];
  counts.forEach((count, i) => {
    const exposure = exposures[i] ?? 0;
    requireDomain(count >= 0 && count < Infinity, "count", count);
    requireDomain(exposure >= 0 && exposure < Infinity && (exposure > 0 || count === 0), "exposure", exposure);
    if (exposure === 0) return;
    y.push(count);
    e.push(exposure);
  });
  const { parent } = options;
  if (y.length === 0) {
    if (parent === undefined) throw new RangeError("nothing to fit: no entity with exposure and no parent");
    return { ...parent, entities: 0, logLikelihood: 0, isAtBound: false };
  }

  const spread = options.spread ?? (parent === undefined ? WEAK_SPREAD : PARENT_SPREAD);
  requireDomain(spread > 0, "spread", spread);
  const precision = 1 / (spread * spread);
  const shapeCentre = Math.log(parent?.shape ?? WEAK_SHAPE);
  const mean: LogMeanPrior = {
    centre: parent === undefined ? 0 : Math.log(parent.shape / parent.rate),
    precision: parent === undefined ? 0 : precision,
  };
  const logShape = argMax(
    (x) => {
      const shape = Math.exp(x);
      const logMean = bestLogMean(y, e, shape, mean);
      const pull = precision * (x - shapeCentre) ** 2 + mean.precision * (logMean - mean.centre) ** 2;
      return logMarginal(y, e, shape, Math.exp(logMean)) - pull / 2;
    },
    Math.log(SHAPE_MIN),
    Math.log(SHAPE_MAX),
  );
  const shape = Math.exp(logShape);
  const meanRate = Math.exp(bestLogMean(y, e, shape, mean));
  return {
    shape,
    rate: shape / meanRate,
    entities: y.length,
    logLikelihood: logMarginal(y, e, shape, meanRate),
    isAtBound: shape < SHAPE_MIN * 1.01 || shape > SHAPE_MAX / 1.01,
  };
}

interface LogMeanPrior {
  readonly centre: number;
  readonly precision: number;
}

function bestLogMean(y: readonly number[], e: readonly number[], shape: number, prior: LogMeanPrior): number {
  const events = y.reduce((sum, value) => sum + value, 0);
  const exposure = e.reduce((sum, value) => sum + value, 0);
  const least = Math.log(EVENTS_MIN / exposure);
  let logMean = Math.log(Math.max(events, EVENTS_MIN) / exposure);
  if (events === 0 && prior.precision === 0) return least;
  for (let step = 0; step < NEWTON_STEPS_MAX; step++) {
    let slope = -prior.precision * (logMean - prior.centre);
    let curvature = prior.precision;
    const rate = Math.exp(logMean);
    y.forEach((count, i) => {
      const expected = rate * (e[i] ?? 0);
      const share = shape / (shape + expected);
      slope += (count - expected) * share;
      curvature += (expected * share * (shape + count)) / (shape + expected);
    });
    const change = Math.max(-1, Math.min(1, slope / curvature));
    logMean += change;
    if (Math.abs(change) < NEWTON_DONE) break;
  }
  return prior.precision === 0 ? Math.max(least, logMean) : logMean;
}

function logMarginal(y: readonly number[], e: readonly number[], shape: number, rate: number): number {
  const constant = logGamma(shape);
  return y.reduce((sum, count, i) => {
    const expected = rate * (e[i] ?? 0);
    const none = -shape * Math.log1p(expected / shape);
    if (count === 0) return sum + none;
    const some = count * Math.log(expected / (shape + expected));
    return sum + logGamma(shape + count) - constant - logGamma(count + 1) + none + some;
  }, 0);
}

/** What one entity has shown: events (real where discounted by age) and over how much exposure. */
export interface History {
  readonly count: number;
  readonly exposure: number;
}

/** The parameters of a negative binomial: size (events, Infinity for Poisson) and mean (events). */
export interface SizeAndMean {
  readonly size: number;
  readonly mean: number;
}

/**
 * Tonight's count of one entity before it is seen: negative binomial with size a + rho S and mean (a + rho S) / (b + rho M)
 * times tonight's exposure, valid from the first day (S = M = 0) on.
 *
 * dispersion  variance over mean of one entity's own nights, >= 1; history counts for rho = 1 / dispersion of itself
 * Throws RangeError for a negative history or exposure, or a dispersion below 1.
 *
 * source      conjugate Gamma–Poisson posterior predictive; power-prior discounting as in Ibrahim & Chen 2000
 */
export function gammaPoissonPredictive(
  group: GammaPoisson,
  history: History,
  { exposure, dispersion = 1 }: { readonly exposure: number; readonly dispersion?: number },
): SizeAndMean {
  requireDomain(group.shape > 0, "shape", group.shape);
  requireDomain(group.rate > 0, "rate", group.rate);
  requireDomain(history.count >= 0, "history count", history.count);
  requireDomain(history.exposure >= 0, "history exposure", history.exposure);
  requireDomain(exposure >= 0 && exposure < Infinity, "exposure", exposure);
  requireDomain(dispersion >= 1, "dispersion", dispersion);
  const size = group.shape + history.count / dispersion;
  return { size, mean: (size / (group.rate + history.exposure / dispersion)) * exposure };
}
