import { describe, expect, it } from "vitest";
import { kolmogorovDistance, kolmogorovP, kolmogorovUpper, tailCheck } from "../../data/statistics/calibration.js";
import { hashUniform } from "../../data/statistics/hash-uniform.js";
import { negativeBinomial } from "../../data/statistics/negative-binomial.js";
import { countQuantile, randomisedP } from "../../data/statistics/p-values.js";

const U = [0.02, 0.11, 0.13, 0.24, 0.31, 0.38, 0.44, 0.59, 0.61, 0.93];

describe("chance from a hash", () => {
  // Python 3.11.7 hashlib: first 8 bytes of sha256('["seed","2026-01-01","volume-surge","a-17"]') >> 11, plus 0.5, over 2^53.
  it("is what anyone else computes from the same key", () => {
    expect(hashUniform(["seed", "2026-01-01", "volume-surge", "a-17"])).toBe(0.9503747886175427);
  });

  it("minds the boundaries of its parts and stays strictly inside (0, 1)", () => {
    expect(hashUniform(["ab", "c"])).not.toBe(hashUniform(["a", "bc"]));
    for (let i = 0; i < 1000; i++) {
      const u = hashUniform(["seed", String(i)]);
      expect(u > 0 && u < 1).toBe(true);
    }
  });

  it("gives randomised p-values of over-dispersed counts a uniform distribution", () => {
    const law = negativeBinomial(0.7, 3);
    const p = Array.from({ length: 4000 }, (_, i) => {
      const y = countQuantile(law, hashUniform(["count", String(i)]));
      return randomisedP(law, y, "upper", {
        u: hashUniform(["pit", String(i)]),
      });
    });
    expect(kolmogorovP(kolmogorovDistance(p), p.length)).toBeGreaterThan(0.001);
    expect(tailCheck(p, 0.01).tooManyP).toBeGreaterThan(0.001);
  });
});

describe("checks of calibration", () => {
  // R 4.2.2: ks.test(x, "punif") statistic 0.29, exact p 0.306734905865991, limiting p 0.36961493 (R stops its series at
  // 1e-6); the limiting series in 30 digits with mpmath 1.3.0: 0.369609885282501.
  it("Kolmogorov's distance and limiting p equal R's, and the corrected p is nearer the exact one", () => {
    expect(kolmogorovDistance(U)).toBeCloseTo(0.29, 14);
    expect(kolmogorovUpper(0.29 * Math.sqrt(10))).toBeCloseTo(0.369609885282501, 12);
    expect(Math.abs(kolmogorovP(0.29, 10) - 0.306734905865991)).toBeLessThan(0.01);
    expect(kolmogorovUpper(0)).toBe(1);
  });

  // Worked by hand: 3 of 10 at or below 0.2; P(Binomial(10, 0.2) >= 3) = 1 - 0.8^10 - 2 * 0.8^9 - 45 * 0.04 * 0.8^8.
  it("a tail is judged by the exact binomial", () => {
    const check = tailCheck(U, 0.2);
    expect(check.observed).toBe(3);
    expect(check.expected).toBeCloseTo(2, 14);
    expect(check.tooManyP).toBeCloseTo(1 - 0.8 ** 10 - 2 * 0.8 ** 9 - 45 * 0.04 * 0.8 ** 8, 13);
  });

  it("p-values that are too small too often are found", () => {
    const small = Array.from({ length: 500 }, (_, i) => hashUniform(["small", String(i)]) ** 2);
    expect(tailCheck(small, 0.01).tooManyP).toBeLessThan(1e-10);
    expect(kolmogorovP(kolmogorovDistance(small), small.length)).toBeLessThan(1e-10);
  });
});
