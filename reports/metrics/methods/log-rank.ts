import { atRiskAt, type EventTable } from "./event-table.js";
import { type GroupTest, pooledTimes, scoreTest } from "./group-test.js";

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
  const observed = new Array<number>(size).fill(0);
  const expected = new Array<number>(size).fill(0);
  const covariance = observed.map(() => new Array<number>(size).fill(0));
  const cursors = new Array<number>(size).fill(0);
  for (const t of pooledTimes(groups.map((group) => group.time))) {
    const ended = groups.map((group, g) => eventsAt(group, cursors, g, t));
    const d = ended.reduce((sum, value) => sum + value, 0);
    if (d === 0) continue;
    const risk = groups.map((group) => atRiskAt(group, t));
    const n = risk.reduce((sum, value) => sum + value, 0);
    const scale = n > 1 ? (d * (n - d)) / (n - 1) : 0;
    for (let i = 0; i < size; i++) {
      const share = (risk[i] ?? 0) / n;
      observed[i] = (observed[i] ?? 0) + (ended[i] ?? 0);
      expected[i] = (expected[i] ?? 0) + d * share;
      const row = covariance[i] ?? [];
      for (let j = 0; j < size; j++) {
        row[j] = (row[j] ?? 0) + scale * share * ((i === j ? 1 : 0) - (risk[j] ?? 0) / n);
      }
    }
  }
  const score = observed.map((value, i) => value - (expected[i] ?? 0));
  return { ...scoreTest(score, covariance), observed, expected };
}

function eventsAt(group: EventTable, cursors: number[], index: number, t: number): number {
  const cursor = cursors[index] ?? 0;
  if (group.time[cursor] !== t) return 0;
  cursors[index] = cursor + 1;
  return group.event_count[cursor] ?? 0;
}
