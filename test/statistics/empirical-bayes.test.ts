import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitBetaBinomial } from "../../data/statistics/beta-binomial-fit.js";
import { dirichletShares, fitConcentration } from "../../data/statistics/dirichlet.js";
import { fitGammaPoisson, gammaPoissonPredictive } from "../../data/statistics/gamma-poisson.js";
import { negativeBinomial } from "../../data/statistics/negative-binomial.js";
import { midP } from "../../data/statistics/p-values.js";

const COUNTS = [3, 5, 4, 9, 6, 12, 30, 8, 11, 10, 9, 16];
const EXPOSURES = [10, 12, 9, 15, 11, 16, 14, 10, 12, 9, 8, 13];

describe("rates of a group", () => {
  // R 4.2.2, MASS 7.3-58.2: glm.nb(y ~ 1 + offset(log(e))): intercept -0.137245383302, theta 5.56006098, log lik -35.7677883.
  it("without a pull equal MASS's maximum likelihood", () => {
    const fit = fitGammaPoisson(COUNTS, EXPOSURES, { spread: Infinity });
    expect(Math.log(fit.shape / fit.rate)).toBeCloseTo(-0.137245383302, 7);
    expect(fit.shape).toBeCloseTo(5.56006098, 5);
    expect(fit.logLikelihood).toBeCloseTo(-35.7677882989, 8);
    expect(fit.isAtBound).toBe(false);
  });

  it("a group of one is close to its parent, a group of two hundred to itself", () => {
    const parent = { shape: 1, rate: 1 };
    const one = fitGammaPoisson([4], [1], { parent });
    expect(one.shape / one.rate).toBeLessThan(2);
    const twoHundred = fitGammaPoisson(
      Array.from({ length: 200 }, (_, i) => i % 9),
      new Array<number>(200).fill(1),
      { parent },
    );
    expect(twoHundred.shape / twoHundred.rate).toBeGreaterThan(3.6);
    expect(fitGammaPoisson([], [], { parent })).toMatchObject(parent);
  });

  it("one extra event after a constant history is no lead, and neither is the first event of a silent group", () => {
    const constant = fitGammaPoisson([20, 20, 20], [20, 20, 20]);
    const usual = gammaPoissonPredictive(constant, { count: 20, exposure: 20 }, { exposure: 1 });
    expect(midP(negativeBinomial(usual.size, usual.mean), 2, "upper")).toBeGreaterThan(0.1);
    const silent = fitGammaPoisson([0, 0, 0], [5, 5, 5]);
    const first = gammaPoissonPredictive(silent, { count: 0, exposure: 5 }, { exposure: 1 });
    expect(midP(negativeBinomial(first.size, first.mean), 1, "upper")).toBeGreaterThan(0.01);
  });

  it("stay finite and positive whatever the counts", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(1000), fc.integer({ min: 1, max: 60 })), { minLength: 1, maxLength: 12 }),
        (rows) => {
          const fit = fitGammaPoisson(
            rows.map(([count]) => count),
            rows.map(([, exposure]) => exposure),
          );
          expect(fit.shape > 0 && fit.shape < Infinity && fit.rate > 0 && fit.rate < Infinity).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("a count without exposure is refused by name", () => {
    expect(() => fitGammaPoisson([1], [0])).toThrow("outside the domain: exposure = 0");
    expect(() => fitGammaPoisson([], [])).toThrow("nothing to fit");
  });
});

describe("tonight's predictive", () => {
  // Worked by hand: Gamma(2, 4) and 6 events in 8 days: size 8, mean 8 / 12 a day; at dispersion 2, size 5, mean 5 / 8.
  it("is the conjugate posterior's, history discounted by its dispersion", () => {
    const group = { shape: 2, rate: 4 };
    const history = { count: 6, exposure: 8 };
    expect(gammaPoissonPredictive(group, history, { exposure: 3 })).toEqual({ size: 8, mean: 2 });
    expect(gammaPoissonPredictive(group, history, { exposure: 1, dispersion: 2 })).toEqual({ size: 5, mean: 0.625 });
    expect(gammaPoissonPredictive(group, { count: 0, exposure: 0 }, { exposure: 1 })).toEqual({ size: 2, mean: 0.5 });
  });
});

describe("proportions of a group", () => {
  const successes = [0, 1, 2, 0, 5, 1, 0, 3, 9, 2];
  const trials = [10, 12, 20, 8, 15, 30, 5, 20, 14, 18];

  // R 4.2.2: optim(BFGS) on the beta-binomial log likelihood by lchoose and lbeta: a 0.845519, b 4.541322, -19.65619941.
  it("without a pull equal R's maximum likelihood", () => {
    const fit = fitBetaBinomial(successes, trials, { spread: Infinity });
    expect(fit.a).toBeCloseTo(0.845519, 4);
    expect(fit.b).toBeCloseTo(4.541322, 4);
    expect(fit.logLikelihood).toBeCloseTo(-19.6561994132, 8);
  });

  it("all or none still give a mean inside (0, 1), and a small group leans on its parent", () => {
    for (const y of [0, 10]) {
      const { a, b } = fitBetaBinomial([y, y], [10, 10]);
      expect(a > 0 && b > 0).toBe(true);
    }
    const { a, b } = fitBetaBinomial([1], [1], { parent: { a: 1, b: 9 } });
    expect(a / (a + b)).toBeLessThan(0.2);
  });
});

describe("shares of bins", () => {
  // Worked by hand: (3 + 4 * 0.25) / 8, (1 + 4 * 0.75) / 8.
  it("are smoothed toward the peers by the weight given", () => {
    expect(dirichletShares([3, 1], [1, 3], 4)).toEqual([0.5, 0.5]);
  });

  it("are worth much where entities are alike and little where they differ", () => {
    const alike = Array.from({ length: 8 }, () => [5, 5]);
    const unlike = Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? [10, 0] : [0, 10]));
    expect(fitConcentration(alike, [1, 1])).toBeGreaterThan(1e4);
    expect(fitConcentration(unlike, [1, 1])).toBeLessThan(0.1);
  });
});
