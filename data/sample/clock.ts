import { Temporal } from "temporal-polyfill";

/** Seconds in a day without a change of clock. */
export const DAY = 86_400;

/** The home time zone of the sample: one with daylight saving. */
export const HOME_ZONE = "Europe/Vienna";

/** Between the world's day numbers (0 is the first day), dates, and instants in epoch seconds. */
export class WorldClock {
  readonly #start: Temporal.PlainDate;
  readonly #days = new Map<number, Temporal.PlainDate>();
  readonly #midnights = new Map<string, Map<number, number>>();

  constructor(start: string) {
    this.#start = Temporal.PlainDate.from(start);
  }

  plain(day: number): Temporal.PlainDate {
    const known = this.#days.get(day);
    if (known !== undefined) return known;
    const found = this.#start.add({ days: day });
    this.#days.set(day, found);
    return found;
  }

  /** ISO 8601 date of a day number. */
  date(day: number): string {
    return this.plain(day).toString();
  }

  /** First instant of a day in a zone, epoch seconds. */
  midnight(zone: string, day: number): number {
    const own = this.#midnights.get(zone) ?? new Map<number, number>();
    const known = own.get(day);
    if (known !== undefined) return known;
    const found = this.plain(day).toZonedDateTime({ timeZone: zone }).epochMilliseconds / 1000;
    this.#midnights.set(zone, own.set(day, found));
    return found;
  }

  /** The instant at which clocks in `zone` show `second` seconds after midnight of `day`; may run over into other days. */
  instant(zone: string, day: number, second: number): number {
    const at = day + Math.floor(second / DAY);
    const rest = Math.round(second - (at - day) * DAY);
    const midnight = this.midnight(zone, at);
    if (this.midnight(zone, at + 1) - midnight === DAY) return midnight + rest;
    const wall = this.plain(at).toPlainDateTime().add({ seconds: rest });
    return wall.toZonedDateTime(zone).epochMilliseconds / 1000;
  }

  /** The day number in a zone that holds an instant. */
  dayOf(zone: string, instant: number): number {
    let day = Math.floor((instant - this.midnight(zone, 0)) / DAY);
    while (this.midnight(zone, day) > instant) day -= 1;
    while (this.midnight(zone, day + 1) <= instant) day += 1;
    return day;
  }

  /** RFC 3339, UTC, whole seconds. */
  stamp(instant: number): string {
    return `${new Date(instant * 1000).toISOString().slice(0, 19)}Z`;
  }
}
