import type { CountSeries } from "./count.js";
import { type CountFit, type CountNight, expectedOf } from "./count-fit.js";

/** Nights over which a unit's shock is pooled, tonight the last: crisis weeks last longer, one colleague's day does not. */
const SHOCK_NIGHTS = 3;
/** A colleague's night counts at most this many times their mean towards a shock: one surge is no crisis. */
const SHOCK_RATIO_MAX = 6;
/** Units with less information than this (2 nights of relative variance 1) say nothing of how units differ tonight. */
const INFORMATION_MIN = 2;
/** Units that a spread between units is learnt from, at least: with four, one crisis would be all of the spread. */
const UNITS_MIN = 5;
/** Least variance of units' factors: a seventh either way is an ordinary week. */
const SPREAD_MIN = 0.02;
/** Variance of a unit's factor where there are too few units to learn it: weeks at one and a half times are believed at once. */
const SPREAD_UNLEARNT = 0.2;

/** What a unit's factor is believed to be before its own members are asked. */
interface Prior {
  readonly mean: number;
  readonly variance: number;
  /** Whether the variance was learnt tonight; one that was not says nothing of how unsure a factor is. */
  readonly isLearnt: boolean;
}

/** Sums of information times ratio, and of information, over some nights. */
type Evidence = readonly [up: number, information: number];

/**
 * Gives each night the factor by which the unit's other members were up over the last nights: the posterior mean, never below
 * 1, of a normal factor whose prior is the mean and spread of all units on these nights. A crisis of several units widens the
 * spread and so lowers what any one member's count can say; one busy member moves nobody but the others, and those little.
 *
 * source  information of a count about its factor, 1 / (1 / mean + 1 / size); spread of units by moments, DerSimonian & Laird
 *         1986, Controlled Clinical Trials 7:177
 */
export function shareShocks(
  entities: readonly CountSeries[],
  histories: readonly CountNight[][],
  fits: readonly CountFit[],
): void {
  const own = histories.map((nights, i) => evidenceOf(nights, fits[i]));
  const units = new Map<string, Map<number, [number, number]>>();
  entities.forEach(({ unit }, i) => {
    const held = units.get(unit) ?? new Map<number, [number, number]>();
    units.set(unit, held);
    for (const [ago, [up, information]] of own[i] ?? []) {
      const sum = held.get(ago) ?? [0, 0];
      held.set(ago, [sum[0] + up, sum[1] + information]);
    }
  });
  const priors = new Map<number, Prior>();
  histories.forEach((nights, i) => {
    const unit = units.get(entities[i]?.unit ?? "") ?? new Map();
    for (const night of nights) {
      const prior = priors.get(night.ago) ?? priorOf([...units.values()].map((held) => around(held, night.ago)));
      priors.set(night.ago, prior);
      const [allUp, all] = around(unit, night.ago);
      const [ownUp, ownInformation] = around(own[i] ?? new Map(), night.ago);
      const information = all - ownInformation + 1 / prior.variance;
      night.shock = Math.max(1, (allUp - ownUp + prior.mean / prior.variance) / information);
      night.shockVariance = prior.isLearnt ? 1 / information : 0;
    }
  });
}

function evidenceOf(nights: readonly CountNight[], fit: CountFit | undefined): ReadonlyMap<number, Evidence> {
  if (fit === undefined) return new Map();
  return new Map(
    nights.map((night) => {
      const mean = expectedOf(night, fit);
      const information = 1 / (1 / mean + fit.dispersion);
      return [night.ago, [information * Math.min(night.count / mean, SHOCK_RATIO_MAX), information]] as const;
    }),
  );
}

function around(evidence: ReadonlyMap<number, Evidence>, ago: number): Evidence {
  let [up, information] = [0, 0];
  for (let night = ago; night < ago + SHOCK_NIGHTS; night++) {
    const [nightUp, nightInformation] = evidence.get(night) ?? [0, 0];
    up += nightUp;
    information += nightInformation;
  }
  return [up, information];
}

function priorOf(units: readonly Evidence[]): Prior {
  const known = units.filter(([, information]) => information > INFORMATION_MIN);
  if (known.length < UNITS_MIN) return { mean: 1, variance: SPREAD_UNLEARNT, isLearnt: false };
  const mean = weightedMean(known, (information) => information);
  const excess = known.reduce((sum, [up, information]) => sum + (up / information - mean) ** 2 - 1 / information, 0);
  const variance = Math.max(excess / known.length, SPREAD_MIN);
  return { mean: weightedMean(known, (information) => 1 / (1 / information + variance)), variance, isLearnt: true };
}

function weightedMean(units: readonly Evidence[], weightOf: (information: number) => number): number {
  let [sum, weight] = [0, 0];
  for (const [up, information] of units) {
    sum += (weightOf(information) * up) / information;
    weight += weightOf(information);
  }
  return sum / weight;
}
