import { InvalidArgumentError } from "commander";
import { Temporal } from "temporal-polyfill";
import { formatMonth } from "../../reports/charts/format.js";
import type { Period } from "../../reports/metrics/figure.js";

/** A month, quarter or year as it is asked for, its days, and how readers name it. */
export interface ReportPeriod extends Period {
  /** `2026-05`, `2026-Q2`, `2026`: also the folder's name. */
  readonly name: string;
  readonly words: string;
}

const QUARTER_MONTHS = 3;
const YEAR_MONTHS = 12;

/**
 * The calendar month, quarter or year that a text names.
 *
 * @throws InvalidArgumentError for any other text
 */
export function reportPeriod(text: string): ReportPeriod {
  const [, year = "", rest = ""] = /^(\d{4})(?:-(Q[1-4]|0[1-9]|1[0-2]))?$/.exec(text) ?? [];
  if (year === "" || year === "0000") throw new InvalidArgumentError("write 2026-05, 2026-Q2 or 2026.");
  const quarter = rest.startsWith("Q") ? Number(rest.slice(1)) : null;
  const month = quarter !== null ? (quarter - 1) * QUARTER_MONTHS + 1 : rest === "" ? 1 : Number(rest);
  const months = quarter !== null ? QUARTER_MONTHS : rest === "" ? YEAR_MONTHS : 1;
  const first = Temporal.PlainDate.from({ year: Number(year), month, day: 1 });
  const last = first.add({ months }).subtract({ days: 1 }).toString();
  const words = quarter !== null ? `quarter ${quarter} of ${year}` : rest === "" ? year : formatMonth(first.toString());
  return { name: text, words, first: first.toString(), last };
}
