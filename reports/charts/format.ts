import { utcFormat, utcParse } from "d3-time-format";

const DAY_MS = 86_400_000;
const parseDay = utcParse("%Y-%m-%d");
const longDay = utcFormat("%-d %B %Y");
const shortDay = utcFormat("%-d %b");
const monthYear = utcFormat("%B %Y");
const weekday = utcFormat("%A");

/** From here on a number is written with a power of ten. */
const PLAIN_MAX = 1e15;
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Said where there is no value; never a zero. */
export const NO_DATA = "no data";

/**
 * A number for readers: thousands by commas, a true minus, no locale.
 *
 * digits  after the point, 0 to 20; without it none from 100 on and for whole numbers, one from 10, two from 1, and two
 *         significant ones below
 * Throws an Error for NaN and infinity.
 */
export function formatNumber(value: number, { digits }: { readonly digits?: number } = {}): string {
  if (!Number.isFinite(value)) throw new Error(`not a number to show: ${value}`);
  const size = Math.abs(value);
  if (size >= PLAIN_MAX || (size > 0 && size < 1e-4 && digits === undefined)) return powerOfTen(value);
  const fixed = size.toFixed(digits ?? usefulDigits(size));
  const [whole = "0", part] = fixed.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = value < 0 && Number(fixed) !== 0 ? "−" : "";
  return sign + grouped + (part === undefined ? "" : `.${part}`);
}

function usefulDigits(size: number): number {
  if (Number.isInteger(size) || size >= 100) return 0;
  if (size >= 10) return 1;
  if (size >= 1) return 2;
  return Math.min(20, 1 - Math.floor(Math.log10(size)));
}

/** 1.2 × 10¹⁵, two significant digits. */
function powerOfTen(value: number): string {
  const [mantissa = "", exponent = "0"] = Math.abs(value).toExponential(1).split("e");
  const power = [...String(Math.abs(Number(exponent)))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");
  return `${value < 0 ? "−" : ""}${mantissa} × 10${Number(exponent) < 0 ? "⁻" : ""}${power}`;
}

/** The number, or "no data". */
export function formatOrNone(value: number | null, format: (value: number) => string = formatNumber): string {
  return value === null ? NO_DATA : format(value);
}

/** A share of 0 to 1 as whole per cent: "66 %". */
export function formatShare(share: number, { digits = 0 }: { readonly digits?: number } = {}): string {
  return `${formatNumber(share * 100, { digits })} %`;
}

/** "54–76", "54–76 %"; a number in words where a side is below zero, so that a dash is never read as a minus. */
export function formatInterval(low: number, high: number, format: (value: number) => string = formatNumber): string {
  if (low < 0 || high < 0) return `${format(low)} to ${format(high)}`;
  const lower = format(high).endsWith(" %") ? format(low).replace(/ %$/, "") : format(low);
  return `${lower}–${format(high)}`;
}

/** As unusual as once in how many: "1 in 40,000", two significant digits. Throws an Error outside 0 … 1. */
export function formatP(p: number): string {
  if (!(p >= 0 && p <= 1)) throw new Error(`not a probability: ${p}`);
  if (p < 1e-12) return "less than 1 in 10¹²";
  const times = Number((1 / p).toPrecision(2));
  return `1 in ${formatNumber(times, { digits: Number.isInteger(times) ? 0 : 1 })}`;
}

/** Days since 1970-01-01 of YYYY-MM-DD. Throws an Error for what is not such a day. */
export function dayNumber(day: string): number {
  const date = parseDay(day);
  if (date === null || date.toISOString().slice(0, 10) !== day) throw new Error(`not a day: ${JSON.stringify(day)}`);
  return Math.round(date.getTime() / DAY_MS);
}

function dateOf(day: string): Date {
  return new Date(dayNumber(day) * DAY_MS);
}

/** "3 June 2026". */
export function formatDay(day: string): string {
  return longDay(dateOf(day));
}

/** "3 Jun". */
export function formatDayShort(day: string): string {
  return shortDay(dateOf(day));
}

/** "Wednesday". */
export function formatWeekday(day: string): string {
  return weekday(dateOf(day));
}

/** "June 2026" of a day in it. */
export function formatMonth(day: string): string {
  return monthYear(dateOf(day));
}

/** YYYY-MM-DD of days since 1970-01-01. */
export function dayOf(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}
