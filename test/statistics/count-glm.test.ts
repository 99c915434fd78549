import { describe, expect, it } from "vitest";
import { inverseOfPositiveDefinite } from "../../data/statistics/cholesky.js";
import { fitCountGlm, fitNegativeBinomialGlm, predictLogMean } from "../../data/statistics/count-glm.js";
import { anscombeResiduals, fitBaseline, outbreakWeights, predictBaseline } from "../../data/statistics/farrington.js";

// Dobson's randomised trial, from R's help page of glm: counts by outcome (3 levels) and treatment (3 levels).
const DOBSON = {
  counts: [18, 17, 15, 20, 10, 20, 25, 13, 12],
  rows: [0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => {
    const [outcome, treatment] = [i % 3, Math.floor(i / 3)];
    return [1, Number(outcome === 1), Number(outcome === 2), Number(treatment === 1), Number(treatment === 2)];
  }),
};

const EXPOSURES = [10, 12, 9, 15, 11, 16, 14, 10, 12, 9, 8, 13];
const SERIES = {
  counts: [3, 5, 4, 9, 6, 12, 30, 8, 11, 10, 9, 16],
  rows: EXPOSURES.map((_, t) => [1, t]),
  offset: EXPOSURES.map((exposure) => Math.log(exposure)),
};

function expectClose(actual: readonly number[] | undefined, expected: readonly number[], digits: number): void {
  expect(actual?.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(actual?.[i]).toBeCloseTo(value, digits);
  });
}

describe("log-linear models of counts", () => {
  // R 4.2.2: glm(counts ~ outcome + treatment, family = quasipoisson()), glm.control(epsilon = 1e-15));
  // summary dispersion, hatvalues.
  it("equal R's for Dobson's trial: coefficients, dispersion, leverages", () => {
    const fit = fitCountGlm(DOBSON);
    expectClose(fit?.coefficients, [3.04452243772342, -0.454255272277597, -0.292987124681474, 0, 0], 11);
    expect(fit?.dispersion).toBeCloseTo(1.29330040526849, 11);
    expectClose(fit?.leverages.slice(0, 3), [0.613333333333333, 0.511111111111111, 0.542222222222222], 11);
    expect(fit?.leverages.reduce((sum, h) => sum + h, 0)).toBeCloseTo(5, 10);
  });

  // R 4.2.2: glm(y ~ t + offset(log(e)), weights = w, family = quasipoisson()), w 0.2 for the seventh,
  // glm.control(epsilon = 1e-15); predict(se.fit = TRUE).
  it("equal R's with offset and weights, and so does a prediction", () => {
    const fit = fitCountGlm({ ...SERIES, weights: SERIES.counts.map((_, i) => (i === 6 ? 0.2 : 1)) });
    if (fit === null) throw new Error("not fitted");
    expectClose(fit.coefficients, [-0.908132017016405, 0.10842603674518], 11);
    expect(fit.dispersion).toBeCloseTo(0.758067280335942, 11);
    const { logMean, standardError } = predictLogMean(fit, [1, 12], { offset: Math.log(10) });
    expect(logMean).toBeCloseTo(2.6955655169198, 11);
    expect(standardError).toBeCloseTo(0.162604220885094, 11);
  });

  // R 4.2.2, MASS 7.3-58.2: glm(family = negative.binomial(4)); glm.nb theta 11.9924638, coefficients to its own 1e-6.
  it("equal MASS's for a given size and for the best one", () => {
    expectClose(fitCountGlm(SERIES, 4)?.coefficients, [-0.851936132281808, 0.117548177468356], 7);
    const best = fitNegativeBinomialGlm(SERIES);
    expect(best?.size).toBeCloseTo(11.9924638, 3);
    expectClose(best?.coefficients, [-0.804663252, 0.111329364], 6);
  });

  it("a level without any event does not stop the fit", () => {
    const fit = fitCountGlm({
      counts: [0, 0, 4, 6],
      rows: [
        [1, 1],
        [1, 1],
        [1, 0],
        [1, 0],
      ],
    });
    expect(fit?.fitted[0]).toBeLessThan(1e-8);
    expect(fit?.fitted[2]).toBeCloseTo(5, 8);
  });

  it("dependent columns are not fitted, and lengths that differ are refused by name", () => {
    expect(
      fitCountGlm({
        counts: [1, 2, 3],
        rows: [
          [1, 2],
          [1, 2],
          [1, 2],
        ],
      }),
    ).toBeNull();
    expect(() => fitCountGlm({ counts: [1, 2], rows: [[1]] })).toThrow("outside the domain: number of rows = 1");
  });

  // Worked by hand: [[4, 2], [2, 3]] has determinant 8.
  it("an inverse is exact for a matrix worked by hand, and none exists without full rank", () => {
    const inverse = inverseOfPositiveDefinite([
      [4, 2],
      [2, 3],
    ]);
    expectClose(inverse?.flat(), [0.375, -0.25, -0.25, 0.5], 14);
    expect(
      inverseOfPositiveDefinite([
        [1, 2],
        [2, 4],
      ]),
    ).toBeNull();
    expect(inverseOfPositiveDefinite([[0]])).toBeNull();
  });
});

describe("a baseline with past outbreaks", () => {
  // Worked by hand: intercept only, counts 8 and 27, mean 17.5, h = 1/2: 1.5 (27^(2/3) 17.5^(-1/6) - 17.5^(1/2)) / sqrt(2 / 2).
  it("its Anscombe residuals follow the formula", () => {
    const fit = fitCountGlm({ counts: [8, 27], rows: [[1], [1]] });
    if (fit === null) throw new Error("not fitted");
    const [low, high] = anscombeResiduals([8, 27], fit, 2);
    expect(high).toBeCloseTo(1.5 * (9 * 17.5 ** (-1 / 6) - Math.sqrt(17.5)), 10);
    expect(low).toBeCloseTo(1.5 * (4 * 17.5 ** (-1 / 6) - Math.sqrt(17.5)), 10);
  });

  // Worked by hand: raw weights 1, 1, 1 / 16 scaled by 3 / (33 / 16).
  it("weights sum to their number, and only residuals above the threshold lose", () => {
    expectClose(outbreakWeights([0, -9, 4]), [16 / 11, 16 / 11, 1 / 11], 14);
  });

  it("an old outbreak moves it less than it moves the plain fit, and a wild ordinary series is left alone", () => {
    const counts = Array.from({ length: 60 }, (_, i) => (i === 40 ? 90 : 8 + (i % 5)));
    const rows = counts.map(() => [1]);
    const baseline = fitBaseline({ counts, rows });
    if (baseline === null) throw new Error("not fitted");
    expect(baseline.fit.fitted[0]).toBeLessThan(10.5);
    expect(fitCountGlm({ counts, rows })?.fitted[0]).toBeGreaterThan(11.2);
    const ordinary = fitBaseline({ counts: counts.filter((y) => y < 50), rows: rows.slice(1) });
    expect(ordinary?.weights.every((weight) => weight === 1)).toBe(true);
  });

  // Worked by hand: ten counts of mean 4 and variance below it: phi = 1, se^2 = 1 / 40, size = 4 / (4 / 40) = 40.
  it("its prediction carries the uncertainty of the mean", () => {
    const counts = [4, 4, 4, 4, 4, 4, 4, 4, 3, 5];
    const baseline = fitBaseline({ counts, rows: counts.map(() => [1]) });
    if (baseline === null) throw new Error("not fitted");
    expect(baseline.dispersion).toBe(1);
    const tonight = predictBaseline(baseline, [1]);
    expect(tonight?.mean).toBeCloseTo(4, 10);
    expect(tonight?.size).toBeCloseTo(40, 8);
  });

  it("a season in which nothing was ever seen predicts nothing, instead of making its first event impossible", () => {
    const counts = Array.from({ length: 70 }, (_, i) => (i % 7 === 0 ? 0 : 3 + (i % 3)));
    const baseline = fitBaseline({ counts, rows: counts.map((_, i) => [1, Number(i % 7 === 0)]) });
    if (baseline === null) throw new Error("not fitted");
    expect(predictBaseline(baseline, [1, 1])).toBeNull();
    expect(predictBaseline(baseline, [1, 0])?.mean).toBeCloseTo(4, 1);
  });

  it("as many columns as counts leave nothing to judge by", () => {
    expect(
      fitBaseline({
        counts: [3, 4],
        rows: [
          [1, 0],
          [1, 1],
        ],
      }),
    ).toBeNull();
  });
});
