import { beta } from "./beta.js";
import type { Interval } from "./intervals.js";
import { requireDomain } from "./special.js";

/** A case that was drawn and judged: whether it had what is counted, and the chance with which it was drawn, in (0, 1]. */
export interface Drawn {
  readonly isSuccess: boolean;
  readonly probability: number;
}

/** What a sample says of all the cases it was drawn from. */
export interface Weighted {
  /** Cases in all, and those of them with what is counted: each drawn case stands for 1 / probability of them. */
  readonly total: number;
  readonly successes: number;
  /** Their ratio, NaN without a sample, with its interval. */
  readonly share: number;
  readonly interval: Interval;
}

/**
 * Totals and their ratio from a sample with unequal chances, without bias whatever was drawn more often.
 *
 * source  totals: Horvitz & Thompson 1952, JASA 47:663; ratio: Hájek 1971; interval: Clopper–Pearson at the effective
 *         sample size (Σw)²/Σw², Korn & Graubard 1998, Survey Methodology 24:193
 * Throws RangeError for a level or a probability outside its range.
 */
export function weightedShare(sample: readonly Drawn[], level: number): Weighted {
  requireDomain(level > 0 && level < 1, "level", level);
  for (const { probability } of sample) requireDomain(probability > 0 && probability <= 1, "probability", probability);
  const weights = sample.map(({ probability }) => 1 / probability);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const successes = sample.reduce((sum, { isSuccess }, index) => sum + (isSuccess ? (weights[index] ?? 0) : 0), 0);
  const share = successes / total;
  if (total === 0) return { total, successes, share, interval: { lower: 0, upper: 1 } };
  const n = total ** 2 / weights.reduce((sum, weight) => sum + weight ** 2, 0);
  const x = share * n;
  const tail = (1 - level) / 2;
  const interval = {
    lower: successes === 0 ? 0 : beta(x, n - x + 1).quantile(tail),
    upper: successes === total ? 1 : beta(x + 1, n - x).quantile(1 - tail),
  };
  return { total, successes, share, interval };
}
