import { z } from "zod";
import { type Fragment, identifier, sql } from "../../data/store/compose.js";
import type { Store } from "../../data/store/store.js";
import type { Cell } from "./cell.js";
import { Unreadable } from "./decode.js";
import type { Layout, ParquetColumn } from "./head.js";
import { isBadData } from "./stage.js";

const DESCRIBE = /* sql */ `
  SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM read_parquet($path))
`;
const ROW_COUNT = /* sql */ `SELECT coalesce(sum(num_rows), 0)::BIGINT AS row_count FROM parquet_file_metadata($path)`;
const column = z.object({ name: z.string(), type: z.string() });

/**
 * The columns of a Parquet file, in their order, and how many rows its footer says it has.
 *
 * @throws Unreadable where the file has no footer or a damaged one, as a half-written one has
 */
export async function parquetLayout(store: Store, plain: string): Promise<Extract<Layout, { kind: "parquet" }>> {
  try {
    const columns = await store.rows(DESCRIBE, column, { path: plain });
    const { row_count } = await store.row(ROW_COUNT, z.object({ row_count: z.number() }), { path: plain });
    return { kind: "parquet", columns, row_count };
  } catch (cause) {
    if (!isBadData(cause)) throw cause;
    throw new Unreadable("Parquet not readable: no whole footer", { cause });
  }
}

const INTEGERS = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/;
const NESTED = /\[|^(STRUCT|MAP|UNION|BLOB)/;

/** Whether all that is read of the file are plain values, which need no detour through JSON. */
export function isFlat(columns: readonly ParquetColumn[], names: ReadonlySet<string>): boolean {
  return columns.every(({ name, type }) => !names.has(name) || !NESTED.test(type));
}

/** Columns that come in the type that the store keeps. */
export function nativeColumns(columns: readonly ParquetColumn[]): ReadonlySet<string> {
  const isNative = ({ name, type }: ParquetColumn): boolean =>
    name === "event_time"
      ? type === "TIMESTAMP WITH TIME ZONE"
      : (name === "seq" || name === "bytes") && INTEGERS.test(type);
  return new Set(columns.filter(isNative).map(({ name }) => name));
}

/** A column as text, or as it is where it is native. */
export function parquetCell(columns: readonly ParquetColumn[], native: ReadonlySet<string>): Cell {
  return ([name]): Fragment | null => {
    const found = columns.find((one) => one.name === name);
    if (found === undefined) return null;
    const place = identifier(found.name);
    return native.has(found.name) || found.type === "VARCHAR" ? place : sql`${place}::VARCHAR`;
  };
}
