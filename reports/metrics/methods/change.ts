import { type CountedRate, rateRatioInterval } from "../../../data/statistics/intervals.js";
import type { EventTable } from "./event-table.js";
import { logRank } from "./log-rank.js";
import { type CountedShare, shareDifference } from "./share-difference.js";
import type { Direction, Variation } from "./xmr-chart.js";

/**
 * How sure a change must be. Hundreds of figures are looked at together: at 99.8 %, as at the outer limits of a funnel, of a
 * thousand that have not changed two are said to have.
 */
export const CHANGE_LEVEL = 0.998;

/** What two periods say of change; cannot_tell where even the most extreme outcome could have been chance. */
export type Change = "higher" | "lower" | "none" | "cannot_tell";

/** Whether a share differs between two periods of different things, by the score interval of the difference. */
export function shareChange(before: CountedShare, now: CountedShare): Change {
  if (before.denominator === 0 || now.denominator === 0) return "cannot_tell";
  const of = (from: CountedShare, to: CountedShare): Change => {
    const { lower, upper } = shareDifference(to, from, CHANGE_LEVEL);
    return lower > 0 ? "higher" : upper < 0 ? "lower" : "none";
  };
  const extreme = of({ ...before, numerator: 0 }, { ...now, numerator: now.denominator });
  return extreme === "none" ? "cannot_tell" : of(before, now);
}

/** Whether a rate differs between two periods, by the exact interval of the ratio given all events. */
export function rateChange(before: CountedRate, now: CountedRate): Change {
  if (!(before.exposure > 0 && now.exposure > 0)) return "cannot_tell";
  const events = before.count + now.count;
  const of = (count: number): Change => {
    const { lower, upper } = rateRatioInterval({ ...now, count }, { ...before, count: events - count }, CHANGE_LEVEL);
    return lower > 1 ? "higher" : upper < 1 ? "lower" : "none";
  };
  if (of(events) === "none" && of(0) === "none") return "cannot_tell";
  return of(now.count);
}

/**
 * Whether waits differ between two periods, by the log-rank test. With d ends in all, were ends to fall by the numbers that
 * entered alone, all of them on one side has the chance share^d: above the level nothing could be told.
 */
export function waitChange(before: EventTable, now: EventTable): Change {
  const [first, second] = [before.subject_count, now.subject_count];
  if (first === 0 || second === 0) return "cannot_tell";
  const ends = [before, now].reduce((sum, { event_count }) => sum + event_count.reduce((all, one) => all + one, 0), 0);
  if (Math.min(first, second) ** ends > (1 - CHANGE_LEVEL) * (first + second) ** ends) return "cannot_tell";
  const { p_value, observed, expected } = logRank([before, now]);
  if (!(p_value < 1 - CHANGE_LEVEL)) return Number.isNaN(p_value) ? "cannot_tell" : "none";
  return (observed[1] ?? 0) > (expected[1] ?? 0) ? "lower" : "higher";
}

/** What a change means where one direction is better. */
export function variationFrom(change: Change, direction: Direction): Variation {
  if (change === "cannot_tell") return "cannot_tell";
  if (change === "none") return "common_cause";
  if (direction === "neutral") return change === "higher" ? "neutral_high" : "neutral_low";
  return (change === "higher") === (direction === "increase") ? "improvement" : "concern";
}
