import { binomial } from "../../data/statistics/binomial.js";
import { chiSquare } from "../../data/statistics/gamma.js";
import { atLeastOne, ordinaryP } from "../../data/statistics/p-values.js";

/** Pauses in a run that is tested for evenness: a script of a dozen steps. */
export const RUN_PAUSES = 12;

/** A pause counts as at least a second: logs rarely resolve less, and its logarithm must exist. */
const PAUSE_MIN_SECONDS = 1;

/** In a run most of whose pauses are below a second, evenness is the clock's rounding: one click that did many things. */
const ECHOES_MAX = RUN_PAUSES / 2;

/** Overlapping runs of one night are worth so many separate ones each stretch of twelve. */
const RUNS_A_STRETCH = 3;

/**
 * How even the evenest run of twelve pauses is: Bartlett's test of exponential pauses as Moran wrote it, its lower tail.
 * Null below twelve pauses, and where all runs are echoes of single clicks. Pauses in seconds, in order.
 *
 * source  B = 2 m M / (1 + (m + 1) / (6 m)), M = ln(mean pause) - mean(ln pause), chi-square with m - 1 degrees of freedom;
 *         Bartlett 1937, Proc. R. Soc. A 160:268; Moran 1951, JRSS-B 13:147. The smallest of overlapping runs by Šidák with
 *         three runs a stretch.
 */
export function evenestRunP(pauses: readonly number[]): number | null {
  if (pauses.length < RUN_PAUSES) return null;
  let [sum, logs, echoes] = [0, 0, 0];
  let least = Infinity;
  const count = (pause: number, sign: 1 | -1): void => {
    const bounded = Math.max(pause, PAUSE_MIN_SECONDS);
    sum += sign * bounded;
    logs += sign * Math.log(bounded);
    if (pause < PAUSE_MIN_SECONDS) echoes += sign;
  };
  pauses.forEach((pause, i) => {
    count(pause, 1);
    const gone = pauses[i - RUN_PAUSES];
    if (gone !== undefined) count(gone, -1);
    if (i >= RUN_PAUSES - 1 && echoes <= ECHOES_MAX)
      least = Math.min(least, Math.log(sum / RUN_PAUSES) - logs / RUN_PAUSES);
  });
  if (least === Infinity) return null;
  const statistic = (2 * RUN_PAUSES * Math.max(least, 0)) / (1 + (RUN_PAUSES + 1) / (6 * RUN_PAUSES));
  const logP = statistic > 0 ? chiSquare(RUN_PAUSES - 1).logLower(statistic) : -Infinity;
  const runs = Math.max(1, (RUNS_A_STRETCH * pauses.length) / RUN_PAUSES);
  return atLeastOne(Math.exp(logP), runs);
}

/** Pauses shorter than this are one click's echoes and repeat by themselves. */
const REPEAT_MIN_SECONDS = 4;
/** Fewest pauses in which a repeated one can be told. */
const REPEAT_PAUSES_MIN = 6;
/** Pauses within a tenth of each other are the same. */
const REPEAT_WIDTH = 1.1;
/** Log times are whole seconds: half of one either way. */
const ROUNDING_SECONDS = 0.5;
/** People's pauses crowd more than exponential ones do: a window's chance is raised by as much … */
const CROWDING = 1.3;
/** … and kept within these bounds. */
const CHANCE_BOUNDS = [1e-3, 0.5] as const;
/** Overlapping windows of one night are worth half as many separate ones. */
const SEPARATE_SHARE = 0.5;

/**
 * How often one pause repeats to within a tenth, against exponential pauses of the same median: binomial upper tail of the
 * most surprising length, times the lengths looked at. Null where there are too few pauses. Pauses in seconds.
 *
 * source  scan statistic bounded by Bonferroni; the crowding factor and the bounds were fitted to ordinary people's pauses
 */
export function repeatedPauseP(pauses: readonly number[]): number | null {
  const sorted = pauses.filter((pause) => pause >= REPEAT_MIN_SECONDS).sort((a, b) => a - b);
  const n = sorted.length;
  if (n < REPEAT_PAUSES_MIN) return null;
  const median = ((sorted[Math.floor((n - 1) / 2)] ?? 0) + (sorted[Math.ceil((n - 1) / 2)] ?? 0)) / 2;
  const scale = median / Math.LN2;
  let least = 1;
  let end = 0;
  sorted.forEach((pause, i) => {
    while ((sorted[end] ?? Infinity) <= pause * REPEAT_WIDTH) end += 1;
    const width =
      Math.exp(-(pause - ROUNDING_SECONDS) / scale) - Math.exp(-(pause * REPEAT_WIDTH + ROUNDING_SECONDS) / scale);
    const chance = Math.min(Math.max(CROWDING * width, CHANCE_BOUNDS[0]), CHANCE_BOUNDS[1]);
    least = Math.min(least, ordinaryP(binomial(n - 1, chance), end - i - 1, "upper"));
  });
  return Math.min(1, Math.max(SEPARATE_SHARE * n * least, Number.MIN_VALUE));
}
