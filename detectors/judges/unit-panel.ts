import { type CountRule, type CountSeries, nightsOf } from "./count.js";
import { expectedOf, fitCounts, weighOutliers } from "./count-fit.js";
import { shareCalendar } from "./day-factors.js";

/** What a unit's members did in a window, and what would be ordinary of them. */
export interface UnitWindow {
  readonly observed: number;
  readonly expected: number;
  /** Variance of observed beyond a Poisson's, from each member's own over-dispersion. */
  readonly excess: number;
}

/** A member's night counts at most so many standard deviations above its expectation: one person is not a unit. */
const MEMBER_SD_MAX = 4;

/** Least spread between units, as a squared ratio: a tenth up or down is ordinary of any unit. */
const SPREAD_MIN = 0.01;
/** Spread between units assumed while their mean is weighed, as a squared ratio. */
const SPREAD_PRIOR = 0.02;
/** A unit with fewer expected events says nothing of the others. */
const EXPECTED_MIN = 5;

/**
 * Each unit's sums over windows that end tonight, against a baseline before the longest of them. Only nights on which a member
 * was active count, for members and expectation alike. The rule's guard must hold the longest window, tonight apart.
 *
 * members  in any order; windows: nights, ascending
 */
export function unitWindows(
  members: readonly CountSeries[],
  windows: readonly number[],
  rule: CountRule,
): ReadonlyMap<string, readonly UnitWindow[]> {
  const histories = members.map((member) => nightsOf(member, rule));
  const baselines = histories.map((nights) => nights.filter(({ ago }) => ago > rule.guard_nights));
  let fits = fitCounts(members, baselines, rule);
  weighOutliers(baselines, fits);
  shareCalendar(members, histories, { fits, guard_nights: rule.guard_nights });
  fits = fitCounts(members, baselines, rule);
  const units = new Map<string, { observed: number; expected: number; excess: number }[]>();
  members.forEach((member, i) => {
    const fit = fits[i];
    if (fit === undefined || fit.nights === 0) return;
    const sums = units.get(member.unit) ?? windows.map(() => ({ observed: 0, expected: 0, excess: 0 }));
    units.set(member.unit, sums);
    for (const night of histories[i] ?? []) {
      if (night.ago > rule.guard_nights) continue;
      const mean = expectedOf(night, fit);
      const excess = (fit.dispersion + night.calendarVariance) * mean * mean;
      const count = Math.min(night.count, mean + MEMBER_SD_MAX * Math.sqrt(mean + excess));
      windows.forEach((window, w) => {
        const sum = sums[w];
        if (night.ago >= window || sum === undefined) return;
        sum.observed += count;
        sum.expected += mean;
        sum.excess += excess;
      });
    }
  });
  return units;
}

/** What the other units did meanwhile: their mean ratio to expectation, at least 1, and how far units lie apart. */
export interface OtherUnits {
  readonly ratio: number;
  readonly spread: number;
}

/**
 * The common part of a window: a crisis of many units raises both the mean and the spread, so that one of them is no surge.
 * Null where no other unit says anything.
 *
 * source  mean weighted by 1 / (s^2 + prior), s^2 = 1 / M + V / M^2 the sampling variance of a ratio Y / M; spread by moments,
 *         mean of (ratio - mean)^2 - s^2 (DerSimonian & Laird 1986, in its unweighted form)
 */
export function otherUnits(windows: readonly UnitWindow[]): OtherUnits | null {
  const speaking = windows
    .filter(({ expected }) => expected > EXPECTED_MIN)
    .map(({ observed, expected, excess }) => ({
      ratio: observed / expected,
      variance: 1 / expected + excess / expected ** 2,
    }));
  if (speaking.length === 0) return null;
  let [sum, weights] = [0, 0];
  for (const { ratio, variance } of speaking) {
    const weight = 1 / (variance + SPREAD_PRIOR);
    sum += weight * ratio;
    weights += weight;
  }
  const mean = sum / weights;
  const spread =
    speaking.reduce((all, { ratio, variance }) => all + (ratio - mean) ** 2 - variance, 0) / speaking.length;
  return { ratio: Math.max(1, mean), spread: Math.max(SPREAD_MIN, spread) };
}
