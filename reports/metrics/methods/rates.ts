import { clopperPearsonInterval, garwoodInterval } from "../../../data/statistics/intervals.js";

/** A rate or a share with its exact interval; null where there was nothing to hold it against. */
export interface Estimate {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** Incidents per 1,000 releases, exceptions per 1,000 opportunities: the unit of every rate in the reports. */
export const PER_THOUSAND = 1000;

/**
 * Events per 1,000 of exposure, with the exact Poisson interval.
 *
 * exposure   releases, opportunities …; above 0, else null: no rate can be told
 * source     Garwood 1936
 */
export function ratePerThousand(count: number, exposure: number, level: number): Estimate | null {
  if (!(exposure > 0)) return null;
  const scale = PER_THOUSAND / exposure;
  const { lower, upper } = garwoodInterval(count, level);
  return { value: count * scale, lower: lower * scale, upper: upper * scale };
}

/**
 * Share of trials with the exact binomial interval; null for no trials.
 *
 * source   Clopper & Pearson 1934
 */
export function exactShare(successes: number, trials: number, level: number): Estimate | null {
  if (trials === 0) return null;
  return { value: successes / trials, ...clopperPearsonInterval(successes, trials, level) };
}
