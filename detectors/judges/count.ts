import type { DiscreteLaw } from "../../data/statistics/laws.js";
import { negativeBinomial } from "../../data/statistics/negative-binomial.js";
import { type CountFit, type CountNight, expectedOf, fitCounts, MEAN_MIN, weighOutliers } from "./count-fit.js";
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
}

/** How counts are judged. */
export interface CountRule {
  /** Nights of history, strictly before tonight. */
  readonly history_nights: number;
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
  const histories = entities.map((entity) => nightsOf(entity, rule));
  let fits = fitCounts(entities, histories, rule);
  weighOutliers(histories, fits);
  fits = fitCounts(entities, histories, rule);
  shareShocks(entities, histories, fits);
  weighOutliers(histories, fits);
  fits = fitCounts(entities, histories, rule);
  return histories.map((nights, i) => {
    const fit = fits[i];
    const tonight = nights.find(({ ago }) => ago === 0);
    return fit === undefined || tonight === undefined ? null : predict(tonight, fit, rule);
  });
}

function nightsOf({ nights_ago, counts, is_rest }: CountSeries, { history_nights }: CountRule): CountNight[] {
  const nights: CountNight[] = [];
  nights_ago.forEach((ago, i) => {
    if (ago <= history_nights)
      nights.push({ ago, count: counts[i] ?? 0, isRest: is_rest[i] ?? false, weight: 1, shock: 1, shockVariance: 0 });
  });
  return nights;
}

/**
 * The spread is raised by its own standard error, sqrt((2 + 6 spread) / nights) of a gamma's variance: a heavy tail cannot be
 * told from 60 nights, and a spread that is believed too small is paid for in false leads.
 */
function predict(tonight: CountNight, fit: CountFit, rule: CountRule): CountPrediction {
  const nights = fit.nights + rule.prior_nights;
  const dispersion = fit.dispersion * (1 + Math.sqrt((2 + 6 * fit.dispersion) / nights));
  const ofMean = 1 / (nights * Math.max(fit.mean, MEAN_MIN));
  const ofShock = tonight.shockVariance / tonight.shock ** 2;
  const spread = dispersion * (1 + 1 / nights) + ofMean + ofShock;
  return {
    law: negativeBinomial(1 / spread, expectedOf(tonight, fit)),
    observed: tonight.count,
    unit_factor: tonight.shock,
    own_nights: fit.nights,
  };
}
