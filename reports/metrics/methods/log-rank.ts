import type { EventTable } from "./event-table.js";
import { type GroupTest, scoreTest } from "./group-test.js";
import { walkPooled } from "./pooled-walk.js";

/** The log-rank test, with each group's ends beside what one common law would have given, in the groups' order. */
export interface LogRank extends GroupTest {
  readonly observed: readonly number[];
  readonly expected: readonly number[];
}

/**
 * Do the groups end at the same rate at every time? Ends of all causes; late entries are allowed.
 *
 * At each time the expected ends of group i are d nᵢ/n, with the hypergeometric covariance
 * d (n − d)/(n − 1) · nᵢ/n (δᵢⱼ − nⱼ/n); the statistic is chi-square with one degree of freedom less than groups.
 *
 * source   Mantel 1966; Peto & Peto 1972; Klein & Moeschberger 2003, §7.3
 */
export function logRank(groups: readonly EventTable[]): LogRank {
  const size = groups.length;
  const observed = new Float64Array(size);
  const expected = new Float64Array(size);
  const covariance = Array.from({ length: size }, () => new Float64Array(size));
  walkPooled(groups, ({ at_risk, row }) => {
    let d = 0;
    let n = 0;
    for (let g = 0; g < size; g++) {
      const ended = groups[g]?.event_count[row[g] ?? -1] ?? 0;
      observed[g] = (observed[g] ?? 0) + ended;
      d += ended;
      n += at_risk[g] ?? 0;
    }
    if (d === 0) return;
    const scale = n > 1 ? (d * (n - d)) / (n - 1) : 0;
    for (let i = 0; i < size; i++) {
      const share = (at_risk[i] ?? 0) / n;
      expected[i] = (expected[i] ?? 0) + d * share;
      const line = covariance[i];
      if (line === undefined) continue;
      for (let j = 0; j < size; j++) {
        line[j] = (line[j] ?? 0) + scale * share * ((i === j ? 1 : 0) - (at_risk[j] ?? 0) / n);
      }
    }
  });
  const score = Array.from(observed, (value, i) => value - (expected[i] ?? 0));
  const matrix = covariance.map((line) => [...line]);
  return { ...scoreTest(score, matrix), observed: [...observed], expected: [...expected] };
}
