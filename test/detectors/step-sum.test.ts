import { expect, it } from "vitest";
import { hashUniform } from "../../data/statistics/hash-uniform.js";
import { stepSum } from "../../detectors/judges/step-sum.js";

const given = (observed: readonly number[], expected: readonly number[]) => ({ observed, expected });

// At half the pace a night's expectation adds half of itself, and each step takes ln 2 off.
it("no step where two were expected is as rare as no Poisson event of two: exp(-2), half of it as the mid-p-value", () => {
  const { p_value, p_mid, nights } = stepSum(given([0], [2]), 0.5, 0);
  expect(p_value).toBeCloseTo(Math.exp(-2), 10);
  expect(p_mid).toBeCloseTo(Math.exp(-2) / 2, 10);
  expect(nights).toBe(1);
});

// By hand: with one step expected a night the sum is 1 after two idle nights, 1/2 after one, 0 after a night with a step that
// began at 0, and 1 - ln 2 at most otherwise. At least 1/2 is reached where tonight had none: exp(-1); 1 where both had none.
it("one idle night after one with a step is as rare as its own idleness, and ties count half", () => {
  const { p_value, p_mid } = stepSum(given([0, 1], [1, 1]), 0.5, 0);
  expect(p_value).toBeCloseTo(Math.exp(-1), 10);
  expect(p_mid).toBeCloseTo((Math.exp(-1) + Math.exp(-2)) / 2, 10);
});

it("where nothing speaks for a slower pace the p-value is 1", () => {
  expect(stepSum(given([3, 3], [2, 2]), 0.5, 0.01).p_value).toBeCloseTo(1, 10);
});

// R: s <- sqrt(log(1.25)); integrate(function(z) exp(-2 * exp(s * z - s^2 / 2)) * dnorm(z), -Inf, Inf) gives 0.190186959495
it("an expectation known within half of itself makes the same idle night less rare, by R's integral", () => {
  expect(stepSum(given([0], [2]), 0.5, 0.25).p_value).toBeCloseTo(0.190186959495, 4);
});

/** Poisson by inversion of a uniform number. */
function poissonOf(mean: number, u: number): number {
  let [count, chance] = [0, Math.exp(-mean)];
  for (let sum = chance; u > sum; sum += chance) {
    count += 1;
    chance *= mean / count;
  }
  return count;
}

it("over ordinary weeks the p-values are uniform: one in ten lies at or below 0.1 once ties are broken by chance", () => {
  const weeks = 600;
  const expected = Array.from({ length: 14 }, (_, ago) => (ago % 7 < 2 ? 0.5 : 3));
  const small = Array.from({ length: weeks }, (_, week) => {
    const uniform = (...key: (string | number)[]) => hashUniform(["step-sum", String(week), ...key.map(String)]);
    const observed = expected.map((steps, ago) => poissonOf(steps, uniform("night", ago)));
    const { p_value, p_mid } = stepSum(given(observed, expected), 0.5, 0);
    return p_mid + (2 * uniform("tie") - 1) * (p_value - p_mid);
  }).filter((p) => p <= 0.1).length;
  // Binomial(600, 0.1) lies within 36 and 86 in all but one of a thousand such samples (R: qbinom).
  expect(small).toBeGreaterThanOrEqual(36);
  expect(small).toBeLessThanOrEqual(86);
});
