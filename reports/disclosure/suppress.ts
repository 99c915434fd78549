import { attackerInterval, wholeWidth } from "./bounds.js";
import { cellsToMove } from "./protect.js";
import type { Bounds, Cell, LinkedTables } from "./table.js";

/**
 * Why a number is not printed. `primary`: it must not be known. `complementary`: one that must not could be computed from it.
 * `primary or complementary`: one of the two, and saying which would tell too much. `not publishable`: no choice of gaps
 * protects it.
 */
export const SUPPRESSED = ["primary", "complementary", "primary or complementary", "not publishable"] as const;
export type Suppressed = (typeof SUPPRESSED)[number];

/** One entry a cell: null where it is printed. */
export type Pattern = readonly (Suppressed | null)[];

/**
 * Which numbers are hidden so that none that must not be known can be told closer than it requires, by anybody who has all the
 * others, the sums, the reasons printed, the rules themselves and knows of one thing counted in it.
 *
 * First the sensitive ones, then whatever protects them, each protected in its turn. A reason tells whether a number is small,
 * so more has to be hidden where reasons are told: they are, unless that costs the reader more; then only of some cells. Where no pattern protects
 * all, nothing is printed.
 */
export function suppress(tables: LinkedTables): Pattern {
  const [first, ...others] = (["all", "some"] as const).flatMap((telling) => hiddenCells(tables, telling) ?? []);
  if (first === undefined) return tables.cells.map(() => "not publishable");
  return reasons(others.reduce((best, other) => (other.cost < best.cost ? other : best), first));
}

/** The ranges in which the attacker has each number that is protected by a pattern, by its place; those printed have none. */
export function audit(tables: LinkedTables, pattern: Pattern): ReadonlyMap<number, Bounds | null> {
  const { cells } = tables;
  const isHidden = cells.map(({ cost }, cell) => cost === null || pattern[cell] !== null);
  const telling = pattern.includes("not publishable")
    ? "none"
    : pattern.includes("primary or complementary")
      ? "some"
      : "all";
  const guarded = [...cells.keys()].filter((cell) => pattern[cell] !== null);
  return new Map(guarded.map((cell) => [cell, intervalOf({ tables, isHidden, telling }, cell)] as const));
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

/** What a reader has lost of a number of which he is told that it is small. */
const TOLD_SMALL = 0.5;

const NONE = { value: 0, ceiling: 0, cost: null };

/** What is hidden, and which of the reasons printed in the gaps tell whether a number is small. */
interface Hiding {
  readonly tables: LinkedTables;
  readonly isHidden: readonly boolean[];
  /** `some`: those of cells that are always told. */
  readonly telling: "all" | "some" | "none";
}

interface Hidden extends Hiding {
  /** To the reader, by the cells' own costs; who is told that a number is small has half of what there is to know of it. */
  readonly cost: number;
}

/** The cells to hide where reasons are told, or are not; null where nothing protects all. */
function hiddenCells(tables: LinkedTables, telling: Hiding["telling"]): Hidden | null {
  const { cells } = tables;
  const isHidden = cells.map(({ required, cost }) => required !== null || cost === null);
  const queue = [...cells.keys()].filter((cell) => cells[cell]?.required != null);
  for (const cell of queue) {
    const protection = protectedBy({ tables, isHidden, telling }, cell);
    if (protection === null) return null;
    for (const added of protection) isHidden[added] = true;
    queue.push(...protection);
  }
  const partOf = (cell: Cell) =>
    (cell.cost ?? 0) * (isToldOf(cell, telling) && cell.value < tables.threshold ? TOLD_SMALL : 1);
  const cost = cells.reduce((sum, cell, at) => sum + (isHidden[at] ? partOf(cell) : 0), 0);
  return { tables, isHidden, telling, cost };
}

function isToldOf({ isAlwaysTold = false }: Pick<Cell, "isAlwaysTold">, telling: Hiding["telling"]): boolean {
  return telling === "all" || (telling === "some" && isAlwaysTold);
}

function reasons({ tables: { cells }, isHidden, telling }: Hidden): Pattern {
  return cells.map((cell, at) => {
    const { required, cost } = cell;
    if (!isHidden[at] || (cost === null && required === null)) return null;
    if (!isToldOf(cell, telling)) return "primary or complementary";
    return required === null ? "complementary" : "primary";
  });
}

/** Cells to hide besides, so that one has its width; empty where it has it already, null where nothing gives it. */
function protectedBy(hiding: Hiding, target: number): number[] | null {
  if (isWide(hiding, target)) return [];
  const { tables } = hiding;
  const required = requiredOf(tables, target);
  const bounds = boundsIn(hiding, target);
  const { value = 0 } = tables.cells[target] ?? {};
  const up = Math.min(required, bounds(target).high - value);
  const isHidden = [...hiding.isHidden];
  const added: number[] = [];
  for (const by of [up, up - required]) {
    if (by === 0) continue;
    const moved = cellsToMove(tables, { target, by, isHidden, boundsOf: bounds });
    if (moved === null) return null;
    for (const cell of moved) isHidden[cell] = true;
    added.push(...moved);
  }
  return isWide({ ...hiding, isHidden }, target) ? added : null;
}

function isWide(hiding: Hiding, target: number): boolean {
  const interval = intervalOf(hiding, target);
  return interval !== null && wholeWidth(interval) >= requiredOf(hiding.tables, target);
}

function intervalOf(hiding: Hiding, target: number): Bounds | null {
  const { tables, isHidden } = hiding;
  const { cells, relations } = tables;
  const values = cells.map(({ value }) => value);
  return attackerInterval({ values, isHidden, relations, boundsOf: boundsIn(hiding, target) }, target);
}

/**
 * What is known of hidden cells while one is attacked: the attacker knows of one thing counted in it, and what is printed in a
 * cell's place may say whether it is below the threshold; of what is never printed nothing is said.
 */
function boundsIn({ tables, telling }: Omit<Hiding, "isHidden">, target: number): (cell: number) => Bounds {
  const { cells, threshold } = tables;
  return (cell) => {
    const own: Pick<Cell, "value" | "ceiling" | "cost" | "isAlwaysTold"> = cells[cell] ?? NONE;
    const { value, ceiling, cost } = own;
    const isTold = isToldOf(own, telling);
    const least = isTold && cost !== null && value >= threshold ? threshold : 0;
    const low = cell === target ? Math.max(least, Math.min(1, value)) : least;
    return { low, high: isTold ? ceiling : Number.POSITIVE_INFINITY };
  };
}
