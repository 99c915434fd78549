import type { Period } from "./figure.js";
import { dayNumber, isoDate } from "./methods/working-calendar.js";
import type { Direction, Variation, XmrChart } from "./methods/xmr-chart.js";
import { xmrChart } from "./methods/xmr-chart.js";

/** Days in a point of a weekly chart: every weekday once, so that no weekend makes a pattern. */
const WEEK_DAYS = 7;

/** Weeks looked back on: half a year, twice the points that limits need to be more than trial limits. */
export const WEEKS_MAX = 26;

/** One point over time: null where nothing could be told of it. */
export interface TrendPoint {
  readonly period: Period;
  readonly value: number | null;
}

/** The weeks that end on a night's weekday, oldest first, none beginning before `begins`; the last ends on the night. */
export function weeksUpTo(night: string, begins: string | null): Period[] {
  const end = dayNumber(night);
  const start = begins === null ? end + 1 : dayNumber(begins);
  return Array.from({ length: WEEKS_MAX }, (_, back) => end - WEEK_DAYS * (WEEKS_MAX - 1 - back))
    .filter((last) => last - WEEK_DAYS + 1 >= start)
    .map((last) => ({ first: isoDate(last - WEEK_DAYS + 1), last: isoDate(last) }));
}

/** A value for each of the weeks. */
export function trend(weeks: readonly Period[], valueAt: (week: Period) => number | null): TrendPoint[] {
  return weeks.map((period) => {
    const value = valueAt(period);
    return { period, value: value === null || !Number.isFinite(value) ? null : value };
  });
}

/** The XmR chart of the points that have a value. No limits are rebased and no range is screened out by itself. */
export function trendChart(points: readonly TrendPoint[], direction: Direction, target: number | null): XmrChart {
  const values = points.map(({ value }) => value).filter((value) => value !== null);
  const options = { direction, target, rebases: [], screen_outliers: true, fix_after_points: null };
  return xmrChart(values, options);
}

/**
 * Whether the last week is unlike the ones before; `cannot_tell` where the last week has no value, or where the limits would
 * rest on fewer than 12 points and a change would be told from nearly nothing.
 */
export function variationOf(points: readonly TrendPoint[], direction: Direction): Variation {
  const chart = trendChart(points, direction, null);
  if (points.at(-1)?.value == null || chart.is_trial) return "cannot_tell";
  return chart.variation;
}
