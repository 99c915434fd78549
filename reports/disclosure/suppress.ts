import { attackerInterval, wholeWidth } from "./attacker.js";
import { cellsToMove } from "./protect.js";
import type { Bounds, LinkedTables } from "./table.js";

/** Why a number is not printed. `complementary`: another one could be computed from it. */
export type Suppressed = "primary" | "complementary" | "not publishable";

/** One entry a cell: null where it is printed. */
export type Pattern = readonly (Suppressed | null)[];

/**
 * Which numbers are hidden so that none that must not be known can be told closer than it requires, by anybody who has all the
 * others, the sums, the reasons printed, the rules themselves and knows of one thing counted in it.
 *
 * First the sensitive ones (primary), then whatever protects them (complementary), each protected in its turn. Where no
 * pattern protects all, nothing is printed and no reason tells anything of a value (not publishable).
 */
export function suppress(tables: LinkedTables): Pattern {
  const { cells } = tables;
  const isHidden = cells.map(({ required, cost }) => required !== null || cost === null);
  const queue = [...cells.keys()].filter((cell) => cells[cell]?.required != null);
  for (const cell of queue) {
    const protection = protectedBy(tables, cell, isHidden);
    if (protection === null) return cells.map(() => "not publishable");
    for (const added of protection) isHidden[added] = true;
    queue.push(...protection);
  }
  return cells.map(({ required, cost }, cell) => {
    if (!isHidden[cell] || (cost === null && required === null)) return null;
    return required === null ? "complementary" : "primary";
  });
}

/** The ranges in which the attacker has each number that is protected by a pattern, by its place; those printed have none. */
export function audit(tables: LinkedTables, pattern: Pattern): ReadonlyMap<number, Bounds | null> {
  const { cells } = tables;
  const isHidden = cells.map(({ cost }, cell) => cost === null || pattern[cell] !== null);
  const told = pattern.every((reason) => reason === "not publishable");
  const guarded = [...cells.keys()].filter((cell) => pattern[cell] !== null);
  return new Map(guarded.map((cell) => [cell, intervalOf(tables, cell, isHidden, told)] as const));
}

/** What has to stay open of a number: its own requirement, or for one hidden to protect others what the rules leave open. */
export function requiredOf({ cells, threshold }: LinkedTables, cell: number): number {
  return cells[cell]?.required ?? protectionLevel(threshold);
}

/**
 * What a small count keeps open, in counts: all that the rule itself leaves open to somebody who knows of one thing counted in
 * it, 1 … threshold − 1. Nothing else printed may tell more than the rule.
 */
export function protectionLevel(threshold: number): number {
  return threshold - 2;
}

/** Cells to hide besides, so that one has its width; empty where it has it already, null where nothing gives it. */
function protectedBy(tables: LinkedTables, target: number, isHidden: readonly boolean[]): number[] | null {
  if (isWide(tables, target, isHidden)) return [];
  const required = requiredOf(tables, target);
  const bounds = boundsIn(tables, target);
  const { value = 0 } = tables.cells[target] ?? {};
  const up = Math.min(required, bounds(target).high - value);
  const hidden = [...isHidden];
  const added: number[] = [];
  for (const by of [up, up - required]) {
    if (by === 0) continue;
    const moved = cellsToMove(tables, { target, by, isHidden: hidden, boundsOf: bounds });
    if (moved === null) return null;
    for (const cell of moved) hidden[cell] = true;
    added.push(...moved);
  }
  return isWide(tables, target, hidden) ? added : null;
}

function isWide(tables: LinkedTables, target: number, isHidden: readonly boolean[]): boolean {
  const interval = intervalOf(tables, target, isHidden, false);
  return interval !== null && wholeWidth(interval) >= requiredOf(tables, target);
}

function intervalOf(
  tables: LinkedTables,
  target: number,
  isHidden: readonly boolean[],
  isUntold: boolean,
): Bounds | null {
  const { cells, relations } = tables;
  const values = cells.map(({ value }) => value);
  const boundsOf = isUntold ? () => ({ low: 0, high: Number.POSITIVE_INFINITY }) : boundsIn(tables, target);
  return attackerInterval({ values, isHidden, relations, boundsOf }, target);
}

/** What is known of hidden cells while one is attacked: the attacker knows of one thing counted in it. */
function boundsIn({ cells, threshold }: LinkedTables, target: number): (cell: number) => Bounds {
  return (cell) => {
    const { value, required, ceiling, cost } = cells[cell] ?? { value: 0, required: null, ceiling: 0, cost: null };
    const least = required === null && cost !== null ? threshold : 0;
    return { low: cell === target ? Math.max(least, Math.min(1, value)) : least, high: ceiling };
  };
}
