/** How unevenly a total is spread over those who could share it (approvers, channels). */
export interface Concentration {
  readonly member_count: number;
  readonly total: number;
  /** Sum of squared shares: 1/member_count when even, 1 when one has all. */
  readonly herfindahl: number | null;
  /** 1/herfindahl: how many equal members would be as concentrated. */
  readonly effective_count: number | null;
  /** 0 when even; near 1 when one of many has all. */
  readonly gini: number | null;
  /** Share of the largest. */
  readonly largest_share: number | null;
}

/**
 * Concentration of counts over members; members with 0 belong in the list. All null where the total is 0.
 *
 * throws   RangeError for a count below 0
 * source   Herfindahl 1950, Hirschman 1964; Gini 1912, as Σ (2i − n − 1) xᵢ / (n Σ x) over ascending xᵢ
 */
export function concentration(counts: readonly number[]): Concentration {
  if (counts.some((count) => !(count >= 0))) throw new RangeError("concentration of a count below 0");
  const member_count = counts.length;
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) {
    return { member_count, total, herfindahl: null, effective_count: null, gini: null, largest_share: null };
  }
  const ascending = counts.toSorted((a, b) => a - b);
  const herfindahl = ascending.reduce((sum, count) => sum + (count / total) ** 2, 0);
  const ranked = ascending.reduce((sum, count, i) => sum + (2 * (i + 1) - member_count - 1) * count, 0);
  return {
    member_count,
    total,
    herfindahl,
    effective_count: 1 / herfindahl,
    gini: ranked / (member_count * total),
    largest_share: (ascending.at(-1) ?? 0) / total,
  };
}
