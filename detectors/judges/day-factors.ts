import type { CountSeries } from "./count.js";
import { type CountFit, type CountNight, expectedOf } from "./count-fit.js";

/** How a kind of day is counted: the ISO weekday, plus these. */
export const DAY_KIND = { month_end: 10, exercise: 100 } as const;

const WEEKDAYS = 8;

/** What is learnt of a kind of day, one after the other: each from what those before it leave. A key is a whole number from 0. */
const FACTORS = [
  /** Weekdays, nation by nation, for weeks do not end alike; rest days have a factor of their own in every fit. */
  {
    keyOf: ({ kind, isRest }: CountNight, nation: number) =>
      isRest || kind % DAY_KIND.month_end === 0 ? null : nation * WEEKDAYS + (kind % DAY_KIND.month_end),
    prior: 50,
  },
  { keyOf: ({ kind }: CountNight) => (kind % DAY_KIND.exercise >= DAY_KIND.month_end ? 0 : null), prior: 50 },
  /** Exercises are few: of one that is unlike any before it only the spread is known. */
  { keyOf: ({ kind }: CountNight) => (kind >= DAY_KIND.exercise ? 0 : null), prior: 10 },
] as const;

/** A night counts at most this many times its mean: one person's surge is no habit of Mondays. */
const RATIO_MAX = 6;

/**
 * Gives each night the factor by which days of its kind are ordinarily up or down: weekdays, the last three days of a month, days
 * about a declared exercise. They move the expectation and widen what is ordinary while little is known; no day is left out.
 *
 * `prior` of each is the weight of "no different", in nights of relative variance 1: two weeks of ten people for habits of the
 * week and the month, a tenth either way for the first exercise.
 *
 * source  information of a count about its factor, 1 / (1 / mean + 1 / size), as for the units' factors; ratios to the mean of
 *         all nights, since cut ratios have a mean below 1
 */
export function shareCalendar(
  entities: readonly CountSeries[],
  histories: readonly CountNight[][],
  { fits, guard_nights }: { readonly fits: readonly CountFit[]; readonly guard_nights: number },
): void {
  const nations = numbered(entities.map(({ nation = "" }) => nation));
  for (const { keyOf, prior } of FACTORS) {
    const ups: number[] = [];
    const informations: number[] = [];
    let [allUp, all] = [0, 0];
    histories.forEach((nights, i) => {
      const fit = fits[i];
      if (fit === undefined) return;
      for (const night of nights) {
        if (night.ago <= guard_nights || night.ago === 0) continue;
        const mean = expectedOf(night, fit);
        const information = night.weight / (1 / mean + fit.dispersion);
        const up = information * Math.min(night.count / mean, RATIO_MAX);
        allUp += up;
        all += information;
        const key = keyOf(night, nations[i] ?? 0);
        if (key === null) continue;
        ups[key] = (ups[key] ?? 0) + up;
        informations[key] = (informations[key] ?? 0) + information;
      }
    });
    const usual = allUp > 0 ? allUp / all : 1;
    histories.forEach((nights, i) => {
      for (const night of nights) {
        const key = keyOf(night, nations[i] ?? 0);
        if (key === null) continue;
        const known = (informations[key] ?? 0) + prior;
        night.calendar *= ((ups[key] ?? 0) / usual + prior) / known;
        night.calendarVariance += 1 / known;
      }
    });
  }
}

/** The same number for the same word, from 0 in order of first sight. */
function numbered(words: readonly string[]): number[] {
  const known = new Map<string, number>();
  return words.map((word) => {
    const number = known.get(word) ?? known.size;
    known.set(word, number);
    return number;
  });
}
