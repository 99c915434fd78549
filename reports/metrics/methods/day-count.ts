import { type DateSpan, dayNumber, openHoursOn, spanDays, type WorkingCalendar } from "./working-calendar.js";

/** Whole days between two local dates by one declared way of counting. */
export interface DayCount {
  readonly basis: "calendar_days" | "working_days";
  /**
   * Days after `from` up to and including `to`, dates "YYYY-MM-DD", less the tolled days: the first day counted is the one
   * after receipt, so the same day is 0. Negative where `to` is before `from`.
   */
  days(from: string, to: string, tolled?: readonly DateSpan[]): number;
}

/** Every date counts. */
export const CALENDAR_DAYS: DayCount = {
  basis: "calendar_days",
  days: (from, to, tolled = []) => countDays((day) => day, { from, to, tolled }),
};

/**
 * Days on which one side works. The first working day after receipt is day 1, as in US freedom-of-information reports.
 *
 * throws   RangeError from `days` for a date outside `span`
 * source   5 U.S.C. 552(a)(6)(A); Department of Justice, Handbook for Agency Annual FOIA Reports
 */
export function workingDays(calendar: WorkingCalendar, span: DateSpan): DayCount {
  const [first, last] = spanDays(calendar, span);
  const upTo = new Float64Array(last - first + 1);
  let total = 0;
  for (let day = first; day <= last; day++) {
    if (openHoursOn(calendar, day) !== null) total += 1;
    upTo[day - first] = total;
  }
  const worked = (day: number) => {
    const count = upTo[day - first];
    if (count === undefined) throw new RangeError(`date outside ${span.first} to ${span.last}: day ${day}`);
    return count;
  };
  return {
    basis: "working_days",
    days: (from, to, tolled = []) => countDays(worked, { from, to, tolled }),
  };
}

/** Days in (from, to] less the union of tolled dates in it; `upTo` counts days from a fixed origin. */
function countDays(
  upTo: (day: number) => number,
  { from, to, tolled }: { readonly from: string; readonly to: string; readonly tolled: readonly DateSpan[] },
): number {
  let reached = dayNumber(from);
  const end = dayNumber(to);
  let total = upTo(end) - upTo(reached);
  const spans = tolled.map(({ first, last }) => [dayNumber(first), dayNumber(last)] as const);
  for (const [first, last] of spans.toSorted((a, b) => a[0] - b[0])) {
    const begin = Math.max(first - 1, reached);
    const stop = Math.min(last, end);
    if (begin >= stop) continue;
    total -= upTo(stop) - upTo(begin);
    reached = stop;
  }
  return total;
}
