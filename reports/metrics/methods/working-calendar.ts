import { Temporal } from "temporal-polyfill";

/** Opening hours of one day of the week, local wall-clock times "HH:MM", start before end; "24:00" ends a whole day. */
export interface OpenHours {
  readonly start: string;
  readonly end: string;
}

/** When one side works: its own week, holidays and time zone. */
export interface WorkingCalendar {
  /** IANA name, as "Europe/Paris". */
  readonly time_zone: string;
  /** Monday first, seven entries; null for a day of rest. */
  readonly week: readonly (OpenHours | null)[];
  /** Local dates "YYYY-MM-DD" on which nobody works. */
  readonly holidays: ReadonlySet<string>;
}

/** Dates "YYYY-MM-DD", first and last included, that a clock or a day count is built for. */
export interface DateSpan {
  readonly first: string;
  readonly last: string;
}

/** Longest span that is built, in days: a century. A longer one is a wrong date, not a request. */
export const SPAN_DAYS_MAX = 36_525;

const DAYS_IN_WEEK = 7;
const MS_IN_DAY = 86_400_000;

/** Days from 1970-01-01 to a date "YYYY-MM-DD". Throws RangeError for a date that does not exist, as 2023-02-29. */
export function dayNumber(date: string): number {
  const ms = Date.parse(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(ms) || isoDate(ms / MS_IN_DAY) !== date) {
    throw new RangeError(`not a date: ${date}`);
  }
  return ms / MS_IN_DAY;
}

/** The date "YYYY-MM-DD" that many days after 1970-01-01. */
export function isoDate(day: number): string {
  return new Date(day * MS_IN_DAY).toISOString().slice(0, 10);
}

/** The hours open on a local date, null on a day of rest or a holiday. */
export function openHoursOn(calendar: WorkingCalendar, day: number): OpenHours | null {
  if (calendar.holidays.has(isoDate(day))) return null;
  // 1970-01-01 was a Thursday, index 3 of a week that starts on Monday.
  return calendar.week[(((day + 3) % DAYS_IN_WEEK) + DAYS_IN_WEEK) % DAYS_IN_WEEK] ?? null;
}

/** The opening of a local date in milliseconds since 1970 UTC, [start, end); clock changes of the zone included. */
export function openInstants(calendar: WorkingCalendar, day: number): readonly [number, number] | null {
  const hours = openHoursOn(calendar, day);
  if (hours === null) return null;
  const at = (time: string) => {
    const isMidnight = time === "24:00";
    const date = Temporal.PlainDate.from(isoDate(isMidnight ? day + 1 : day));
    const plainTime = Temporal.PlainTime.from(isMidnight ? "00:00" : time);
    return date.toZonedDateTime({ timeZone: calendar.time_zone, plainTime }).epochMilliseconds;
  };
  return [at(hours.start), at(hours.end)];
}

/** First and last day numbers of a span. Throws RangeError when it is backwards or longer than a century, or the week is not seven days. */
export function spanDays(calendar: WorkingCalendar, span: DateSpan): readonly [number, number] {
  const first = dayNumber(span.first);
  const last = dayNumber(span.last);
  if (calendar.week.length !== DAYS_IN_WEEK) throw new RangeError(`week not of seven days: ${calendar.week.length}`);
  if (last < first || last - first > SPAN_DAYS_MAX)
    throw new RangeError(`dates not a span: ${span.first}, ${span.last}`);
  return [first, last];
}
