import type { Settings } from "../../data/settings/shape.js";
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

/** A recorded change of a metric’s process. */
export type RecordedChange = Settings["rebases"][number];

/**
 * The XmR chart of the points that have a value: new limits begin with the first whole week after each recorded change, and no
 * range is screened out by itself.
 */
export function trendChart(
  points: readonly TrendPoint[],
  direction: Direction,
  {
    target = null,
    changes = [],
  }: { readonly target?: number | null; readonly changes?: readonly RecordedChange[] } = {},
): XmrChart {
  const known = points.flatMap(({ period, value }) => (value === null ? [] : [{ first: period.first, value }]));
  const starts = changes
    .map(({ from, reason }) => ({ index: known.findIndex(({ first }) => first >= from), reason }))
    .filter(({ index }) => index > 0)
    .sort((a, b) => a.index - b.index);
  const rebases = starts.filter(({ index }, i) => index !== starts[i + 1]?.index);
  const options = { direction, target, rebases, screen_outliers: true, fix_after_points: null };
  return xmrChart(
    known.map(({ value }) => value),
    options,
  );
}

/** The changes that the settings record for a metric. */
export function changesOf({ rebases }: Pick<Settings, "rebases">, id: string): RecordedChange[] {
  return rebases.filter(({ metric }) => metric === id);
}

/**
 * Whether the last week is unlike the ones before; `cannot_tell` where the last week has no value, or where the limits would
 * rest on fewer than 12 points and a change would be told from nearly nothing.
 */
export function variationOf(
  points: readonly TrendPoint[],
  direction: Direction,
  changes: readonly RecordedChange[] = [],
): Variation {
  const chart = trendChart(points, direction, { changes });
  if (points.at(-1)?.value == null || chart.is_trial) return "cannot_tell";
  return chart.variation;
}
