import { solve } from "yalps";
import { SLACK } from "./bounds.js";
import type { Bounds, LinkedTables } from "./table.js";

/**
 * The cells to hide so that a sensitive one can be moved by a distance, up or down: the cheapest set of changes to the
 * others that keeps every sum and every bound. Those already hidden move free of charge. Null where no set does it.
 *
 * A linear program with a cost a unit for what has a cost once: patterns are near the cheapest, never unsafe.
 *
 * source  Kelly, Golden & Assad 1992, "Cell suppression: disclosure protection for sensitive tabular data", Networks 22;
 *         Cox 1995, JASA 90; Hundepool et al. 2012, ch. 4
 */
export function cellsToMove(
  { cells, relations }: LinkedTables,
  {
    target,
    by,
    isHidden,
    boundsOf,
  }: {
    readonly target: number;
    /** Counts: above 0 upward, below 0 downward. */
    readonly by: number;
    readonly isHidden: readonly boolean[];
    /** What is known of a cell, were it hidden. */
    readonly boundsOf: (cell: number) => Bounds;
  },
): number[] | null {
  const variables = new Map<string, Map<string, number>>();
  const constraints = new Map<string, { readonly max: number } | { readonly equal: number }>();
  for (const [cell, { value, cost }] of cells.entries()) {
    const { low, high } = boundsOf(cell);
    const price = isHidden[cell] ? 0 : (cost ?? 0);
    for (const [way, room] of [
      [1, high - value],
      [-1, value - low],
    ] as const) {
      if (room <= 0 && cell !== target) continue;
      const name = `${cell} ${way}`;
      variables.set(
        name,
        new Map([
          ["cost", price],
          [name, 1],
        ]),
      );
      if (cell === target) constraints.set(name, { equal: Math.max(0, way * by) });
      else if (room !== Number.POSITIVE_INFINITY) constraints.set(name, { max: room });
    }
  }
  for (const [index, { total, parts }] of relations.entries()) {
    constraints.set(`sum ${index}`, { equal: 0 });
    for (const [cell, sign] of [[total, -1], ...parts.map((part) => [part, 1] as const)] as const)
      for (const way of [1, -1]) variables.get(`${cell} ${way}`)?.set(`sum ${index}`, sign * way);
  }
  const solution = solve({ direction: "minimize", objective: "cost", constraints, variables }, { checkCycles: true });
  if (solution.status !== "optimal") return null;
  const moved = solution.variables.filter(([, amount]) => amount > SLACK).map(([name]) => Number(name.split(" ")[0]));
  return [...new Set(moved)].filter((cell) => !isHidden[cell] && cells[cell]?.cost !== null).sort((a, b) => a - b);
}
