import { Temporal } from "temporal-polyfill";

const DAY_MS = 86_400_000;

/** The zones of the world lie within 14 hours of UTC: a local day begins less than a day before or after its UTC namesake. */
const MARGIN_DAYS = 1;

/**
 * The local day of each instant, days since 1970-01-01; NaN stays NaN. Midnights are looked up once a day, so that a million
 * instants cost little.
 *
 * instants   milliseconds since 1970 UTC, in any order
 */
export function localDays(instants: Float64Array, time_zone: string): Float64Array {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const instant of instants) {
    if (instant < least) least = instant;
    if (instant > most) most = instant;
  }
  if (least > most) return instants.slice();
  const first = Math.floor(least / DAY_MS) - MARGIN_DAYS;
  const count = Math.floor(most / DAY_MS) + MARGIN_DAYS - first + 1;
  const midnights = Float64Array.from({ length: count }, (_, index) => midnight(first + index, time_zone));
  return instants.map((instant) => {
    if (Number.isNaN(instant)) return Number.NaN;
    let index = Math.floor(instant / DAY_MS) - first;
    if (instant < (midnights[index] ?? Number.NaN)) index -= 1;
    else if (instant >= (midnights[index + 1] ?? Number.POSITIVE_INFINITY)) index += 1;
    return first + index;
  });
}

/** The first instant of a local day. */
function midnight(day: number, time_zone: string): number {
  const date = Temporal.PlainDate.from("1970-01-01").add({ days: day });
  return date.toZonedDateTime(time_zone).epochMilliseconds;
}
