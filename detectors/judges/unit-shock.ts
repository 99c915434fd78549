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
  const span = histories.reduce((most, nights) => nights.reduce((m, { ago }) => Math.max(m, ago + 1), most), 0);
  const own = histories.map((nights, i) => evidenceOf(nights, fits[i], span));
  const units = new Map<string, Series>();
  entities.forEach(({ unit }, i) => {
    const held = units.get(unit) ?? emptySeries(span);
    units.set(unit, held);
    const member = own[i];
    if (member !== undefined) addSeries(held, member);
  });
  const unitsAround = new Map([...units].map(([unit, series]) => [unit, around(series)]));
  const priors = Array.from({ length: span }, (_, ago) =>
    priorOf([...unitsAround.values()].map(({ up, information }) => [up[ago] ?? 0, information[ago] ?? 0])),
  );
  histories.forEach((nights, i) => {
    const unit = unitsAround.get(entities[i]?.unit ?? "");
    const member = own[i];
    if (unit === undefined || member === undefined) return;
    const mine = around(member);
    for (const night of nights) {
      const { mean, variance, isLearnt } = priors[night.ago] ?? UNLEARNT;
      const information = (unit.information[night.ago] ?? 0) - (mine.information[night.ago] ?? 0) + 1 / variance;
      const up = (unit.up[night.ago] ?? 0) - (mine.up[night.ago] ?? 0) + mean / variance;
      night.shock = Math.max(1, up / information);
      night.shockVariance = isLearnt ? 1 / information : 0;
    }
  });
}

/** Evidence by nights before tonight. */
interface Series {
  readonly up: Float64Array;
  readonly information: Float64Array;
}

const emptySeries = (span: number): Series => ({ up: new Float64Array(span), information: new Float64Array(span) });

function evidenceOf(nights: readonly CountNight[], fit: CountFit | undefined, span: number): Series {
  const series = emptySeries(span);
  if (fit === undefined) return series;
  for (const night of nights) {
    const mean = expectedOf(night, fit);
    const information = 1 / (1 / mean + fit.dispersion);
    series.up[night.ago] = information * Math.min(night.count / mean, SHOCK_RATIO_MAX);
    series.information[night.ago] = information;
  }
  return series;
}

function addSeries(sum: Series, { up, information }: Series): void {
  for (let ago = 0; ago < up.length; ago++) {
    sum.up[ago] = (sum.up[ago] ?? 0) + (up[ago] ?? 0);
    sum.information[ago] = (sum.information[ago] ?? 0) + (information[ago] ?? 0);
  }
}

/** Each night together with the nights before it over which a shock is pooled. */
function around({ up, information }: Series): Series {
  const sums = emptySeries(up.length);
  for (let ago = 0; ago < up.length; ago++)
    for (let night = ago; night < Math.min(ago + SHOCK_NIGHTS, up.length); night++) {
      sums.up[ago] = (sums.up[ago] ?? 0) + (up[night] ?? 0);
      sums.information[ago] = (sums.information[ago] ?? 0) + (information[night] ?? 0);
    }
  return sums;
}

const UNLEARNT: Prior = { mean: 1, variance: SPREAD_UNLEARNT, isLearnt: false };

function priorOf(units: readonly Evidence[]): Prior {
  const known = units.filter(([, information]) => information > INFORMATION_MIN);
  if (known.length < UNITS_MIN) return UNLEARNT;
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
