import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clopperPearsonInterval,
  clusteredInterval,
  garwoodInterval,
  rateRatioInterval,
  wilsonInterval,
} from "../../data/statistics/intervals.js";

describe("intervals", () => {
  // R 4.2.2: poisson.test(7), poisson.test(0), poisson.test(137, 24.19893); binom.test(7, 20), binom.test(0, 20);
  // prop.test(7, 20, correct = FALSE); poisson.test(c(11, 21), c(800, 3011)) from R's help page.
  it.each([
    ["a Poisson mean", garwoodInterval(7, 0.95), 2.81436305151987, 14.4226753617024],
    ["a Poisson mean of no event", garwoodInterval(0, 0.95), 0, 3.68887945411394],
    ["a proportion, exact", clopperPearsonInterval(7, 20, 0.95), 0.153909204784541, 0.592188534532828],
    ["a proportion of none", clopperPearsonInterval(0, 20, 0.95), 0, 0.168433470983085],
    ["a proportion, score", wilsonInterval(7, 20, 0.95), 0.181191824101082, 0.567145723314764],
    [
      "a rate ratio",
      rateRatioInterval({ count: 11, exposure: 800 }, { count: 21, exposure: 3011 }, 0.95),
      0.858426403391639,
      4.27726594365407,
    ],
  ])("of %s equal R's", (_what, interval, lower, upper) => {
    expect(interval.lower).toBeCloseTo(lower, 11);
    expect(interval.upper).toBeCloseTo(upper, 11);
  });

  // R 4.2.2: d = C/(C-1) * sum((h - p*n)^2) / (N*p*(1-p)); qbeta(.025, x, m-x+1), qbeta(.975, x+1, m-x) with x = 10/d, m = 250/d.
  it("ten of 250 that came from three of five clusters are as unsure as three of 74", () => {
    const clusters = [0, 3, 0, 1, 6].map((successes) => ({ successes, trials: 50 }));
    const { share, effect, interval } = clusteredInterval(clusters, 0.95);
    expect(share).toBe(0.04);
    expect(effect).toBeCloseTo(3.385416666667, 11);
    expect(interval.lower).toBeCloseTo(0.008185362582, 10);
    expect(interval.upper).toBeCloseTo(0.113279002094, 10);
  });

  it("clusters that are no more alike than chance give Clopper and Pearson's interval, and none of anything a given effect", () => {
    const even = Array.from({ length: 5 }, () => ({ successes: 2, trials: 50 }));
    expect(clusteredInterval(even, 0.95).interval.lower).toBeCloseTo(clopperPearsonInterval(10, 250, 0.95).lower, 12);
    const none = clusteredInterval(
      [0, 0, 0].map((successes) => ({ successes, trials: 50 })),
      0.95,
      2.5,
    );
    expect(none.interval.lower).toBe(0);
    expect(none.interval.upper).toBeCloseTo(0.059629492286, 10);
  });

  it("no event anywhere says nothing about a ratio", () => {
    const none = { count: 0, exposure: 10 };
    expect(rateRatioInterval(none, none, 0.95)).toEqual({
      lower: 0,
      upper: Infinity,
    });
    expect(wilsonInterval(0, 0, 0.95)).toEqual({ lower: 0, upper: 1 });
  });

  it("an interval holds its estimate and widens with its level", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (successes, others) => {
        const trials = successes + others;
        fc.pre(trials > 0);
        for (const interval of [clopperPearsonInterval, wilsonInterval]) {
          const [narrow, wide] = [interval(successes, trials, 0.9), interval(successes, trials, 0.99)];
          expect(narrow.lower).toBeLessThanOrEqual(successes / trials + 1e-12);
          expect(narrow.upper).toBeGreaterThanOrEqual(successes / trials - 1e-12);
          expect(wide.lower).toBeLessThanOrEqual(narrow.lower);
          expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("more successes than trials are refused by name", () => {
    expect(() => wilsonInterval(3, 2, 0.95)).toThrow("outside the domain: successes = 3");
    expect(() => garwoodInterval(3, 95)).toThrow("outside the domain: level = 95");
  });
});
