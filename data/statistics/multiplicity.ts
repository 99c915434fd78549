import { requireDomain } from "./special.js";

/**
 * q-values in the order given: for each p the smallest false-discovery rate at which it is still rejected, taking every
 * null as true (pi0 = 1), so p.adjust's "BH". p each in [0, 1]; throws RangeError outside.
 *
 * source  Benjamini & Hochberg 1995, JRSS-B 57:289; valid under positive dependence, Benjamini & Yekutieli 2001
 */
export function qValues(p: readonly number[]): number[] {
  for (const value of p) requireDomain(value >= 0 && value <= 1, "p", value);
  const order = p.map((_, i) => i).sort((i, j) => (p[j] ?? 0) - (p[i] ?? 0));
  const q = new Array<number>(p.length).fill(1);
  let least = 1;
  order.forEach((index, fromTop) => {
    const rank = p.length - fromTop;
    least = Math.min(least, ((p[index] ?? 1) * p.length) / rank);
    q[index] = least;
  });
  return q;
}

/** How many hypotheses Benjamini–Hochberg rejects at the false-discovery rate alpha: the largest i with p(i) <= alpha i / n. */
export function bhRejectionCount(p: readonly number[], alpha: number): number {
  const sorted = [...p].sort((a, b) => a - b);
  return rejectionCountOfSorted(sorted, alpha);
}

function rejectionCountOfSorted(sorted: readonly number[], alpha: number): number {
  for (let rank = sorted.length; rank > 0; rank--) {
    if ((sorted[rank - 1] ?? 1) <= (alpha * rank) / sorted.length) return rank;
  }
  return 0;
}

/**
 * The p at or below which a case is a lead when the price is a budget: expected false leads a night, over the cases judged
 * that night, and never more than `p_max`: where few are judged the whole budget would call ordinary nights leads. The
 * expectation holds whatever the dependence; 0 where nothing was judged.
 *
 * source  linearity of expectation; alert-rate regulation as in Bridges et al. 2017, arXiv:1710.09422
 */
export function budgetThreshold(falseLeadsPerNight: number, cases: number, p_max: number): number {
  requireDomain(falseLeadsPerNight >= 0 && falseLeadsPerNight < Infinity, "false leads per night", falseLeadsPerNight);
  requireDomain(Number.isInteger(cases) && cases >= 0, "cases", cases);
  requireDomain(p_max > 0 && p_max <= 1, "p_max", p_max);
  return cases === 0 ? 0 : Math.min(p_max, falseLeadsPerNight / cases);
}

/** Decay of the spending sequence, and 1 / zeta(1.6), which makes it sum to 1. Source: Zrnic et al. 2020, section 5. */
const SPENDING_POWER = 1.6;
const SPENDING_SCALE = 0.4374901658;

/** Share of alpha that batch j (from 1) may spend. */
function spending(batch: number): number {
  return SPENDING_SCALE * batch ** -SPENDING_POWER;
}

/** What a batch leaves for the batches after it. */
export interface BatchOutcome {
  /** Level at which Benjamini–Hochberg was run on this batch. */
  readonly alpha: number;
  /** Rejections in this batch. */
  readonly rejectedCount: number;
  /** Most rejections there could have been had one p been 0. */
  readonly augmentedCount: number;
}

/**
 * The next batch under BatchBH: false-discovery rate at most alpha over all batches together, for p independent between
 * batches. A restated night is a new batch; earlier outcomes stay as they were.
 *
 * earlier  outcomes in batch order; p: this batch, each in [0, 1], may be empty
 * Throws RangeError for alpha outside (0, 1).
 *
 * source   Zrnic, Jiang, Ramdas & Jordan 2020, "The power of batching in multiple hypothesis testing", arXiv:1910.04968;
 *          the augmented count is reached by zeroing the largest p
 */
export function batchBh(earlier: readonly BatchOutcome[], p: readonly number[], alpha: number): BatchOutcome {
  requireDomain(alpha > 0 && alpha < 1, "alpha", alpha);
  for (const value of p) requireDomain(value >= 0 && value <= 1, "p", value);
  if (p.length === 0) return { alpha: 0, rejectedCount: 0, augmentedCount: 0 };

  const rejected = earlier.reduce((sum, batch) => sum + batch.rejectedCount, 0);
  let spendable = 0;
  for (let batch = 1; batch <= earlier.length + 1; batch++) spendable += alpha * spending(batch);
  const spent = earlier.reduce((sum, batch) => {
    const others = rejected - batch.rejectedCount;
    return batch.augmentedCount === 0
      ? sum
      : sum + (batch.alpha * batch.augmentedCount) / (batch.augmentedCount + others);
  }, 0);
  const level = Math.min(1, Math.max(0, ((spendable - spent) * (p.length + rejected)) / p.length));

  const sorted = [...p].sort((a, b) => a - b);
  const augmented = [0, ...sorted.slice(0, -1)];
  return {
    alpha: level,
    rejectedCount: rejectionCountOfSorted(sorted, level),
    augmentedCount: rejectionCountOfSorted(augmented, level),
  };
}
