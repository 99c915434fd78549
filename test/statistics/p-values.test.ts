import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beta } from "../../data/statistics/beta.js";
import { gamma } from "../../data/statistics/gamma.js";
import { negativeBinomial } from "../../data/statistics/negative-binomial.js";
import { logNormalUpper, normalQuantile, normalQuantileOfLogUpper } from "../../data/statistics/normal.js";
import { countQuantile, logMidP, midP, ordinaryP, randomisedP } from "../../data/statistics/p-values.js";
import { poisson } from "../../data/statistics/poisson.js";
import { digamma, log1mExp } from "../../data/statistics/special.js";

describe("p-values of counts", () => {
  // Poisson(2) by hand: P(0) = e^-2, P(1) = 2 e^-2, P(2) = 2 e^-2.
  it("mid-p takes half of tonight's own mass, the ordinary p all of it", () => {
    const e2 = Math.exp(-2);
    expect(midP(poisson(2), 2, "upper")).toBeCloseTo(1 - 5 * e2 + e2, 14);
    expect(midP(poisson(2), 2, "lower")).toBeCloseTo(3 * e2 + e2, 14);
    expect(ordinaryP(poisson(2), 2, "upper")).toBeCloseTo(1 - 3 * e2, 14);
    expect(ordinaryP(poisson(2), 2, "lower")).toBeCloseTo(5 * e2, 14);
    expect(ordinaryP(poisson(2), 0, "upper")).toBe(1);
  });

  it("mid-p is 1/2 on average over ordinary nights, and its two sides sum to 1", () => {
    const law = negativeBinomial(0.7, 3);
    let average = 0;
    for (let y = 0; y < 400; y++) {
      average += Math.exp(law.logMass(y)) * midP(law, y, "upper");
      expect(midP(law, y, "upper") + midP(law, y, "lower")).toBeCloseTo(1, 12);
    }
    expect(average).toBeCloseTo(0.5, 12);
  });

  it("a larger count never has a larger upper mid-p, even where p itself is below the smallest double", () => {
    const law = negativeBinomial(100, 0.05);
    for (let y = 1; y < 3000; y += 7) expect(logMidP(law, y, "upper")).toBeLessThan(logMidP(law, y - 1, "upper"));
    expect(midP(law, 2000, "upper")).toBe(0);
    expect(logMidP(law, 2000, "upper")).toBeLessThan(-14_000);
  });

  it("a randomised p lies between the strict tail and the ordinary p", () => {
    expect(randomisedP(poisson(2), 2, "upper", { u: 1 })).toBeCloseTo(ordinaryP(poisson(2), 2, "upper"), 14);
    expect(randomisedP(poisson(2), 2, "upper", { u: 0 })).toBeCloseTo(Math.exp(poisson(2).logUpper(2)), 14);
    expect(() => randomisedP(poisson(2), 2, "upper", { u: 1.1 })).toThrow("outside the domain: u = 1.1");
  });

  it("certainty stays certain: with mean 0 one event is impossible", () => {
    expect(midP(poisson(0), 1, "upper")).toBe(0);
    expect(midP(poisson(0), 0, "upper")).toBe(0.5);
  });
});

describe("quantiles", () => {
  // R 4.2.2: qnbinom(.975, size = .5, mu = 3), qnbinom(.01, 20, mu = 400), qnbinom(.999, 2.5, mu = 20); qpois likewise.
  it("of counts equal R's", () => {
    expect(countQuantile(negativeBinomial(0.5, 3), 0.975)).toBe(16);
    expect(countQuantile(negativeBinomial(20, 400), 0.01)).toBe(217);
    expect(countQuantile(negativeBinomial(2.5, 20), 0.999)).toBe(86);
    expect(countQuantile(poisson(80), 0.025)).toBe(63);
    expect(countQuantile(poisson(0.2), 0.999)).toBe(3);
    expect(countQuantile(poisson(5), 0.5)).toBe(5);
  });

  // R 4.2.2: qgamma(.025, 7), qgamma(.975, 8), qgamma(1e-6, .5, 3); qbeta(.025, 3, 18), qbeta(.975, .5, 80), qbeta(.5, 30, 3).
  it.each([
    [gamma(7, 1).quantile(0.025), 2.81436305151987],
    [gamma(8, 1).quantile(0.975), 14.4226753617024],
    [gamma(0.5, 3).quantile(1e-6), 2.61799387799286e-13],
    [beta(3, 18).quantile(0.025), 0.0320709371854637],
    [beta(0.5, 80).quantile(0.975), 0.0310064322385056],
    [beta(30, 3).quantile(0.5), 0.917309840047526],
  ])("of gamma and beta equal R's: %f", (actual, expected) => {
    expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-12);
  });

  // R 4.2.2: qnorm(.975), qnorm(1e-9), qnorm(1e-300).
  it.each([
    [0.975, 1.95996398454005],
    [1e-9, -5.99780701500769],
    [1e-300, -37.0470962993612],
  ])("of the normal equal R's at %f", (p, z) => {
    expect(Math.abs(normalQuantile(p) / z - 1)).toBeLessThan(1e-12);
  });

  it("of the normal undo its log tail to z = 1000", () => {
    fc.assert(
      fc.property(fc.double({ min: -8, max: 1000, noNaN: true }), (z) => {
        const logP = logNormalUpper(z);
        if (logP > -1e-12) return;
        expect(Math.abs(normalQuantileOfLogUpper(logP) - z)).toBeLessThan(
          1e-9 * Math.max(1, Math.abs(z)) + (z < -5 ? 1e-4 : 0),
        );
      }),
    );
  });

  it("of a count is the first whose lower tail reaches p", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1e4, noNaN: true }),
        fc.double({ min: 0.01, max: 1e3, noNaN: true }),
        fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
        (size, mean, p) => {
          const law = negativeBinomial(size, mean);
          const y = countQuantile(law, p);
          expect(Math.exp(law.logLower(y))).toBeGreaterThanOrEqual(p - 1e-12);
          expect(Math.exp(law.logLower(y - 1))).toBeLessThan(p + 1e-12);
        },
      ),
    );
  });
});

describe("special functions", () => {
  // R 4.2.2: digamma(.3), digamma(12.5).
  it("digamma equals R's", () => {
    expect(digamma(0.3)).toBeCloseTo(-3.5025242222002, 12);
    expect(digamma(12.5)).toBeCloseTo(2.48519565127491, 12);
  });

  it("log(1 - e^x) keeps its digits at both ends", () => {
    expect(log1mExp(-1e-20)).toBeCloseTo(Math.log(1e-20), 12);
    expect(log1mExp(-100)).toBe(-Math.exp(-100));
  });
});
