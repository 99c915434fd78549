import type { DiscreteLaw } from "../../data/statistics/laws.js";
import { negativeBinomial } from "../../data/statistics/negative-binomial.js";
import { type CountFit, type CountNight, expectedOf, fitCounts, MEAN_MIN, weighOutliers } from "./count-fit.js";
import { shareCalendar } from "./day-factors.js";
import type { Nights } from "./series.js";
import { shareShocks } from "./unit-shock.js";

/**
 * Counts per night of activity; a night without activity is no exposure and has no entry.
 *
 * group  the peers who stand in where own history is thin; unit: who shares crisis weeks with this entity
 */
export interface CountSeries extends Nights {
  readonly group: string;
  readonly unit: string;
  readonly counts: readonly number[];
  /** Whether the night was a weekend or a holiday where the entity works. */
  readonly is_rest: readonly boolean[];
  /** What kind of day each was, as `DAY_KIND` counts; plain where absent. Nations keep their own weeks. */
  readonly day_kinds?: readonly number[];
  readonly nation?: string;
}

/** How counts are judged. */
export interface CountRule {
  /** Nights of history, strictly before tonight and its guard. */
  readonly history_nights: number;
  /** Nights before tonight that the baseline leaves out; they are fitted a unit's factor all the same. */
  readonly guard_nights: number;
  /** Weight of the group's mean, in nights. */
  readonly prior_nights: number;
  /** Weight of the group's rest-day factor, in expected events of rest days. */
  readonly rest_prior_events: number;
  /** Weight of the group's over-dispersion, in nights. */
  readonly dispersion_prior_nights: number;
  /** Least over-dispersion 1 / size: the small-effect floor, for sqrt(dispersion_min) is the least relative spread. */
  readonly dispersion_min: number;
}

/** What would be ordinary tonight. */
export interface CountPrediction {
  readonly law: DiscreteLaw;
  readonly observed: number;
  /** Factor of tonight's expectation from what the unit's other members did, at least 1. */
  readonly unit_factor: number;
  /** Weighted nights of own history. */
  readonly own_nights: number;
}

/**
 * Tonight's count of each entity as a negative-binomial predictive from its own nights of activity, rest days apart, shrunk
 * to its group; null for an entity that is not active tonight. Linear in nights.
 *
 * Earlier outlying nights weigh less, as in Farrington et al. 1996, by their own tail instead of a residual. A unit whose
 * other members are all up raises the expectation (a crisis is no surge of one), and past crises leave the baseline.
 *
 * source  gamma-Poisson shrinkage as in Clayton & Kaldor 1987; dispersion by moments, sum((y - mu)^2 - mu) / sum(mu^2);
 *         predictive with the uncertainty of the mean and of the dispersion added to 1 / size
 */
export function predictCounts(entities: readonly CountSeries[], rule: CountRule): (CountPrediction | null)[] {
  return fitHistories(entities, rule).map(({ nights, fit }) => {
    const tonight = nights.find(({ ago }) => ago === 0);
    return tonight === undefined ? null : predict(tonight, fit, rule);
  });
}

/** An entity's nights with their units' factors, and the fit of those before the guard. */
export interface FittedHistory {
  readonly nights: readonly CountNight[];
  readonly fit: CountFit;
}

/** What is ordinary for each entity, in three rounds: plain, without outlying nights and with the calendar, and with the
 * units' factors. */
export function fitHistories(entities: readonly CountSeries[], rule: CountRule): FittedHistory[] {
  const histories = entities.map((entity) => nightsOf(entity, rule));
  const baselines = histories.map((nights) => nights.filter(({ ago }) => ago > rule.guard_nights));
  let fits = fitCounts(entities, baselines, rule);
  weighOutliers(histories, fits);
  shareCalendar(entities, histories, { fits, guard_nights: rule.guard_nights });
  fits = fitCounts(entities, baselines, rule);
  shareShocks(entities, histories, fits);
  weighOutliers(histories, fits);
  fits = fitCounts(entities, baselines, rule);
  return histories.map((nights, i) => ({ nights, fit: fits[i] ?? NO_FIT }));
}

const NO_FIT: CountFit = { mean: 0, restFactor: 1, dispersion: 1, nights: 0 };

/** An entity's nights up to the rule's baseline, as they stand before anything is fitted. */
export function nightsOf(
  { nights_ago, counts, is_rest, weights, day_kinds }: CountSeries,
  { history_nights, guard_nights }: CountRule,
): CountNight[] {
  const nights: CountNight[] = [];
  nights_ago.forEach((ago, i) => {
    if (ago > guard_nights + history_nights) return;
    const known = ago === 0 ? 1 : (weights?.[i] ?? 1);
    nights.push({
      ago,
      count: counts[i] ?? 0,
      isRest: is_rest[i] ?? false,
      known,
      kind: day_kinds?.[i] ?? 0,
      calendar: 1,
      calendarVariance: 0,
      weight: known,
      shock: 1,
      shockVariance: 0,
    });
  });
  return nights;
}

/**
 * What a night's count is held against. The spread is raised by its own standard error, sqrt((2 + 6 spread) / nights) of a gamma's variance: a heavy tail cannot be
 * told from 60 nights, and a spread that is believed too small is paid for in false leads.
 */
export function predict(night: CountNight, fit: CountFit, rule: CountRule): CountPrediction {
  return {
    law: negativeBinomial(sizeOf(night, fit, rule), expectedOf(night, fit)),
    observed: night.count,
    unit_factor: night.shock,
    own_nights: fit.nights,
  };
}

/** Size of the negative binomial that a night's count is held against. */
export function sizeOf(night: CountNight, fit: CountFit, { prior_nights }: CountRule): number {
  const nights = fit.nights + prior_nights;
  const dispersion = fit.dispersion * (1 + Math.sqrt((2 + 6 * fit.dispersion) / nights));
  const ofMean = 1 / (nights * Math.max(fit.mean, MEAN_MIN));
  const ofShock = night.shockVariance / night.shock ** 2;
  return 1 / (dispersion * (1 + 1 / nights) + ofMean + ofShock + night.calendarVariance);
}
