import type { WorldClock } from "./clock.js";
import { HOME_ZONE } from "./clock.js";
import { Random } from "./random.js";
import type { WorldParameters } from "./world.js";

/** A nation: weekend as ISO weekdays (1 Monday … 7 Sunday); holidays by day number. */
export interface Nation {
  readonly code: string;
  readonly zone: string;
  readonly weekend: readonly number[];
  readonly holidays: ReadonlyMap<number, string>;
}

export const HOME = "XHM";

/**
 * Fictional partners under ISO 3166 user-assigned codes. The zones are chosen so that some change their clocks on other
 * days than home, one in the other direction (southern summer), and two never; one partner rests on Friday and Saturday.
 */
const PARTNERS: readonly (readonly [code: string, zone: string, weekend: readonly number[]])[] = [
  ["XAV", "Europe/Lisbon", [6, 7]],
  ["XBO", "America/New_York", [6, 7]],
  ["XDU", "Asia/Tokyo", [6, 7]],
  ["XKE", "Africa/Cairo", [5, 6]],
  ["XLO", "Europe/Helsinki", [6, 7]],
  ["XMI", "Australia/Sydney", [6, 7]],
  ["XSU", "Asia/Kolkata", [6, 7]],
  ["XTA", "Europe/Warsaw", [6, 7]],
];

/** Days before and after the world for which holidays are also listed, so that leave and working days at its edges agree. */
const CALENDAR_MARGIN = 30;

/** Holidays a year: fictional, near the usual ten to twelve. */
const HOLIDAYS_A_YEAR = 11;

/** Weekdays in a year without holidays: 365 × 5 / 7. */
const WORKDAYS_A_YEAR = 261;

const HOLIDAY_NAMES = [
  "Founders' Day",
  "Spring Feast",
  "Harbour Day",
  "Day of the Charter",
  "Remembrance",
  "Lantern Day",
];

/** Home first, then the eight partners, each with its own holidays on its working days. */
export function drawNations(world: WorldParameters, clock: WorldClock): Nation[] {
  const all = [[HOME, HOME_ZONE, [6, 7]] as const, ...PARTNERS];
  return all.map(([code, zone, weekend]) => {
    const random = new Random(world.seed, "holidays", code);
    const holidays = new Map<number, string>();
    for (let day = -CALENDAR_MARGIN; day < world.days + CALENDAR_MARGIN; day += 1) {
      const isRest = weekend.includes(clock.plain(day).dayOfWeek);
      if (!isRest && random.chance(HOLIDAYS_A_YEAR / WORKDAYS_A_YEAR)) holidays.set(day, random.pick(HOLIDAY_NAMES));
    }
    return { code, zone, weekend, holidays };
  });
}

export function isWorkday(nation: Nation, clock: WorldClock, day: number): boolean {
  return !nation.weekend.includes(clock.plain(day).dayOfWeek) && !nation.holidays.has(day);
}

/** Whether a day is one of its month's last two working days, when returns and reports fall due. */
export function isMonthEnd(nation: Nation, clock: WorldClock, day: number): boolean {
  const date = clock.plain(day);
  let later = 0;
  for (let next = day + 1; clock.plain(next).month === date.month; next += 1) {
    if (isWorkday(nation, clock, next)) later += 1;
  }
  return later < 2 && isWorkday(nation, clock, day);
}
