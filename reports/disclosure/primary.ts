import { protectionLevel } from "./suppress.js";
import type { Cell } from "./table.js";

/** What makes a count sensitive. */
export interface PrimaryRule {
  /** The least count that is printed; 0 is below it too, for it says something of everybody counted beside it. */
  readonly threshold: number;
  /** How near, in per cent of it, another contributor may come to the largest one's part; 0 where that is no secret. */
  readonly dominance_percent: number;
}

/**
 * The p% rule: whether the second largest contributor, who knows its own part, comes closer to the largest one's than p per
 * cent of it: total − first − second < p/100 · first. One or two contributors are always too close.
 *
 * source  Hundepool et al. 2012, ch. 4; Cox 1981, "Linear sensitivity measures in statistical disclosure control"
 */
export function isDominated(parts: readonly number[], percent: number): boolean {
  const [first = 0, , ...others] = [...parts].sort((a, b) => b - a);
  const rest = others.reduce((sum, part) => sum + part, 0);
  return rest < (percent / 100) * first;
}

/**
 * A count as a cell of a table.
 *
 * parts   what each contributor has in it, in any order; null where contributors are no secret
 * cost    of hiding it; null for a count that is never printed
 */
export function countCell(
  rule: PrimaryRule,
  {
    value,
    parts,
    cost,
  }: { readonly value: number; readonly parts: readonly number[] | null; readonly cost: number | null },
): Cell {
  const level = protectionLevel(rule.threshold);
  if (value < rule.threshold) return { value, required: level, ceiling: rule.threshold - 1, cost };
  if (parts === null || !isDominated(parts, rule.dominance_percent))
    return { value, required: null, ceiling: Number.POSITIVE_INFINITY, cost };
  const near = Math.ceil((rule.dominance_percent / 100) * Math.max(...parts));
  return { value, required: Math.max(level, near), ceiling: Number.POSITIVE_INFINITY, cost };
}
