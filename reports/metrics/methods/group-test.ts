import { chiSquare } from "../../../data/statistics/gamma.js";

/** A test that several groups share one law. */
export interface GroupTest {
  readonly statistic: number;
  readonly degrees_of_freedom: number;
  readonly p_value: number;
}

/** A pivot smaller than this share of the largest is a group that carries no information. */
const SINGULAR_RATIO = 1e-12;

/**
 * Chi-square statistic uᵀ V⁻ u of a score vector and its covariance, by symmetric elimination with pivoting.
 *
 * Groups that carry no information (a pivot near 0) leave the statistic and take a degree of freedom with them, so that
 * the full k × k covariance, singular by one, may be given as it is.
 *
 * score, covariance   one entry per group, in the same order
 */
export function scoreTest(score: readonly number[], covariance: readonly (readonly number[])[]): GroupTest {
  const v = covariance.map((row) => [...row]);
  const u = [...score];
  const largest = Math.max(0, ...v.map((row, i) => row[i] ?? 0));
  const open = new Set(u.keys());
  let statistic = 0;
  let rank = 0;
  while (open.size > 0) {
    const pivot = [...open].reduce((best, i) => ((v[i]?.[i] ?? 0) > (v[best]?.[best] ?? 0) ? i : best));
    const row = v[pivot] ?? [];
    const diagonal = row[pivot] ?? 0;
    if (!(diagonal > largest * SINGULAR_RATIO)) break;
    const value = u[pivot] ?? 0;
    open.delete(pivot);
    for (const i of open) {
      const other = v[i] ?? [];
      const factor = (other[pivot] ?? 0) / diagonal;
      u[i] = (u[i] ?? 0) - factor * value;
      for (const j of open) other[j] = (other[j] ?? 0) - factor * (row[j] ?? 0);
    }
    statistic += (value * value) / diagonal;
    rank += 1;
  }
  const p_value = rank === 0 ? Number.NaN : Math.exp(chiSquare(rank).logUpper(statistic));
  return { statistic, degrees_of_freedom: rank, p_value };
}
