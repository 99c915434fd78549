import { Temporal } from "temporal-polyfill";

/** A date, `2026-05-01`. Compares in order as text. */
export type Day = string;

/** Whether a text is a date that exists, written `2026-05-01`. */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }).toString() === text;
  } catch {
    return false;
  }
}

/** The day `count` days after `day` (before it, where negative). */
export function addDays(day: Day, count: number): Day {
  return Temporal.PlainDate.from(day).add({ days: count }).toString();
}

/** Days from `from` to `to`: 0 for the same day, negative where `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: "days" }).days;
}

/** Every day of a range, both ends included; empty where `to` is before `from`. */
export function eachDay(from: Day, to: Day): Day[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) => addDays(from, index));
}

/** The last day that had wholly passed at an instant (ISO 8601, UTC), in an IANA zone. */
export function lastFullDay(instant: string, timeZone: string): Day {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().subtract({ days: 1 }).toString();
}

/** The first and the first following instant of a day in an IANA zone, ISO 8601 in UTC with milliseconds. */
export function dayBounds(day: Day, timeZone: string): { readonly begin: string; readonly end: string } {
  const instant = (one: Day) =>
    Temporal.PlainDate.from(one).toZonedDateTime(timeZone).toInstant().toString({ fractionalSecondDigits: 3 });
  return { begin: instant(day), end: instant(addDays(day, 1)) };
}
