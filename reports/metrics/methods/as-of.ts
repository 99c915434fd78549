import { median } from "d3-array";
import { type Durations, eventTable } from "./durations.js";
import { type IntervalOptions, kaplanMeier } from "./kaplan-meier.js";
import { type SurvivalQuantile, survivalQuantiles } from "./survival-quantile.js";
import type { Clock, Interval } from "./working-clock.js";

/** One case by its instants, milliseconds since 1970 UTC. */
export interface TimedCase {
  readonly started_at: number;
  /** Null while it is open. */
  readonly ended_at: number | null;
  /** How it ended, 1 … number of causes; ignored while it is open. */
  readonly cause: number;
  /** Stretches in which the clock stood still; none where absent. */
  readonly tolled?: readonly Interval[];
}

export interface AsOfOptions {
  /** The instant at which the register is read; what ended later is open, what began later is not there. */
  readonly as_of: number;
  /**
   * The instant from which the feed records ends, where it began after some cases had: cases that ended before it were
   * never seen, so those that were older count from then on (left truncation). Null where the feed has always run.
   */
  readonly observed_from: number | null;
  readonly clock: Clock;
}

/**
 * Durations in hours of the cases as they stood at an instant, for a risk-set table. Those that ended at once stay in, at
 * 0; a late entry that was under observation for no time by the clock is left out. The caller has counted out cases that
 * ended before they began.
 */
export function durationsAsOf(cases: readonly TimedCase[], { as_of, observed_from, clock }: AsOfOptions): Durations {
  const start = observed_from ?? Number.NEGATIVE_INFINITY;
  const exit = new Float64Array(cases.length);
  const cause = new Uint8Array(cases.length);
  const entry = new Float64Array(cases.length);
  let count = 0;
  for (const { started_at, ended_at, cause: end, tolled } of cases) {
    if (started_at > as_of || (ended_at !== null && ended_at <= start)) continue;
    const isEnded = ended_at !== null && ended_at <= as_of;
    const duration = clock.hours(started_at, isEnded ? ended_at : as_of, tolled);
    const late = started_at < start ? clock.hours(started_at, start, tolled) : Number.NEGATIVE_INFINITY;
    if (late >= duration) continue;
    exit[count] = duration;
    cause[count] = isEnded ? end : 0;
    entry[count] = late;
    count += 1;
  }
  const durations = { exit: exit.slice(0, count), cause: cause.slice(0, count) };
  return observed_from === null ? durations : { ...durations, entry: entry.slice(0, count) };
}

/** What a median of closed cases alone leaves unsaid; durations in the table's unit. */
export interface ClosedOnlyBias {
  readonly closed_count: number;
  readonly open_count: number;
  /** Null where nothing closed. */
  readonly closed_only_median: number | null;
  /** Kaplan–Meier, open cases counted; its time is null where half have not ended. */
  readonly median: SurvivalQuantile;
  /** Median less closed-only median: how much longer people wait than the closed cases say; null where either is. */
  readonly hidden: number | null;
}

/** The closed-only median beside the one that counts open cases, and the difference as a number. */
export function closedOnlyBias(durations: Durations, interval: IntervalOptions): ClosedOnlyBias {
  const closed = durations.exit.filter((_time, i) => (durations.cause[i] ?? 0) > 0);
  const causes = durations.cause.reduce((most, cause) => Math.max(most, cause), 1);
  const [all] = survivalQuantiles(kaplanMeier(eventTable(durations, causes), interval), [0.5]);
  const estimate = all ?? { share: 0.5, time: null, lower: null, upper: null };
  const closedOnly = median(closed) ?? null;
  return {
    closed_count: closed.length,
    open_count: durations.exit.length - closed.length,
    closed_only_median: closedOnly,
    median: estimate,
    hidden: closedOnly === null || estimate.time === null ? null : estimate.time - closedOnly,
  };
}
