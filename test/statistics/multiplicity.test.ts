import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type BatchOutcome,
  batchBh,
  bhRejectionCount,
  budgetThreshold,
  qValues,
} from "../../data/statistics/multiplicity.js";

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  maxLength: 40,
});

describe("many p-values at once", () => {
  // R 4.2.2: p.adjust(c(.01, .02, .03, .04, .05, .001, .9), "BH").
  it("q-values equal R's", () => {
    const q = qValues([0.01, 0.02, 0.03, 0.04, 0.05, 0.001, 0.9]);
    [0.035, 0.0466666666666667, 0.0525, 0.056, 0.0583333333333333, 0.007, 0.9].forEach((expected, i) => {
      expect(q[i]).toBeCloseTo(expected, 14);
    });
  });

  it("a q-value at or below alpha is a rejection at alpha, and no other is", () => {
    fc.assert(
      fc.property(pValues, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (p, alpha) => {
        const q = qValues(p);
        fc.pre(q.every((value) => Math.abs(value - alpha) > 1e-12));
        expect(q.filter((value) => value <= alpha).length).toBe(bhRejectionCount(p, alpha));
      }),
    );
  });

  it("a budget of 0.03 false leads over 1000 cases is p <= 0.00003, and judging nobody leads to nobody", () => {
    expect(budgetThreshold(0.03, 1000, 0.01)).toBeCloseTo(3e-5, 18);
    expect(budgetThreshold(0.03, 0, 0.01)).toBe(0);
  });

  it("a budget over few cases stops at the largest p that a lead may have", () => {
    expect(budgetThreshold(0.25, 2, 0.01)).toBe(0.01);
    expect(budgetThreshold(5, 2, 1)).toBe(1);
  });

  // Worked by hand from the paper's rule, alpha 0.1, gamma_1 = 0.4374901658, gamma_2 = gamma_1 / 2^1.6.
  // Batch 1: two tests at 0.04374901658, p = (0.001, 0.5): 1 rejected; zeroing 0.5 gives 2.
  // Batch 2: alpha (gamma_1 + gamma_2) - 0.04374901658 * 2 / (2 + 0), times (4 + 1) / 4.
  it("BatchBH spends what the earlier batches left", () => {
    const first = batchBh([], [0.001, 0.5], 0.1);
    expect(first.alpha).toBeCloseTo(0.04374901658, 12);
    expect([first.rejectedCount, first.augmentedCount]).toEqual([1, 2]);
    const second = batchBh([first], [0.02, 0.4, 0.6, 0.7], 0.1);
    expect(second.alpha).toBeCloseTo(0.1 * 0.4374901658 * 2 ** -1.6 * 1.25, 12);
    expect([second.rejectedCount, second.augmentedCount]).toEqual([0, 1]);
  });

  it("BatchBH's augmented count is the largest over zeroing any one p", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
          minLength: 1,
          maxLength: 15,
        }),
        (p) => {
          const { alpha, augmentedCount } = batchBh([], p, 0.4);
          const byHand = p.map((_, at) =>
            bhRejectionCount(
              p.map((value, i) => (i === at ? 0 : value)),
              alpha,
            ),
          );
          expect(augmentedCount).toBe(Math.max(...byHand));
        },
      ),
    );
  });

  it("a night with nothing judged spends nothing", () => {
    const empty = batchBh([], [], 0.1);
    expect(empty).toEqual({
      alpha: 0,
      rejectedCount: 0,
      augmentedCount: 0,
    } satisfies BatchOutcome);
    expect(batchBh([empty], [0.5], 0.1).alpha).toBeCloseTo(0.1 * 0.4374901658 * (1 + 2 ** -1.6), 12);
  });
});
