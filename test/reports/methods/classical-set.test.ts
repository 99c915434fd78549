import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  binCounts,
  classicalSet,
  type DatedRequest,
  durationBins,
  isBalanced,
  printDays,
  summarise,
  summariseCounts,
} from "../../../reports/metrics/methods/classical-set.js";
import { CALENDAR_DAYS, workingDays } from "../../../reports/metrics/methods/day-count.js";
import type { WorkingCalendar } from "../../../reports/metrics/methods/working-calendar.js";
import { missing, sharedPath } from "../../shared.js";

const OPEN = { start: "09:00", end: "17:00" };
const SPAN = { first: "2022-01-01", last: "2026-12-31" };
const folder = sharedPath("oracles/foia_usab");

const figures = z
  .object({ n: z.number(), processed: z.number(), pending: z.number(), median: z.number(), mean: z.number() })
  .extend({ min: z.number(), max: z.number(), bins: z.record(z.string(), z.number()) })
  .partial();
const oracle = z.object({
  holidays: z.array(z.string()),
  expected: z.record(z.string(), figures),
  years: z.record(
    z.string(),
    z.object({
      published: z.record(z.string(), z.unknown()),
      working_days_received_to_completed_closed_within_FY: figures,
      working_days_all_closed_rows: figures,
      calendar_days_within_FY: figures,
      open_rows: z.array(z.string()),
    }),
  ),
});

// US Access Board annual reports for 2023 to 2025, recomputed from the agency's own rows. Exact.
describe.skipIf(missing(folder, "annual report oracle"))("the classical set against printed annual reports", () => {
  const data = oracle.parse(
    folder === null
      ? { holidays: [], expected: {}, years: {} }
      : JSON.parse(readFileSync(`${folder}/published_vs_recomputed.json`, "utf8")),
  );
  const all = folder === null ? [] : [2023, 2024, 2025].flatMap((year) => register(`${folder}/raw_${year}.csv`));
  const of = (year: number) => all.filter((request) => request.id.startsWith(`${year}-`));
  const working = workingDays(calendar(data.holidays), SPAN);
  const days = (requests: readonly DatedRequest[], count = working) =>
    requests.flatMap(({ received, completed }) => (completed === null ? [] : [count.days(received, completed)]));

  it("2023 as published is every row but one, whenever it was closed", () => {
    const got = days(of(2023).filter(({ id }) => id !== "2023-12"));
    same(got, data.expected["2023_published_population"]);
    expect(printDays(Math.min(...got))).toBe(data.years["2023"]?.published.simple_lowest);
  });

  it("2023 at the end of its fiscal year has 11 processed and 9 pending, not the published 19 and 1", () => {
    const set = classicalSet(of(2023), { first: "2022-10-01", last: "2023-09-30", count: working });
    const want = data.expected["2023_at_fiscal_year_end"];
    expect(set.processed).toMatchObject({ count: want?.processed, median: want?.median, highest: want?.max });
    expect(set.processed.mean).toBeCloseTo(want?.mean ?? NaN, 2);
    expect(set.pending.count).toBe(want?.pending);
    expect(filled(set.bins)).toEqual(want?.bins);
    expect(isBalanced(set)).toBe(true);
    expect(set.oldest[0]).toMatchObject({ id: "2023-12", received: "2023-07-25" });
  });

  it.each([2023, 2024, 2025])("%i has the recomputed figures in working days and in calendar days", (year) => {
    const want = data.years[String(year)];
    const within = closedBy(of(year), `${year}-09-30`);
    same(days(within), want?.working_days_received_to_completed_closed_within_FY);
    same(days(of(year)), want?.working_days_all_closed_rows);
    same(days(within, CALENDAR_DAYS), want?.calendar_days_within_FY);
    const open = of(year).filter(({ completed }) => completed === null);
    expect(open.map(({ id }) => id)).toEqual(want?.open_rows);
  });

  it("2024 in working days has 99 as its highest", () => {
    const rows = [...closedBy(of(2024), "2024-09-30"), ...all.filter(({ id }) => id === "2023-12")];
    same(days(rows), data.expected["2024_working_days"]);
  });

  it("2024 as published is reached only by counting two requests in calendar days", () => {
    const rows = [...closedBy(of(2024), "2024-09-30"), ...all.filter(({ id }) => id === "2023-12")];
    const isMixed = ({ id }: DatedRequest) => id === "2024-10" || id === "2024-11";
    const mixed = [...days(rows.filter((row) => !isMixed(row))), ...days(rows.filter(isMixed), CALENDAR_DAYS)];
    same(mixed, data.expected["2024_as_published_two_rows_calendar"]);
  });

  it("2025 with 9 January as a working day has the known 18", () => {
    const rows = [...closedBy(of(2025), "2025-09-30"), ...all.filter(({ id }) => id === "2024-42")];
    const count = workingDays(calendar(data.holidays.filter((day) => day !== "2025-01-09")), SPAN);
    same(days(rows, count), data.expected["2025_known_18"]);
  });
});

const plain = { first: "2026-01-01", last: "2026-01-31", count: CALENDAR_DAYS };

describe("the classical set", () => {
  it("what was closed after the last day is pending on it, and what came later is not there", () => {
    const set = classicalSet(
      [
        { id: "a", received: "2025-12-30", completed: "2026-01-02" },
        { id: "b", received: "2026-01-10", completed: "2026-02-01" },
        { id: "c", received: "2026-01-31", completed: null },
        { id: "d", received: "2026-02-01", completed: null },
        { id: "e", received: "2025-12-01", completed: "2025-12-31" },
      ],
      plain,
    );
    expect(set).toMatchObject({ start_count: 1, received_count: 2, processed_count: 1, end_count: 2 });
    expect(set.pending).toMatchObject({ count: 2, median: 10.5, mean: 10.5, highest: 21 });
    expect(set.oldest.map((request) => request.id)).toEqual(["b", "c"]);
    expect(filled(set.backlog)).toEqual({ "1-20": 1, "21-40": 1 });
  });

  it("a flow that loses a request is not balanced", () => {
    expect(isBalanced({ start_count: 3, received_count: 5, processed_count: 2, end_count: 5 })).toBe(false);
    expect(isBalanced({ start_count: 3, received_count: 5, processed_count: 2, end_count: 6 })).toBe(true);
  });

  it("only the ten oldest are listed, the oldest first", () => {
    const requests = Array.from({ length: 14 }, (_, i) => {
      return { id: `r${i}`, received: `2026-01-${String(i + 10)}`, completed: null };
    });
    const set = classicalSet(requests, plain);
    expect(set.oldest.map((request) => request.id)).toEqual(requests.slice(0, 10).map((request) => request.id));
    expect(set.pending.count).toBe(14);
  });

  it("a request that ended before it began is refused", () => {
    expect(() => classicalSet([{ id: "x", received: "2026-01-03", completed: "2026-01-02" }], plain)).toThrow(
      "received: x",
    );
  });

  it("thirteen bins hold every duration once, edges in the lower bin", () => {
    const bins = durationBins([0, 1, 20, 21, 200, 201, 300, 400, 401, 5000]);
    expect(bins).toHaveLength(13);
    expect(filled(bins)).toEqual({ "1-20": 3, "21-40": 1, "181-200": 1, "201-300": 2, "301-400": 1, "401+": 2 });
  });

  it("counts by the day give what the list of days gives", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500)), (days) => {
        const counts: number[] = [];
        for (const day of days) counts[day] = (counts[day] ?? 0) + 1;
        expect(binCounts(counts)).toEqual(durationBins(days));
        const [one, other] = [summariseCounts(counts), summarise(days)];
        expect({ ...one, mean: 0 }).toEqual({ ...other, mean: 0 });
        expect(one.mean ?? 0).toBeCloseTo(other.mean ?? 0, 9);
      }),
    );
  });

  it("no durations have no median, rather than 0", () => {
    expect(summarise([])).toEqual({ count: 0, median: null, mean: null, lowest: null, highest: null });
  });
});

function calendar(holidays: readonly string[]): WorkingCalendar {
  const week = [OPEN, OPEN, OPEN, OPEN, OPEN, null, null];
  return { time_zone: "America/New_York", week, holidays: new Set(holidays) };
}

function register(file: string): DatedRequest[] {
  const lines = readFileSync(file, "utf8").trim().split(/\r?\n/).slice(1);
  return lines.map((line) => {
    const [id = "", received = "", , completed = ""] = line.split(",");
    return { id, received: iso(received), completed: completed === "" ? null : iso(completed) };
  });
}

function iso(american: string): string {
  const [month = "", day = "", year = ""] = american.split("/");
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

function closedBy(requests: readonly DatedRequest[], last: string): DatedRequest[] {
  return requests.filter(({ completed }) => completed !== null && completed <= last);
}

function filled(bins: readonly { readonly label: string; readonly count: number }[]): Record<string, number> {
  return Object.fromEntries(bins.filter((bin) => bin.count > 0).map((bin) => [bin.label, bin.count]));
}

function same(days: readonly number[], want: z.infer<typeof figures> | undefined): void {
  const got = summarise(days);
  expect(got.count).toBe(want?.n);
  expect(got.median).toBe(want?.median);
  // Printed to two decimals, halves to even.
  expect(Math.abs((got.mean ?? NaN) - (want?.mean ?? NaN))).toBeLessThanOrEqual(0.005 + 1e-9);
  expect(got.highest).toBe(want?.max);
  if (want?.min !== undefined) expect(got.lowest).toBe(want.min);
  expect(filled(durationBins(days))).toEqual(want?.bins);
}
