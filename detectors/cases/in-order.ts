import { z } from "zod";

type Cell = string | number | boolean;

/**
 * A case whose lists DuckDB made in one aggregation: aligned, in an order that nothing promises. They are sorted together by
 * the lists named in `keys`, each from the largest down, so that sums come out the same to the last digit. Sorting here costs
 * a quarter of what as many ordered aggregates cost in the engine.
 */
export function inOrder<S extends z.ZodRawShape>(shape: S, keys: readonly (keyof S & string)[]) {
  return z.object(shape).transform((row): z.infer<z.ZodObject<S>> => {
    const lists = Object.entries(row).filter((entry): entry is [string, readonly Cell[]] => Array.isArray(entry[1]));
    const sorting = keys.map((key) => lists.find(([name]) => name === key)?.[1] ?? []);
    if (isSorted(sorting)) return row;
    const order = (sorting[0] ?? []).map((_, i) => i).sort((a, b) => compare(sorting, a, b));
    const sorted = lists.map(([name, list]) => [name, order.map((i) => list[i])]);
    return { ...row, ...Object.fromEntries(sorted) };
  });
}

/** A store that was filled day by day mostly gives them so. */
function isSorted(lists: readonly (readonly Cell[])[]): boolean {
  const length = lists[0]?.length ?? 0;
  for (let i = 1; i < length; i++) if (compare(lists, i - 1, i) > 0) return false;
  return true;
}

function compare(lists: readonly (readonly Cell[])[], a: number, b: number): number {
  for (const list of lists) {
    const [left, right] = [list[a] ?? 0, list[b] ?? 0];
    if (left !== right) return left > right ? -1 : 1;
  }
  return 0;
}
