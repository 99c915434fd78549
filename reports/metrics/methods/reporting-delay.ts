import { negativeBinomial } from "../../../data/statistics/negative-binomial.js";
import { countQuantile } from "../../../data/statistics/p-values.js";

/** Events of one day that were first seen `delay` days later; days are whole numbers from any fixed origin. */
export interface DelayedCount {
  readonly day: number;
  readonly delay: number;
  readonly count: number;
}

/** Share of a day's events that are reported within 0, 1 … delay_max days, of those reported within delay_max days. */
export interface DelayLaw {
  readonly delay_max: number;
  /** Ascending, the last is 1; NaN for delays that nothing in the window could show. */
  readonly share_within: readonly number[];
}

/** A day's count as it stands, and as it is expected to become; which of the two is printed is `status`. */
export interface NowcastDay {
  readonly day: number;
  readonly observed: number;
  /** Share expected to have arrived by now. */
  readonly completeness: number;
  /** complete: print `observed`; corrected: print `expected` with its interval; withheld: print neither, but say so. */
  readonly status: "complete" | "corrected" | "withheld";
  readonly expected: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface NowcastOptions {
  /** The last day that could be reported on: a day t has had delays up to as_of_day − t. */
  readonly as_of_day: number;
  /** At or above this completeness a day is printed as it stands. */
  readonly complete_share: number;
  /** Below this completeness a day is withheld: the correction would be most of the figure. */
  readonly withheld_share: number;
  /** Coverage of the interval, as 0.95. */
  readonly level: number;
}

/**
 * The law of reporting delays from a triangle of which the lower right has not arrived yet.
 *
 * Reverse-time hazards: g_d = Σ n_{t,d} / Σ Σ_{j ≤ d} n_{t,j} over the days t whose delay d has passed; F(d) = Π_{k > d} (1 − g_k).
 * A share among what was seen by now, as Σ n_{t,≤d}/Σ n_t, would take recent days for faster than they are.
 *
 * delay_max  longest delay considered, in days; later reports are outside the claim
 * throws     RangeError for a delay or a count below 0
 * source     Lawless 1994, Canadian Journal of Statistics 22:15, doi:10.2307/3315820
 */
export function delayLaw(
  cells: readonly DelayedCount[],
  { as_of_day, delay_max }: { readonly as_of_day: number; readonly delay_max: number },
): DelayLaw {
  const at = new Array<number>(delay_max + 1).fill(0);
  const upTo = new Array<number>(delay_max + 1).fill(0);
  for (const { day, delay, count } of cells) {
    if (!(delay >= 0 && count >= 0)) throw new RangeError(`delay or count below 0: ${delay}, ${count}`);
    const passed = Math.min(delay_max, as_of_day - day);
    if (delay > passed) continue;
    at[delay] = (at[delay] ?? 0) + count;
    for (let d = delay; d <= passed; d++) upTo[d] = (upTo[d] ?? 0) + count;
  }
  const share = new Array<number>(delay_max + 1).fill(1);
  for (let d = delay_max; d > 0; d--) {
    const seen = upTo[d] ?? 0;
    share[d - 1] = seen > 0 ? (share[d] ?? NaN) * (1 - (at[d] ?? 0) / seen) : Number.NaN;
  }
  return { delay_max, share_within: share };
}

/**
 * Recent counts as they are expected to become, or withheld: nothing incomplete passes for complete.
 *
 * With n seen and completeness F, what is still to come is negative binomial of size n + 1/2 and success probability F
 * (Poisson counts under Jeffreys' prior); expected and interval are n plus its mean and quantiles.
 *
 * days     count seen so far of each day, any order; kept
 * source   Lawless 1994; Höhle & an der Heiden 2014, doi:10.1111/biom.12194
 */
export function nowcast(
  days: readonly { readonly day: number; readonly count: number }[],
  law: DelayLaw,
  options: NowcastOptions,
): NowcastDay[] {
  const tail = (1 - options.level) / 2;
  return days.map(({ day, count }): NowcastDay => {
    const passed = options.as_of_day - day;
    const completeness = passed >= law.delay_max ? 1 : passed < 0 ? 0 : (law.share_within[passed] ?? Number.NaN);
    const base = { day, observed: count, completeness };
    if (completeness >= options.complete_share) {
      return { ...base, status: "complete", expected: count, lower: count, upper: count };
    }
    if (!(completeness >= options.withheld_share && completeness > 0)) {
      return { ...base, status: "withheld", expected: null, lower: null, upper: null };
    }
    const size = count + 0.5;
    const mean = (size * (1 - completeness)) / completeness;
    const missing = negativeBinomial(size, mean);
    const lower = count + countQuantile(missing, tail);
    const upper = count + countQuantile(missing, 1 - tail);
    return { ...base, status: "corrected", expected: count + mean, lower, upper };
  });
}
