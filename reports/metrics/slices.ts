import type { SliceName } from "./card.js";
import type { Period } from "./figure.js";
import { dayNumber, isoDate } from "./methods/working-calendar.js";
import type { MetricContext, Slice } from "./metric.js";

/** The whole, then each value of each way that requests may be told apart by, ascending. */
export function slicesOf(names: readonly SliceName[], context: MetricContext): Slice[] {
  return [{}, ...names.flatMap((name) => valuesOf(name, context).map((value): Slice => ({ [name]: value })))];
}

/** Which requests a slice means, and those made when: a month is of requests made in it, a part is of the period's. */
export interface Scope {
  readonly rows: Slice;
  readonly period: Period;
}

/** The requests of a slice, and those of as long before that it can be held against: for a month the month before. */
export function scopeOf(slice: Slice, { period }: Pick<MetricContext, "period">): Scope {
  const { month, ...rows } = slice;
  return { rows, period: month === undefined ? period : monthPeriod(month, period.last) };
}

/** The days of a month, YYYY-MM, up to a last day. */
export function monthPeriod(month: string, last: string): Period {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const next =
    number === 12
      ? `${String(year + 1).padStart(4, "0")}-01`
      : `${month.slice(0, 5)}${String(number + 1).padStart(2, "0")}`;
  const end = isoDate(dayNumber(`${next}-01`) - 1);
  return { first: `${month}-01`, last: end < last ? end : last };
}

/** The month before one, whole. */
export function monthBefore(month: string): Period {
  const last = isoDate(dayNumber(`${month}-01`) - 1);
  return { first: `${last.slice(0, 7)}-01`, last };
}

/** Every month of which a day lies in the period, each whole up to its end. */
function monthsOf({ first, last }: Period): string[] {
  const months: string[] = [];
  for (let month = last.slice(0, 7); month >= first.slice(0, 7); month = monthBefore(month).first.slice(0, 7))
    months.unshift(month);
  return months;
}

function valuesOf(name: SliceName, { partners, tiers, requests, period }: MetricContext): readonly string[] {
  switch (name) {
    case "month":
      return monthsOf(period);
    case "partner":
      return partners;
    case "tier":
      return tiers;
    case "unit":
    case "purpose":
      return requests.namesOf(name);
    default:
      return [];
  }
}
