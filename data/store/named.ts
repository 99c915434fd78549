import type { Parameters } from "./store.js";

const NAME = /\$([a-z_]+)\b/g;

/** Those of `values` that a statement names: DuckDB refuses a value that no `$name` takes. */
export function bindNamed(statement: string, values: Parameters): Parameters {
  const named = new Set(Array.from(statement.matchAll(NAME), ([, name]) => name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => named.has(name)));
}
