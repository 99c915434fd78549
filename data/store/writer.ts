import type { Parameter, Store } from "./store.js";

/** Rows of a table that one statement inserts: bounded so that a statement stays small. */
const ROWS_PER_STATEMENT = 10_000;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Inserts many rows, by the names of their fields, as JSON that DuckDB casts to the columns' own types. All rows must
 * have the same fields. For small tables of judgement; event-sized data stays in SQL.
 */
export async function insertRows(
  store: Store,
  table: string,
  rows: readonly Readonly<Record<string, Parameter>>[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const names = Object.keys(first);
  const columns = names.map(quoted).join(", ");
  const fields = names.map((name) => `row.${quoted(name)}`).join(", ");
  const structure = JSON.stringify([Object.fromEntries(names.map((name) => [name, "VARCHAR"]))]);
  const insert = `INSERT INTO ${quoted(table)} (${columns})
    SELECT ${fields} FROM (SELECT unnest(from_json($rows, '${structure.replaceAll("'", "''")}')) AS row)`;
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT)
    await store.run(insert, { rows: JSON.stringify(rows.slice(start, start + ROWS_PER_STATEMENT)) });
}
