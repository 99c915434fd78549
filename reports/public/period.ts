import type { PublicSettings } from "../../data/settings/public.js";
import { formatMonth } from "../charts/format.js";
import type { Period } from "../metrics/figure.js";
import { dayNumber, isoDate } from "../metrics/methods/working-calendar.js";

const MONTHS: Readonly<Record<PublicSettings["period"], number>> = { month: 1, quarter: 3, year: 12 };

/** A calendar period, and how readers name it. */
export interface CalendarPeriod extends Period {
  readonly words: string;
}

/** The last period of the calendar that is over at the end of a night. */
export function completedPeriod(unit: PublicSettings["period"], night: string): CalendarPeriod {
  const now = periodAround(unit, night);
  return now.last <= night ? now : periodAround(unit, isoDate(dayNumber(now.first) - 1));
}

/** The period of the calendar in which a day lies. */
export function periodAround(unit: PublicSettings["period"], day: string): CalendarPeriod {
  const [year = 0, month = 1] = day.split("-").map(Number);
  const months = MONTHS[unit];
  const begins = month - 1 - ((month - 1) % months);
  const first = firstOf(year, begins);
  const last = isoDate(dayNumber(firstOf(year, begins + months)) - 1);
  return { first, last, words: wordsOf(unit, first) };
}

function firstOf(year: number, months: number): string {
  const whole = year + Math.floor(months / 12);
  return `${String(whole).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}-01`;
}

function wordsOf(unit: PublicSettings["period"], first: string): string {
  if (unit === "month") return formatMonth(first);
  const year = first.slice(0, 4);
  return unit === "year" ? year : `quarter ${(Number(first.slice(5, 7)) + 2) / 3} of ${year}`;
}
