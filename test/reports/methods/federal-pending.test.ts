import { expect, it } from "vitest";
import { z } from "zod";
import { CALENDAR_DAYS, workingDays } from "../../../reports/metrics/methods/day-count.js";
import { dayNumber, isoDate } from "../../../reports/metrics/methods/working-calendar.js";
import { missing, sharedPath } from "../../shared.js";
import { openMemory } from "../../store.js";

const folder = sharedPath("real/foi-federal");

// What the oldest open requests of all federal agencies say of themselves, FY 2008–2024; shares counted independently and
// written in the shared material's README: 63.5 % in working days, 84 % in FY 2017, 4 % in calendar days.
it.skipIf(missing(folder, "federal registers"))(
  "working days explain 63.5 % of the published pending days within a day, calendar days 4 %",
  async () => {
    const store = await openMemory([folder ?? ""]);
    const shape = z.object({ year: z.number(), received: z.string(), last: z.string(), pending: z.number() });
    const rows = await store.rows(OLDEST_PENDING, shape, { file: `${folder}/oldest_pending_items.csv.gz` });
    store.close();
    const week = [...new Array(5).fill({ start: "09:00", end: "17:00" }), null, null];
    const years = Array.from({ length: 76 }, (_, i) => 1950 + i);
    const calendar = { time_zone: "America/New_York", week, holidays: new Set(years.flatMap(federalHolidays)) };
    const working = workingDays(calendar, { first: "1950-01-01", last: "2025-12-31" });
    const explained = (count: typeof working, of: typeof rows) =>
      of.filter(({ received, last, pending }) => Math.abs(count.days(received, last) - pending) <= 1).length /
      of.length;
    const of2017 = rows.filter(({ year }) => year === 2017);
    expect(rows.length).toBeGreaterThan(68_000);
    expect(explained(working, rows)).toBeCloseTo(0.635, 3);
    expect(explained(working, of2017)).toBeCloseTo(0.84, 2);
    expect(explained(CALENDAR_DAYS, rows)).toBeCloseTo(0.04, 2);
  },
);

const OLDEST_PENDING = /* sql */ `
  SELECT
    fiscal_year::INTEGER AS year,
    receipt_date AS received,
    fiscal_year || '-09-30' AS last,
    TRY_CAST(replace(replace(pending_days, '<', ''), ',', '') AS DOUBLE) AS pending
  FROM read_csv($file, header = true, all_varchar = true)
  WHERE pending IS NOT NULL AND TRY_CAST(receipt_date AS DATE) BETWEEN DATE '1950-01-01' AND (fiscal_year || '-09-30')::DATE
`;

/** US federal holidays as observed, 5 U.S.C. 6103. Days of the week count from Monday, 0. */
function federalHolidays(year: number): string[] {
  const observed = [
    [year, 1, 1],
    ...(year >= 2021 ? [[year, 6, 19]] : []),
    [year, 7, 4],
    [year, 11, 11],
    [year, 12, 25],
    [year + 1, 1, 1],
  ].map(([y = 0, month = 0, day = 0]) => {
    const number = at(y, month, day);
    return number + ([0, 0, 0, 0, 0, -1, 1][weekday(number)] ?? 0);
  });
  const floating = [
    nth(year, 1, 0, 3),
    nth(year, 2, 0, 3),
    nth(year, 6, 0, 1) - 7,
    nth(year, 9, 0, 1),
    nth(year, 10, 0, 2),
    nth(year, 11, 3, 4),
  ];
  return [...observed, ...floating].map(isoDate);
}

function at(year: number, month: number, day: number): number {
  return dayNumber(`${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`);
}

function weekday(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The nth given weekday of a month; the last Monday of May is the week before the first of June. */
function nth(year: number, month: number, wanted: number, n: number): number {
  const first = at(year, month, 1);
  return first + ((wanted - weekday(first) + 7) % 7) + 7 * (n - 1);
}
