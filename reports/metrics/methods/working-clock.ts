import { type DateSpan, openInstants, spanDays, type WorkingCalendar } from "./working-calendar.js";

const MS_IN_HOUR = 3_600_000;

/** A stretch of time [from, to) in milliseconds since 1970 UTC. */
export type Interval = readonly [from: number, to: number];

/** Hours between two instants by one declared way of counting; calendar and working hours are never mixed in one figure. */
export interface Clock {
  readonly basis: "calendar_hours" | "working_hours";
  /**
   * Hours from `from` to `to` (milliseconds since 1970 UTC), without the tolled stretches: time that the other side, not
   * this one, was to act. Negative where `to` is before `from`. Throws RangeError outside the span the clock was built for.
   */
  hours(from: number, to: number, tolled?: readonly Interval[]): number;
}

/** Every hour counts, day and night. */
export const CALENDAR_CLOCK: Clock = {
  basis: "calendar_hours",
  hours: (from, to, tolled = []) => measure((t) => t, { from, to, tolled }) / MS_IN_HOUR,
};

/**
 * The hours that one side was at work, by its own week, holidays and time zone.
 *
 * Built once over `span`; each question is then two binary searches, so that a million requests cost little.
 *
 * span     local dates that cover every instant to be asked for
 */
export function workingClock(calendar: WorkingCalendar, span: DateSpan): Clock {
  const [first, last] = spanDays(calendar, span);
  const open: Interval[] = [];
  for (let day = first; day <= last; day++) {
    const instants = openInstants(calendar, day);
    if (instants !== null && instants[0] < instants[1]) open.push(instants);
  }
  const start = Float64Array.from(open, ([from]) => from);
  const end = Float64Array.from(open, ([, to]) => to);
  const before = new Float64Array(open.length + 1);
  for (let i = 0; i < open.length; i++) before[i + 1] = (before[i] ?? 0) + (end[i] ?? 0) - (start[i] ?? 0);
  const bounds = spanInstants(calendar, first, last);
  const worked = (t: number) => {
    if (!(t >= bounds[0] && t <= bounds[1])) throw new RangeError(`instant outside the clock's span: ${t}`);
    const i = countAtOrBelow(start, t);
    return (before[i] ?? 0) - (i > 0 ? Math.max(0, (end[i - 1] ?? 0) - t) : 0);
  };
  return {
    basis: "working_hours",
    hours: (from, to, tolled = []) => measure(worked, { from, to, tolled }) / MS_IN_HOUR,
  };
}

/** Measure of [from, to) less the union of the tolled stretches inside it. */
function measure(
  worked: (t: number) => number,
  { from, to, tolled }: { readonly from: number; readonly to: number; readonly tolled: readonly Interval[] },
): number {
  let total = worked(to) - worked(from);
  let reached = from;
  for (const [start, end] of tolled.toSorted((a, b) => a[0] - b[0])) {
    const begin = Math.max(start, reached);
    const stop = Math.min(end, to);
    if (begin >= stop) continue;
    total -= worked(stop) - worked(begin);
    reached = stop;
  }
  return total;
}

function spanInstants(calendar: WorkingCalendar, first: number, last: number): Interval {
  const wholeDay = { start: "00:00", end: "24:00" };
  const always = { time_zone: calendar.time_zone, holidays: new Set<string>(), week: new Array(7).fill(wholeDay) };
  return [openInstants(always, first)?.[0] ?? 0, openInstants(always, last)?.[1] ?? 0];
}

function countAtOrBelow(sorted: Float64Array, t: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Number.NaN) <= t) low = middle + 1;
    else high = middle;
  }
  return low;
}
