import { describe, expect, it } from "vitest";
import { apart } from "../../../reports/charts/axes.js";
import {
  dayNumber,
  dayOf,
  formatDay,
  formatDayShort,
  formatInterval,
  formatMonth,
  formatNumber,
  formatOrNone,
  formatP,
  formatShare,
  formatWeekday,
} from "../../../reports/charts/format.js";
import { heatSteps } from "../../../reports/charts/heat.js";
import { runsOf } from "../../../reports/charts/id-map.js";
import { fitted, widthOf } from "../../../reports/charts/letters.js";

describe("numbers for readers", () => {
  it("have commas, a true minus and as many digits as are useful", () => {
    expect([1234567, -1234.5, 0, -0, 99.95, 12.345, 1.239, 0.0123, 0.00012].map((one) => formatNumber(one))).toEqual([
      "1,234,567",
      "−1,235",
      "0",
      "0",
      "100.0",
      "12.3",
      "1.24",
      "0.012",
      "0.00012",
    ]);
    expect(formatNumber(-0.001, { digits: 1 })).toBe("0.0");
    expect(formatNumber(1.2e18)).toBe("1.2 × 10¹⁸");
    expect(formatNumber(3.4e-7)).toBe("3.4 × 10⁻⁷");
    expect(() => formatNumber(Number.NaN)).toThrow("NaN");
  });

  it("are never zero where there is no value", () => {
    expect([formatOrNone(null), formatOrNone(0)]).toEqual(["no data", "0"]);
  });

  it("give a chance as once in how many, to two digits", () => {
    expect([2.5e-5, 2.4e-5, 0.000102, 0.05, 0.4, 1, 0].map(formatP)).toEqual([
      "1 in 40,000",
      "1 in 42,000",
      "1 in 9,800",
      "1 in 20",
      "1 in 2.5",
      "1 in 1",
      "less than 1 in 10¹²",
    ]);
    expect(() => formatP(1.1)).toThrow("not a probability");
    expect(() => formatP(Number.NaN)).toThrow("not a probability");
  });

  it("give intervals that no minus can be mistaken in, and one unit sign", () => {
    expect(formatInterval(54, 76)).toBe("54–76");
    expect(formatInterval(-3, 4)).toBe("−3 to 4");
    expect(formatInterval(0.54, 0.76, formatShare)).toBe("54–76 %");
  });
});

describe("days for readers", () => {
  it("are the same everywhere", () => {
    expect([
      formatDay("2026-06-03"),
      formatDayShort("2026-06-03"),
      formatWeekday("2026-06-03"),
      formatMonth("2026-06-03"),
    ]).toEqual(["3 June 2026", "3 Jun", "Wednesday", "June 2026"]);
    expect(dayOf(dayNumber("2024-02-29") + 1)).toBe("2024-03-01");
  });

  it("that do not exist are refused", () => {
    for (const day of ["2026-02-30", "2026-6-3", "3 June", "", "2026-06-03T00:00"])
      expect(() => dayNumber(day)).toThrow("not a day");
  });
});

describe("small layouts", () => {
  it("move labels apart and keep their order", () => {
    expect(apart([10, 12, 45], 16)).toEqual([10, 26, 45]);
    expect(apart([12, 10], 16)).toEqual([26, 10]);
  });

  it("find unbroken runs", () => {
    expect(runsOf([3, 1, 2, 7, 7, 9])).toEqual([
      [1, 3],
      [7, 7],
      [9, 9],
    ]);
  });

  it("have ascending steps that end with the highest count", () => {
    expect(heatSteps(17)).toEqual([2, 5, 8, 13, 17]);
    expect(heatSteps(1)).toEqual([1]);
  });

  it("cut a name to its room with its unseen characters counted as they will be shown", () => {
    expect(fitted("Ardenia", 100)).toBe("Ardenia");
    // 77 px hold ten letters of 7.7; the mark for the rest takes 13.44, the room of two.
    expect(fitted("a".repeat(10), 77.1)).toBe("a".repeat(10));
    expect(fitted("a".repeat(50), 77.1)).toBe(`${"a".repeat(8)}…`);
    expect(widthOf(fitted("\u202e".repeat(5), 69))).toBeLessThanOrEqual(69);
    expect(fitted("W".repeat(50), 77, true).length).toBeLessThan(fitted("W".repeat(50), 77).length + 1);
  });
});
