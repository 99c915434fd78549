import { group } from "d3-array";
import { logGamma } from "../../data/statistics/special.js";

/** What an entity's window has in common with those around it: a factor of its share, at least 1, and its relative variance. */
export interface Common {
  readonly ratio: number;
  readonly variance: number;
}

export const NOTHING_COMMON: Common = { ratio: 1, variance: 0 };

/** One entity's window, and who is around it; names that are empty are no company. */
export interface Neighbour {
  readonly unit: string;
  readonly site: string;
  readonly successes: number;
  /** Successes that would be ordinary, and their over-dispersion as a design effect, at least 1. */
  readonly expected: number;
  readonly effect: number;
}

/** Chance that a unit or site is struck by something on an ordinary night: about once a quarter. */
const STRUCK = 0.01;

/** How much more there is where it is struck, on average: anything from a crisis to a network that was renumbered. */
const STRUCK_RATIOS = [3, 30, 300] as const;

/**
 * One neighbour counts at most this far above expectation, in successes or standard deviations, unless more than a quarter
 * of those around were as far above it: a few people are no outage.
 */
const NEIGHBOUR_SUCCESSES = 3;
const NEIGHBOUR_SD = 4;
const FEW_SHARE = 0.25;

/**
 * What each window has in common with the others of its unit or of its site, whichever says more: a whole site's outage brings
 * refusals to all, and a unit's crisis late hours. Either nothing struck them and the ratio is 1, or something did and it is
 * anything; the posterior mean and variance, the own window left out. One neighbour alone moves hardly anybody.
 *
 * source  spike and slab: Mitchell & Beauchamp 1988, JASA 83:1023; Poisson counts, scaled by their design effect, with an
 *         exponential prior of the ratio of one of three means, so that for each
 *         log BF = log r + log Gamma(O + 1) - (O + 1) log(E + r) + E, r = 1 / mean
 */
export function commonShifts(windows: readonly Neighbour[]): Common[] {
  const units = struckTogether(windows, ({ unit }) => unit);
  const sites = struckTogether(windows, ({ site }) => site);
  return windows.map((_, i) => {
    const [ofUnit = NOTHING_COMMON, ofSite = NOTHING_COMMON] = [units[i], sites[i]];
    return ofSite.ratio > ofUnit.ratio ? ofSite : ofUnit;
  });
}

function struckTogether(windows: readonly Neighbour[], nameOf: (window: Neighbour) => string): Common[] {
  const shifts = windows.map(() => NOTHING_COMMON);
  for (const [name, members] of group(windows.keys(), (i) => nameOf(windows[i] ?? NOBODY))) {
    if (name === "" || members.length < 2) continue;
    const ratios = members.map((i) => ratioOf(windows[i] ?? NOBODY)).sort((a, b) => a - b);
    const usual = ratios[members.length - 1 - Math.ceil(FEW_SHARE * members.length)] ?? 0;
    const own = members.map((i) => cut(windows[i] ?? NOBODY, usual));
    const all = own.reduce((sum, one) => ({
      observed: sum.observed + one.observed,
      expected: sum.expected + one.expected,
    }));
    members.forEach((i, m) => {
      const one = own[m] ?? all;
      shifts[i] = shiftOf(Math.max(0, all.observed - one.observed), Math.max(0, all.expected - one.expected));
    });
  }
  return shifts;
}

const NOBODY: Neighbour = { unit: "", site: "", successes: 0, expected: 0, effect: 1 };

const ratioOf = ({ successes, expected }: Neighbour) => (expected > 0 ? successes / expected : 0);

/** Counts at the size of as many independent trials. */
function cut({ successes, expected, effect }: Neighbour, usualRatio: number): Sum {
  const alone = expected + Math.max(NEIGHBOUR_SUCCESSES, NEIGHBOUR_SD * Math.sqrt(expected * effect));
  const most = Math.max(alone, usualRatio * expected);
  return { observed: Math.min(successes, most) / effect, expected: expected / effect };
}

interface Sum {
  readonly observed: number;
  readonly expected: number;
}

/** Posterior mean and relative variance of the ratio, from what the others did. */
function shiftOf(observed: number, expected: number): Common {
  if (observed <= expected) return NOTHING_COMMON;
  let [weight, first, second] = [1 - STRUCK, 1 - STRUCK, 1 - STRUCK];
  for (const mean of STRUCK_RATIOS) {
    const rate = 1 / mean;
    const logFactor = Math.log(rate) + logGamma(observed + 1) - (observed + 1) * Math.log(expected + rate) + expected;
    const own = (STRUCK / STRUCK_RATIOS.length) * Math.exp(Math.min(logFactor, LOG_MAX));
    const struck = Math.max(1, (observed + 1) / (expected + rate));
    weight += own;
    first += own * struck;
    second += own * struck ** 2 * (1 + 1 / (observed + 1));
  }
  const ratio = first / weight;
  return { ratio, variance: Math.max(0, second / weight - ratio ** 2) / ratio ** 2 };
}

/** Odds beyond any doubt, within a double. */
const LOG_MAX = 50;
