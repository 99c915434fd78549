import { describe, expect, it } from "vitest";
import { CALENDAR_DAYS, workingDays } from "../../../reports/metrics/methods/day-count.js";
import type { WorkingCalendar } from "../../../reports/metrics/methods/working-calendar.js";
import { CALENDAR_CLOCK, workingClock } from "../../../reports/metrics/methods/working-clock.js";

const OFFICE = { start: "09:00", end: "17:00" };
const EUROPE: WorkingCalendar = {
  time_zone: "Europe/Paris",
  week: [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, null, null],
  holidays: new Set(["2026-05-01"]),
};
const GULF: WorkingCalendar = {
  time_zone: "Asia/Riyadh",
  week: [OFFICE, OFFICE, OFFICE, OFFICE, null, null, OFFICE],
  holidays: new Set(),
};
const YEAR = { first: "2026-01-01", last: "2026-12-31" };
const at = (instant: string) => Date.parse(instant);

// All worked by hand from the calendars above. 2026-04-30 is a Thursday, 2026-05-01 a holiday.
describe("working hours between two instants", () => {
  const paris = workingClock(EUROPE, YEAR);

  it("count the open hours alone, over a holiday and a weekend", () => {
    // Thursday 16:00 to Monday 10:00 in Paris (UTC+2): one hour, then one hour.
    expect(paris.hours(at("2026-04-30T14:00:00Z"), at("2026-05-04T08:00:00Z"))).toBe(2);
    expect(CALENDAR_CLOCK.hours(at("2026-04-30T14:00:00Z"), at("2026-05-04T08:00:00Z"))).toBe(90);
  });

  it("follow each side's own week and zone", () => {
    // Friday and Saturday are rest days in this week, Sunday is not; 09:00 in Riyadh is 06:00 UTC.
    const riyadh = workingClock(GULF, YEAR);
    const [from, to] = [at("2026-04-30T14:00:00Z"), at("2026-05-04T08:00:00Z")];
    expect(riyadh.hours(from, to)).toBe(8 + 2);
  });

  it("are the same eight hours on the days when clocks change", () => {
    const always = { start: "00:00", end: "24:00" };
    const night = workingClock({ ...EUROPE, week: new Array(7).fill(always) }, YEAR);
    // Spring: 2026-03-29 has 23 hours in Paris; autumn: 2026-10-25 has 25.
    expect(night.hours(at("2026-03-28T23:00:00Z"), at("2026-03-29T22:00:00Z"))).toBe(23);
    expect(night.hours(at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z"))).toBe(25);
    expect(paris.hours(at("2026-03-30T00:00:00Z"), at("2026-03-30T23:00:00Z"))).toBe(8);
  });

  it("leave out tolled stretches once, however they overlap or stick out", () => {
    const [from, to] = [at("2026-05-04T07:00:00Z"), at("2026-05-04T15:00:00Z")];
    const tolled = [
      [at("2026-05-04T09:00:00Z"), at("2026-05-04T11:00:00Z")],
      [at("2026-05-04T10:00:00Z"), at("2026-05-04T10:30:00Z")],
      [at("2026-05-04T14:00:00Z"), at("2026-05-05T10:00:00Z")],
    ] as const;
    expect(paris.hours(from, to, tolled)).toBe(8 - 2 - 1);
    expect(CALENDAR_CLOCK.hours(from, to, tolled)).toBe(5);
  });

  it("add up over any cut of the stretch, and change sign when turned round", () => {
    const [a, b, c] = [at("2026-02-03T03:17:00Z"), at("2026-04-16T15:59:59Z"), at("2026-09-01T11:11:11Z")];
    expect(paris.hours(a, b) + paris.hours(b, c)).toBeCloseTo(paris.hours(a, c), 9);
    expect(paris.hours(c, a)).toBe(-paris.hours(a, c));
  });

  it("are refused outside the span that the clock was built for, not taken for 0", () => {
    expect(() => paris.hours(at("2025-12-01T00:00:00Z"), at("2026-02-01T00:00:00Z"))).toThrow(RangeError);
  });
});

describe("days between two dates", () => {
  const paris = workingDays(EUROPE, YEAR);

  it("start on the first working day after receipt", () => {
    expect(paris.days("2026-04-30", "2026-04-30")).toBe(0);
    expect(paris.days("2026-04-30", "2026-05-04")).toBe(1);
    expect(paris.days("2026-05-02", "2026-05-04")).toBe(1);
    expect(CALENDAR_DAYS.days("2026-04-30", "2026-05-04")).toBe(4);
  });

  it("leave out tolled dates once", () => {
    const tolled = [
      { first: "2026-05-05", last: "2026-05-06" },
      { first: "2026-05-06", last: "2026-05-07" },
    ];
    expect(paris.days("2026-05-04", "2026-05-08", tolled)).toBe(1);
    expect(CALENDAR_DAYS.days("2026-05-04", "2026-05-08", tolled)).toBe(1);
  });

  it.each(["2026-02-29", "2026-13-01", "26-01-01", ""])("%j is refused as a date", (date) => {
    expect(() => CALENDAR_DAYS.days(date, "2026-05-08")).toThrow("not a date");
  });

  it("a span of more than a century is refused", () => {
    expect(() => workingDays(EUROPE, { first: "1301-01-01", last: "2026-01-01" })).toThrow("dates not a span");
  });
});
