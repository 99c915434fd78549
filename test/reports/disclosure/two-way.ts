import { countCell } from "../../../reports/disclosure/primary.js";
import type { LinkedTables, Relation } from "../../../reports/disclosure/table.js";

/** A table of rows and columns as one list of cells, row by row: its sums are printed too, rows, then columns, then all. */
export interface TwoWay {
  readonly values: readonly number[];
  readonly relations: readonly Relation[];
  readonly at: (row: number, column: number) => number;
}

export function twoWay(table: readonly (readonly number[])[]): TwoWay {
  const rows = table.length;
  const columns = table[0]?.length ?? 0;
  const at = (row: number, column: number) => row * columns + column;
  const rowSum = (row: number) => rows * columns + row;
  const columnSum = (column: number) => rows * columns + rows + column;
  const all = rows * columns + rows + columns;
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  const across = Array.from({ length: columns }, (_, column) => column);
  const down = Array.from({ length: rows }, (_, row) => row);
  const rowSums = table.map(sum);
  const columnSums = across.map((column) => sum(table.map((row) => row[column] ?? 0)));
  return {
    values: [...table.flat(), ...rowSums, ...columnSums, sum(rowSums)],
    relations: [
      ...down.map((row) => ({ total: rowSum(row), parts: across.map((column) => at(row, column)) })),
      ...across.map((column) => ({ total: columnSum(column), parts: down.map((row) => at(row, column)) })),
      { total: all, parts: down.map(rowSum) },
      { total: all, parts: across.map(columnSum) },
    ],
    at,
  };
}

/** The same with everything to be printed: small counts sensitive, sums dearer than cells. */
export function counts(table: readonly (readonly number[])[], threshold: number): LinkedTables {
  const { values, relations } = twoWay(table);
  const inner = table.flat().length;
  const rule = { threshold, dominance_percent: 10 };
  const cells = values.map((value, cell) => countCell(rule, { value, parts: null, cost: cell < inner ? 1 : 20 }));
  return { cells, relations, threshold };
}
