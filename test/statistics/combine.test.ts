import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  acat,
  bonferroni,
  fisherMidPBound,
  fisherP,
  fisherStatistic,
  meanMidPBound,
  simes,
  stouffer,
} from "../../data/statistics/combine.js";

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  minLength: 1,
  maxLength: 12,
});

describe("combining p-values", () => {
  // Worked by hand: T = (tan(0.4 pi) + tan(0.3 pi)) / 2 = 2.2270327…, p = 1/2 - atan(T) / pi.
  it("the Cauchy combination follows its formula", () => {
    const t = (Math.tan(0.4 * Math.PI) + Math.tan(0.3 * Math.PI)) / 2;
    expect(acat([0.1, 0.2])).toBeCloseTo(0.5 - Math.atan(t) / Math.PI, 14);
    expect(acat([0.1, 0.2], [1, 0])).toBeCloseTo(0.1, 14);
  });

  it("one p of nearly 1 does not wipe out a real signal", () => {
    expect(acat([1e-4, 0.5, 0.5, 0.5, 0.5, 0.999999])).toBeLessThan(0.001);
  });

  it("equal p combine to themselves, also far below rounding of 1", () => {
    for (const p of [0.9, 0.3, 1e-8, 1e-15, 1e-40, 1e-200]) expect(acat([p, p, p]) / p).toBeCloseTo(1, 9);
    expect(acat([1, 0.995])).toBe(0.995);
    expect(acat([0, 0.4])).toBe(0);
    expect(acat([0, 0.4], [0, 1])).toBeCloseTo(0.4, 14);
  });

  it("Simes and Bonferroni equal their hand-worked values", () => {
    expect(simes([0.04, 0.01, 0.03])).toBeCloseTo(0.03, 15);
    expect(simes([0.9, 0.04, 0.045])).toBeCloseTo(0.0675, 15);
    expect(bonferroni([0.04, 0.01, 0.03])).toBeCloseTo(0.03, 15);
    expect(bonferroni([0.5, 0.6])).toBe(1);
  });

  // R 4.2.2: pchisq(-2 * sum(log(c(.01, .2, .3))), 6, lower = FALSE).
  it("Fisher's p equals R's", () => {
    expect(fisherP([0.01, 0.2, 0.3])).toBeCloseTo(0.0215617513248346, 14);
  });

  // Worked by hand for one p = 0.01: t = -2 log 0.01, bound = exp(1 - t/2 - log(2/t)) = 0.01 e t / 2.
  it("the mid-p bounds follow their formulas and never fall below Fisher's p", () => {
    expect(fisherMidPBound([0.01])).toBeCloseTo(0.01 * Math.E * -Math.log(0.01), 14);
    expect(meanMidPBound([0.1, 0.1])).toBeCloseTo(Math.exp(-12 * 0.16), 14);
    expect(meanMidPBound([0.4, 0.8])).toBe(1);
    fc.assert(
      fc.property(pValues, (p) => {
        expect(fisherMidPBound(p)).toBeGreaterThanOrEqual(fisherP(p) * (1 - 1e-9));
      }),
    );
  });

  // Worked by hand: two z of 1.959963984540054 sum to 2.771807…; R 4.2.2: pnorm(qnorm(.025) * sqrt(2)).
  it("Stouffer adds z-values", () => {
    expect(stouffer([0.025, 0.025])).toBeCloseTo(0.00278729834039221, 12);
    expect(stouffer([0.2, 0.7], [1, 0])).toBeCloseTo(0.2, 12);
  });

  it("every combiner stays within [0, 1] and never rises when one p falls", () => {
    fc.assert(
      fc.property(pValues, fc.nat(11), fc.double({ min: 0, max: 1, noNaN: true }), (p, at, factor) => {
        const lower = p.map((value, i) => (i === at % p.length ? value * factor : value));
        for (const combine of [acat, simes, bonferroni, fisherP, stouffer, fisherMidPBound, meanMidPBound]) {
          const [before, after] = [combine(p), combine(lower)];
          expect(before).toBeGreaterThanOrEqual(0);
          expect(before).toBeLessThanOrEqual(1);
          expect(after).toBeLessThanOrEqual(before + 1e-12);
        }
      }),
    );
  });

  it("nothing to combine, or a p that is none, is refused by name", () => {
    expect(() => acat([])).toThrow("outside the domain: number of p-values = 0");
    expect(() => fisherStatistic([Number.NaN])).toThrow("outside the domain: p = NaN");
    expect(() => acat([0.1, 0.2], [1])).toThrow("outside the domain: number of weights = 1");
  });
});
