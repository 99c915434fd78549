/** One partner on two sides, both better when higher, each with its interval; null where a side cannot be told. */
export interface BothSides {
  readonly id: string;
  readonly timeliness: Side | null;
  readonly protection: Side | null;
}

interface Side {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * better_elsewhere  another partner is better on both sides, beyond both intervals: `than` names them
 * level             no other partner's values are higher on one side without being lower on the other; ties are level
 * within_chance     some are higher on one side and not lower on the other, but within the intervals
 * cannot_tell       a side has no value
 */
export interface Standing {
  readonly id: string;
  readonly standing: "better_elsewhere" | "level" | "within_chance" | "cannot_tell";
  readonly than: readonly string[];
}

/**
 * Who is behind on both sides at once: the only comparison of partners that needs no weighing of speed against protection.
 * In the order given: it names no first and no last.
 *
 * source   Pareto dominance; non-overlap of two 95 % intervals is a stricter test than a 95 % test of the difference:
 *          Schenker & Gentleman 2001, doi:10.1198/000313001317097960
 */
export function standings(partners: readonly BothSides[]): Standing[] {
  return partners.map(({ id, timeliness, protection }): Standing => {
    if (timeliness === null || protection === null) return { id, standing: "cannot_tell", than: [] };
    const others = partners.flatMap((other) =>
      other.id === id || other.timeliness === null || other.protection === null
        ? []
        : [{ id: other.id, timeliness: other.timeliness, protection: other.protection }],
    );
    const than = others
      .filter((other) => other.timeliness.low > timeliness.high && other.protection.low > protection.high)
      .map((other) => other.id);
    if (than.length > 0) return { id, standing: "better_elsewhere", than };
    const isBehind = others.some(
      (other) =>
        other.timeliness.value >= timeliness.value &&
        other.protection.value >= protection.value &&
        (other.timeliness.value > timeliness.value || other.protection.value > protection.value),
    );
    return { id, standing: isBehind ? "within_chance" : "level", than: [] };
  });
}
