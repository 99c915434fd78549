import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beta } from "../../data/statistics/beta.js";
import { betaBinomial } from "../../data/statistics/beta-binomial.js";
import { binomial } from "../../data/statistics/binomial.js";
import { chiSquare, gamma } from "../../data/statistics/gamma.js";
import type { DiscreteLaw } from "../../data/statistics/laws.js";
import { negativeBinomial } from "../../data/statistics/negative-binomial.js";
import { logNormalUpper } from "../../data/statistics/normal.js";
import { poisson } from "../../data/statistics/poisson.js";
import { logStudentTails } from "../../data/statistics/student-t.js";
import { missing, sharedPath } from "../shared.js";

const UPPER: Readonly<Record<string, (x: number, a: number, b: number) => number>> = {
  nbinom_upper_log: (x, a, b) => negativeBinomial(a, b).logUpper(x),
  poisson_upper_log: (x, a) => poisson(a).logUpper(x),
  binom_upper_log: (x, a, b) => binomial(a, b).logUpper(x),
  gamma_upper_log: (x, a, b) => gamma(a, b).logUpper(x),
  beta_upper_log: (x, a, b) => beta(a, b).logUpper(x),
  normal_upper_log: (x) => logNormalUpper(x),
  t_upper_log: (x, a) => logStudentTails(x, a).upper,
  chisq_upper_log: (x, a) => chiSquare(a).logUpper(x),
};

function relativeError(actual: number, expected: number): number {
  return actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
}

// Sums of masses in 60 digits with mpmath 1.3.0.
const EXACT: readonly (readonly [string, number, number])[] = [
  ["negative binomial size 0.7, mean 3: above 40", negativeBinomial(0.7, 3).logUpper(40), -9.50424739702335],
  ["negative binomial size 0.001, mean 0.2: above 3", negativeBinomial(0.001, 0.2).logUpper(3), -5.66087878568011],
  ["negative binomial size 1e+06, mean 50: above 120", negativeBinomial(1000000, 50).logUpper(120), -38.7273326839402],
  [
    "negative binomial size 250.5, mean 9000: above 12000",
    negativeBinomial(250.5, 9000).logUpper(12000),
    -13.7691410303477,
  ],
  ["negative binomial size 3.2, mean 1e-06: above 2", negativeBinomial(3.2, 1e-6).logUpper(2), -42.4808510649803],
  ["negative binomial size 0.7, mean 3000: up to 2", negativeBinomial(0.7, 3000).logLower(2), -5.02375234526165],
  ["negative binomial size 50, mean 9000: up to 4000", negativeBinomial(50, 9000).logLower(4000), -14.9819485064969],
  ["negative binomial size 2.5, mean 4: up to 0", negativeBinomial(2.5, 4).logLower(0), -2.38877861256859],
  ["beta-binomial n 20, a 0.5, b 2: above 15", betaBinomial(20, 0.5, 2).logUpper(15), -3.59568738494962],
  ["beta-binomial n 400, a 3, b 90: above 120", betaBinomial(400, 3, 90).logUpper(120), -23.0476634985081],
  [
    "beta-binomial n 50, a 1e+07, b 2e+07: above 45",
    betaBinomial(50, 10000000, 20000000).logUpper(45),
    -39.7678508144117,
  ],
  ["beta-binomial n 1000, a 0.01, b 0.02: above 990", betaBinomial(1000, 0.01, 0.02).logUpper(990), -1.1912042078259],
  ["beta-binomial n 300, a 2, b 5: above 80", betaBinomial(300, 2, 5).logUpper(80), -0.712236784738335],
  ["beta-binomial n 400, a 30, b 2: up to 120", betaBinomial(400, 30, 2).logLower(120), -30.6503333728827],
  ["beta-binomial n 300, a 2, b 5: up to 0", betaBinomial(300, 2, 5).logLower(0), -8.04269949689764],
];

const ORACLE = sharedPath("oracles/tails/tails.csv");

describe.skipIf(missing(ORACLE, "R's upper tails"))("R 4.2.2's upper tails", () => {
  it("agree to 1e-10 of log p in every row, far below the smallest double too", () => {
    const rows = readFileSync(ORACLE ?? "", "utf8")
      .trim()
      .split("\n")
      .slice(1);
    expect(rows.length).toBeGreaterThan(300);
    const wrong = rows.filter((row) => {
      const [name = "", x, a, b, logP] = row.split(",");
      const actual = UPPER[name]?.(Number(x), Number(a), Number(b)) ?? Number.NaN;
      return !(relativeError(actual, Number(logP)) < 1e-10);
    });
    expect(wrong).toEqual([]);
  });
});

describe("tails worked exactly", () => {
  it.each(EXACT)("%s", (_name, actual, expected) => {
    expect(relativeError(actual, expected)).toBeLessThan(1e-10);
  });

  it("one event or more at size k and mean m has 1 - (k / (k + m))^k", () => {
    expect(Math.exp(negativeBinomial(0.5, 3).logUpper(0))).toBeCloseTo(1 - Math.sqrt(1 / 7), 14);
  });

  it("a probability that is no normal number any more has its tails: above 1 of 6 is 15 p²", () => {
    const p = Number.MIN_VALUE;
    expect(relativeError(binomial(6, p).logUpper(1), Math.log(15) + 2 * Math.log(p))).toBeLessThan(1e-15);
  });

  it("a beta-binomial with a = b = 1 is uniform over 0 to n", () => {
    const law = betaBinomial(10, 1, 1);
    for (let y = 0; y <= 10; y++) expect(Math.exp(law.logLower(y))).toBeCloseTo((y + 1) / 11, 13);
  });

  it("a count outside its law is refused by name", () => {
    expect(() => negativeBinomial(0, 1)).toThrow("outside the domain: size = 0");
    expect(() => poisson(Number.NaN)).toThrow("outside the domain: mean = NaN");
    expect(() => betaBinomial(3.5, 1, 1)).toThrow("outside the domain: trials = 3.5");
  });
});

const positive = (max: number) => fc.double({ min: 1e-3, max, noNaN: true });

const anyLaw: fc.Arbitrary<DiscreteLaw> = fc.oneof(
  fc.tuple(positive(1e5), positive(1e4)).map(([k, m]) => negativeBinomial(k, m)),
  positive(1e4).map((m) => poisson(m)),
  fc
    .tuple(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([n, p]) => binomial(n, p)),
  fc.tuple(fc.integer({ min: 1, max: 500 }), positive(1e3), positive(1e3)).map(([n, a, b]) => betaBinomial(n, a, b)),
);

describe("every discrete law", () => {
  it("keeps both tails between 0 and 1, summing to 1", () => {
    fc.assert(
      fc.property(anyLaw, fc.nat(3000), (law, y) => {
        const [lower, upper] = [Math.exp(law.logLower(y)), Math.exp(law.logUpper(y))];
        expect(Math.min(lower, upper)).toBeGreaterThanOrEqual(0);
        expect(Math.abs(lower + upper - 1)).toBeLessThan(1e-12);
      }),
    );
  });

  it("never gives a larger count a larger upper tail, and steps by the mass", () => {
    fc.assert(
      fc.property(anyLaw, fc.integer({ min: 1, max: 3000 }), (law, y) => {
        expect(law.logUpper(y)).toBeLessThanOrEqual(law.logUpper(y - 1) + 1e-11);
        const step = Math.exp(law.logUpper(y - 1)) - Math.exp(law.logUpper(y));
        expect(Math.abs(step - Math.exp(law.logMass(y)))).toBeLessThan(1e-11);
      }),
    );
  });
});
