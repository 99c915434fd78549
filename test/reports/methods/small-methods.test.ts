import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concentration } from "../../../reports/metrics/methods/concentration.js";
import { forecastCalibration } from "../../../reports/metrics/methods/forecast-calibration.js";
import { raterAgreement } from "../../../reports/metrics/methods/rater-agreement.js";
import { exactShare, ratePerThousand } from "../../../reports/metrics/methods/rates.js";
import { type DelayedCount, delayLaw, nowcast } from "../../../reports/metrics/methods/reporting-delay.js";

const RECENT = { as_of_day: 4, complete_share: 0.99, withheld_share: 0.2, level: 0.95 };

describe("reporting delay", () => {
  // By hand. Seen by day 4, of delays 0, 1, 2: days 0-2 have 6, 3, 1 each; day 3 has 6, 3 so far; day 4 has 6.
  // g_2 = 3/30, g_1 = 12/(4 × 9) = 1/3; F(2) = 1, F(1) = 0.9, F(0) = 0.6.
  const triangle: DelayedCount[] = [0, 1, 2, 3, 4].flatMap((day) =>
    [6, 3, 1].flatMap((count, delay) => (day + delay <= 4 ? [{ day, delay, count }] : [])),
  );

  it("the law of delays is found though the last days have not all arrived", () => {
    const { share_within } = delayLaw(triangle, { as_of_day: 4, delay_max: 2 });
    expect(share_within[0]).toBeCloseTo(0.6, 12);
    expect(share_within[1]).toBeCloseTo(0.9, 12);
    expect(share_within[2]).toBe(1);
  });

  it("reports from after the as-of day change nothing", () => {
    const later = [...triangle, { day: 4, delay: 1, count: 500 }];
    const law = delayLaw(triangle, { as_of_day: 4, delay_max: 2 });
    expect(delayLaw(later, { as_of_day: 4, delay_max: 2 })).toEqual(law);
  });

  it("a complete day is printed as it is, a recent one corrected, and the newest withheld when too little is there", () => {
    const law = delayLaw(triangle, { as_of_day: 4, delay_max: 2 });
    const days = [2, 3, 4].map((day) => ({ day, count: [10, 9, 6][day - 2] ?? 0 }));
    const got = nowcast(days, law, { ...RECENT, withheld_share: 0.7 });
    expect(got.map((day) => day.status)).toEqual(["complete", "corrected", "withheld"]);
    // (9 + 1/2) × 0.1/0.9 still to come.
    expect(got[1]?.expected).toBeCloseTo(9 + 9.5 / 9, 9);
    expect(got[2]?.expected).toBeNull();
  });

  it("a delay that nothing could show leaves the day withheld, not taken for complete", () => {
    const law = delayLaw([{ day: 4, delay: 0, count: 5 }], { as_of_day: 4, delay_max: 2 });
    expect(law.share_within[0]).toBeNaN();
    expect(nowcast([{ day: 4, count: 5 }], law, RECENT)[0]?.status).toBe("withheld");
  });
});

describe("calibration of grades", () => {
  // By hand: 0.8 came true 3 of 4, 0.2 came true 1 of 2. Score (3 × 0.04 + 0.64 + 0.64 + 0.04)/6 = 0.24.
  it("the Brier score of six forecasts is the mean squared distance", () => {
    const of = (probability: number, ...outcomes: boolean[]) => outcomes.map((is_true) => ({ probability, is_true }));
    const got = forecastCalibration([...of(0.8, true, true, true, false), ...of(0.2, true, false)], 0.95);
    expect(got.score).toBeCloseTo(0.24, 12);
    expect(got.points.map((point) => [point.forecast, point.true_count, point.count])).toEqual([
      [0.2, 1, 2],
      [0.8, 3, 4],
    ]);
  });

  it("score is reliability less resolution plus uncertainty", () => {
    const forecast = fc.record({ probability: fc.constantFrom(0, 0.1, 0.35, 0.5, 0.9, 1), is_true: fc.boolean() });
    fc.assert(
      fc.property(fc.array(forecast, { minLength: 1 }), (forecasts) => {
        const got = forecastCalibration(forecasts, 0.95);
        const parts = (got.reliability ?? NaN) - (got.resolution ?? NaN) + (got.uncertainty ?? NaN);
        expect(got.score).toBeCloseTo(parts, 12);
      }),
    );
  });

  it("without forecasts there is no score", () => {
    expect(forecastCalibration([], 0.95).score).toBeNull();
  });
});

describe("concentration", () => {
  // By hand: shares 0.1, 0.2, 0.7: 0.54; Gini (−2 × 1 + 0 × 2 + 2 × 7)/(3 × 10) = 0.4.
  it("has the Herfindahl index and the Gini coefficient of three members", () => {
    const got = concentration([7, 1, 2]);
    expect(got.herfindahl).toBeCloseTo(0.54, 12);
    expect(got.effective_count).toBeCloseTo(1 / 0.54, 12);
    expect(got.gini).toBeCloseTo(0.4, 12);
    expect(got.largest_share).toBe(0.7);
  });

  it("is least when even and most when one has all, with idle members counted", () => {
    expect(concentration([5, 5, 5, 5])).toMatchObject({ herfindahl: 0.25, gini: 0 });
    expect(concentration([0, 0, 0, 9])).toMatchObject({ herfindahl: 1, gini: 0.75 });
    expect(concentration([0, 0])).toMatchObject({ herfindahl: null, gini: null });
  });
});

describe("agreement of reviewers", () => {
  // The example of Fleiss, Cohen & Everitt 1969; their formula written out in R 4.2.2: kappa 0.428571, error 0.053711.
  it("kappa and its error are those of the published example", () => {
    const table = [
      [53, 5, 2],
      [11, 14, 5],
      [1, 6, 3],
    ];
    const scaled = table.flatMap((row, a) =>
      row.flatMap((count, b) => Array.from({ length: 2 * count }, (): [string, string] => [`${a}`, `${b}`])),
    );
    const got = raterAgreement(scaled, 0.95);
    expect(got.count).toBe(200);
    expect(got.kappa).toBeCloseTo(0.428571429, 8);
    expect(got.std_error).toBeCloseTo(0.0537110049, 8);
  });

  it("two reviewers who always choose the one same answer show nothing beyond chance", () => {
    expect(
      raterAgreement(
        [
          ["a", "a"],
          ["a", "a"],
        ],
        0.95,
      ),
    ).toMatchObject({ observed: 1, kappa: null });
  });
});

describe("rates and shares", () => {
  // R 4.2.2: poisson.test(3, 1500) × 1000: 2, 0.412448082 to 5.844848713; binom.test(7, 20): 0.35, 0.1539092 to 0.5921885.
  it("have exact intervals as R gives them", () => {
    const rate = ratePerThousand(3, 1500, 0.95);
    expect(rate?.value).toBe(2);
    expect(rate?.lower).toBeCloseTo(0.412448082, 7);
    expect(rate?.upper).toBeCloseTo(5.844848713, 6);
    const share = exactShare(7, 20, 0.95);
    expect(share?.lower).toBeCloseTo(0.1539092, 7);
    expect(share?.upper).toBeCloseTo(0.5921885, 7);
  });

  it("cannot be told without exposure, and no event still has an upper end", () => {
    expect(ratePerThousand(0, 0, 0.95)).toBeNull();
    expect(exactShare(0, 0, 0.95)).toBeNull();
    expect(ratePerThousand(0, 1000, 0.95)?.upper).toBeCloseTo(3.688879, 6);
  });
});
