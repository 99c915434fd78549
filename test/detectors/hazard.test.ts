import { describe, expect, it } from "vitest";
import { fitWaits, stepsByNight, type Wait } from "../../detectors/judges/hazard.js";

const rule = { guard_days: 28, history_days: 120 };

/** Ten waits of one tier and entity, begun 100 days ago, that took 1 to 10 days. */
const ten: Wait[] = Array.from({ length: 10 }, (_, i) => ({
  entity: "XAR",
  tier: "routine",
  begun_ago: 100,
  ended_ago: 100 - (i + 1),
}));

describe("waits against their cumulative hazard", () => {
  // Nelson–Aalen by hand: ages 1 to 10, at risk 10 to 1, so H(k) = sum of 1/10 … 1/(11 - k). All baseline waits together:
  // sum of H over the ten ages is 10, their number of steps, so the ratio is (10 + 10 r) / (10 + 10) with r = 30 / 30 = 1.
  // The entity's own pace: residuals are about their own mean, so it is 1.
  it("the expected steps are the growth of the Nelson–Aalen estimate over the ages of tonight", () => {
    const baseline = fitWaits(ten, rule);
    const wait = { entity: "XAR", tier: "routine", begun_ago: 3.5, ended_ago: null };
    expect(baseline.steps("XAR")).toBe(10);
    expect(baseline.expected(wait, 0, 3.5)).toBeCloseTo(1 / 10 + 1 / 9 + 1 / 8, 9);
    expect(baseline.expected(wait, 2.5, 3.5)).toBeCloseTo(1 / 8, 9);
  });

  it("open waits count: one still open at the guard lowers the hazard of every age that it has passed", () => {
    const open = { entity: "XAR", tier: "routine", begun_ago: 90, ended_ago: null };
    const wait = { entity: "XAR", tier: "routine", begun_ago: 1.5, ended_ago: null };
    // At risk 11 instead of 10 at age 1. Expected in all 11 baseline waits stays the number of steps up to the tail's line.
    expect(fitWaits([...ten, open], rule).expected(wait, 0, 1.5)).toBeLessThan(
      fitWaits(ten, rule).expected(wait, 0, 1.5),
    );
  });

  it("steps are counted on the night on which they were taken, and a wait's expectation ends with it", () => {
    const baseline = fitWaits(ten, rule);
    const waits = [{ entity: "XAR", tier: "routine", begun_ago: 2.5, ended_ago: 1.2 }];
    const { observed, expected } = stepsByNight(waits, baseline, { nights: 3, age_days_max: 60 });
    expect(observed).toEqual([0, 1, 0]);
    expect(expected[0]).toBe(0);
    // Night 1 back covers ages 0.5 to 1.3 (the step): H grows by 1/10 at age 1.
    expect(expected[1]).toBeCloseTo(0.1, 9);
    expect(expected[2]).toBeCloseTo(0, 9);
  });

  it("waits of an unknown tier are not expected to end", () => {
    expect(fitWaits(ten, rule).expected({ entity: "XAR", tier: "urgent", begun_ago: 9, ended_ago: null }, 0, 9)).toBe(
      0,
    );
  });
});
