import { type Fragment, identifier, integer, join, literal, literals, sql } from "../../data/store/compose.js";
import { columnCell, jsonColumns, structCell } from "./cell.js";
import type { Layout } from "./head.js";
import { isFlat, nativeColumns, parquetCell } from "./parquet.js";
import type { Shape } from "./shape.js";

/** A file of a batch, already plain UTF-8. */
export interface BatchFile {
  readonly file_id: number;
  readonly plain: string;
}

/**
 * The staged rows of several clean files of one layout, read by DuckDB's own readers in parallel, in the order of the files.
 *
 * No line numbers and no raw text: where a row is refused, or rows and lines do not reconcile, the file is read again line
 * by line. A row that is malformed is left out here, so that the count of rows falls short of the count of lines.
 */
export function fastRows(files: readonly BatchFile[], layout: Layout, shape: Shape): Fragment | null {
  const paths = literals(files.map((file) => file.plain));
  const ids = sql`[${join(
    files.map((file) => integer(file.file_id)),
    ", ",
  )}]`;
  const common = sql`${ids}[file_index::BIGINT + 1] AS file_id, NULL::BIGINT AS line, NULL::VARCHAR AS raw, NULL::VARCHAR AS broken`;
  if (shape.needs_raw) return null;
  if (layout.kind === "table") {
    const columns = layout.header.map((_, index) => sql`${literal(`c${index + 1}`)}: 'VARCHAR'`);
    const relation = sql`SELECT ${common}, * EXCLUDE (file_index) FROM (
      SELECT file_index, * FROM read_csv(${paths}, auto_detect = false, header = false, skip = 1,
        columns = {${join(columns, ", ")}}, delim = ${literal(layout.separator)}, quote = '"', escape = '"', nullstr = '',
        strict_mode = true, ignore_errors = true))`;
    return shape.interpret(relation, columnCell(layout.header));
  }
  if (layout.kind === "jsonl") {
    const relation = sql`SELECT ${common}, * EXCLUDE (file_index) FROM (
      SELECT file_index, * FROM read_json(${paths}, format = 'newline_delimited', ignore_errors = true,
        columns = ${jsonColumns(shape.paths)}))`;
    return shape.interpret(relation, structCell(null));
  }
  if (layout.kind === "parquet") {
    const names = new Set(shape.paths.map(([name]) => String(name)));
    if (shape.paths.some((path) => path.length > 1) || !isFlat(layout.columns, names)) return null;
    const native = shape.takes_native ? nativeColumns(layout.columns) : new Set<string>();
    const columns = layout.columns.filter(({ name }) => names.has(name)).map(({ name }) => identifier(name));
    const relation = sql`SELECT ${common}, ${join(columns, ", ")} FROM read_parquet(${paths})`;
    return shape.interpret(relation, parquetCell(layout.columns, native), native);
  }
  return null;
}
