import { logNormalUpper, normalQuantile } from "../../data/statistics/normal.js";
import type { CountRule, CountSeries } from "./count.js";

/** An earlier night rarer than this counts down, to its p over this … */
const OUTLIER_P = 0.01;
const OUTLIER_Z = normalQuantile(1 - OUTLIER_P);
/** … but never below this: an outlying night still says that such nights happen. */
const WEIGHT_MIN = 0.05;
/** Least expectation, in events: keeps ratios finite for someone who has never done this. */
export const MEAN_MIN = 1e-6;

/** One night of an entity's activity while it is being fitted. */
export interface CountNight {
  readonly ago: number;
  readonly count: number;
  readonly isRest: boolean;
  /** How much the night counts because of what is known of it, in [0, 1]. */
  readonly known: number;
  /** The kind of day, and by how much such days are ordinarily up or down, with the relative variance of that factor. */
  readonly kind: number;
  calendar: number;
  calendarVariance: number;
  /** How much the night counts in the baseline, in [0, 1]. */
  weight: number;
  /** By how much the unit's other members were up, at least 1, and how unsure that is. */
  shock: number;
  shockVariance: number;
}

/** What is ordinary for an entity. */
export interface CountFit {
  /** Mean of a working night without a shock, events. */
  readonly mean: number;
  /** Mean of a rest day over that of a working night. */
  readonly restFactor: number;
  /** 1 / size of the negative binomial. */
  readonly dispersion: number;
  /** Weighted nights of own history. */
  readonly nights: number;
}

/** From baselines, tonight left out: the mean of working nights, the factor of rest days and the over-dispersion of each entity, each shrunk to its group's. */
export function fitCounts(
  entities: readonly CountSeries[],
  baselines: readonly CountNight[][],
  rule: CountRule,
): CountFit[] {
  const workMeans = baselines.map((nights) => {
    const [sum, weight] = weighed(nights, ({ isRest, count }) => (isRest ? null : count));
    return sum / Math.max(weight, MEAN_MIN);
  });
  const rest = baselines.map((nights, i) => {
    const [observed, weight] = weighed(nights, ({ isRest, count }) => (isRest ? count : null));
    return { observed, expected: weight * (workMeans[i] ?? 0) };
  });
  const groupRest = grouped(entities, (i) => [rest[i]?.observed ?? 0, rest[i]?.expected ?? 0]);
  const restFactors = entities.map(({ group }, i) => {
    const [observed, expected] = groupRest.get(group) ?? [0, 0];
    const ofGroup = (observed + 1) / (expected + 1);
    const own = rest[i] ?? { observed: 0, expected: 0 };
    return (own.observed + rule.rest_prior_events * ofGroup) / (own.expected + rule.rest_prior_events);
  });

  const sums = baselines.map((nights, i) => {
    const factor = restFactors[i] ?? 1;
    let [events, exposure, weight] = [0, 0, 0];
    for (const night of nights) {
      events += night.weight * night.count;
      exposure += night.weight * exposureOf(night, factor);
      weight += night.weight;
    }
    return { events, exposure, weight };
  });
  const groupMeans = grouped(entities, (i) => [sums[i]?.events ?? 0, sums[i]?.exposure ?? 0]);
  const means = entities.map(({ group }, i) => {
    const [events, exposure] = groupMeans.get(group) ?? [0, 0];
    const ofGroup = (events + 0.5) / (exposure + 0.5);
    const own = sums[i] ?? { events: 0, exposure: 0 };
    return (own.events + rule.prior_nights * ofGroup) / (own.exposure + rule.prior_nights);
  });

  const spreads = baselines.map((nights, i) => {
    let [excess, scale] = [0, 0];
    for (const night of nights) {
      const mean = (means[i] ?? 0) * exposureOf(night, restFactors[i] ?? 1);
      excess += night.weight * ((night.count - mean) ** 2 - mean);
      scale += night.weight * mean * mean;
    }
    return { excess, scale };
  });
  const groupSpreads = grouped(entities, (i) => [spreads[i]?.excess ?? 0, spreads[i]?.scale ?? 0]);
  return entities.map(({ group }, i) => {
    const [excess, scale] = groupSpreads.get(group) ?? [0, 0];
    const ofGroup = Math.max(excess / Math.max(scale, MEAN_MIN), rule.dispersion_min);
    const mean = means[i] ?? MEAN_MIN;
    const prior = rule.dispersion_prior_nights * mean * mean;
    const own = spreads[i] ?? { excess: 0, scale: 0 };
    const dispersion = (Math.max(own.excess, 0) + prior * ofGroup) / (own.scale + prior);
    return { mean, restFactor: restFactors[i] ?? 1, dispersion, nights: sums[i]?.weight ?? 0 };
  });
}

function exposureOf({ isRest, calendar, shock }: CountNight, restFactor: number): number {
  return (isRest ? restFactor : 1) * calendar * shock;
}

/** Expected events of a night. */
export function expectedOf(night: CountNight, { mean, restFactor }: CountFit): number {
  return Math.max(mean * exposureOf(night, restFactor), MEAN_MIN);
}

function weighed(nights: readonly CountNight[], countOf: (night: CountNight) => number | null): [number, number] {
  let [sum, weight] = [0, 0];
  for (const night of nights) {
    const count = countOf(night);
    if (count === null) continue;
    sum += night.weight * count;
    weight += night.weight;
  }
  return [sum, weight];
}

function grouped(
  entities: readonly CountSeries[],
  pairOf: (index: number) => readonly [number, number],
): ReadonlyMap<string, readonly [number, number]> {
  const totals = new Map<string, [number, number]>();
  entities.forEach(({ group }, i) => {
    const [a, b] = pairOf(i);
    const held = totals.get(group);
    if (held === undefined) totals.set(group, [a, b]);
    else {
      held[0] += a;
      held[1] += b;
    }
  });
  return totals;
}

/**
 * Counts down the earlier nights that their own fit finds rarer than OUTLIER_P. Their tail is that of a gamma with the same
 * mean and variance, by its cube root: a weight needs no more digits.
 *
 * source  Wilson & Hilferty 1931, PNAS 17:684: (Y / mu)^(1/3) is nearly normal with mean 1 - v / 9 and variance v / 9, where
 *         v is the relative variance 1 / mu + 1 / size
 */
export function weighOutliers(histories: readonly CountNight[][], fits: readonly CountFit[]): void {
  histories.forEach((nights, i) => {
    const fit = fits[i];
    if (fit === undefined) return;
    for (const night of nights) {
      const mean = expectedOf(night, fit);
      const ninth = (1 / mean + fit.dispersion) / 9;
      const z = (Math.cbrt(night.count / mean) - 1 + ninth) / Math.sqrt(ninth);
      const p = z > OUTLIER_Z ? Math.exp(logNormalUpper(z)) : OUTLIER_P;
      night.weight = night.known * Math.min(1, Math.max(p / OUTLIER_P, WEIGHT_MIN));
    }
  });
}
