import { describe, expect, it } from "vitest";
import { reportPeriod } from "../../pipeline/cli/period.js";

describe("the period of a report", () => {
  it.each([
    ["2026-05", "2026-05-01", "2026-05-31", "May 2026"],
    ["2024-02", "2024-02-01", "2024-02-29", "February 2024"],
    ["2026-Q2", "2026-04-01", "2026-06-30", "quarter 2 of 2026"],
    ["2026-Q4", "2026-10-01", "2026-12-31", "quarter 4 of 2026"],
    ["2026", "2026-01-01", "2026-12-31", "2026"],
  ])("%s is the days from %s to %s", (text, first, last, words) => {
    expect(reportPeriod(text)).toEqual({ name: text, first, last, words });
  });

  it.each(["2026-13", "2026-00", "2026-Q5", "2026-5", "0000", "26", "2026-05-01", "../2026", ""])(
    "%j is none",
    (text) => {
      expect(() => reportPeriod(text)).toThrow("write 2026-05, 2026-Q2 or 2026");
    },
  );
});
