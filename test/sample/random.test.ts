import { mean, variance } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { Random } from "../../data/sample/random.js";

const DRAWS = 20_000;

function draws(draw: (random: Random) => number): number[] {
  const random = new Random(1, "test");
  return Array.from({ length: DRAWS }, () => draw(random));
}

/**
 * Expected mean and variance by the distributions' formulas; the tolerance on the mean is five standard errors, on the
 * variance a tenth, some five standard errors for these shapes. The seed is fixed, so the outcome is too.
 */
const MOMENTS: readonly (readonly [name: string, draw: (random: Random) => number, mean: number, variance: number])[] =
  [
    ["uniform", (random) => random.uniform(), 1 / 2, 1 / 12],
    ["normal", (random) => random.normal(), 0, 1],
    ["exponential of mean 3", (random) => random.exponential(3), 3, 9],
    ["gamma of shape 0.6", (random) => random.gamma(0.6), 0.6, 0.6],
    ["gamma of shape 2.8", (random) => random.gamma(2.8), 2.8, 2.8],
    ["Poisson of mean 0.4", (random) => random.poisson(0.4), 0.4, 0.4],
    ["Poisson of mean 75", (random) => random.poisson(75), 75, 75],
    ["negative binomial of mean 12 and size 4", (random) => random.negativeBinomial(12, 4), 12, 12 + 144 / 4],
  ];

describe("seeded chance", () => {
  it.each(MOMENTS)("%s has its mean and variance", (_, draw, expectedMean, expectedVariance) => {
    const values = draws(draw);
    expect(Math.abs(mean(values) - expectedMean)).toBeLessThan(5 * Math.sqrt(expectedVariance / DRAWS));
    expect(Math.abs(variance(values) / expectedVariance - 1)).toBeLessThan(0.1);
  });

  it("gives the same stream for the same seed and labels, and another for any other", () => {
    const first = (seed: number, ...labels: (string | number)[]): number => new Random(seed, ...labels).uniform();
    expect(first(1, "a", 2)).toBe(first(1, "a", 2));
    expect(new Set([first(1, "a", 2), first(2, "a", 2), first(1, "b", 2), first(1, "a", 3)]).size).toBe(4);
  });

  it("samples without repeating and never more than there is", () => {
    expect(new Random(1).sample([1, 2, 3], 9).sort()).toEqual([1, 2, 3]);
  });
});
