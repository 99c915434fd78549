import { z } from "zod";
import type { LineRule } from "../../data/formats/format.js";
import { sql } from "../../data/store/compose.js";
import type { Store } from "../../data/store/store.js";
import { messageOf } from "./decode.js";
import { stageExactly } from "./exact.js";
import { fastRows } from "./fast.js";
import type { Layout } from "./head.js";
import type { Prepared } from "./prepare.js";
import { stagedTable } from "./scratch.js";
import type { Shape } from "./shape.js";

/** A file that is ready to be read: what it is, and the number it will have in the ledger. */
export interface Planned {
  readonly file_id: number;
  readonly prepared: Prepared;
  readonly layout: Layout;
  readonly line: LineRule | null;
}

/** What staging a file said beyond its rows. */
export interface Staged {
  readonly file_id: number;
  /** Why the whole file is refused, or null. */
  readonly refusal: string | null;
  readonly notes: readonly string[];
  readonly recovered: number;
}

const COUNTS = /* sql */ `
  SELECT file_id, count(*) AS rows, count(problem) AS problems FROM staged GROUP BY file_id ORDER BY file_id
`;
const counts = z.object({ file_id: z.number(), rows: z.number(), problems: z.number() });
const FORGET = /* sql */ `DELETE FROM staged WHERE file_id = $file_id::INTEGER`;

/**
 * Fills the temporary table `staged` with the rows of files of one layout and shape: together by DuckDB's readers, and
 * those in which anything is amiss again one by one, record by record.
 */
export async function stage(store: Store, files: readonly Planned[], shape: Shape, tmp: string): Promise<Staged[]> {
  await store.run(stagedTable(shape));
  const fast = await stageTogether(store, files.filter(isPlain), shape);
  const staged: Staged[] = [];
  for (const file of files) {
    if (fast.has(file.file_id) || file.layout.kind === "empty")
      staged.push({ file_id: file.file_id, refusal: null, notes: [], recovered: 0 });
    else staged.push(await stageAlone(store, file, shape, tmp));
  }
  return staged;
}

/** Nothing in the bytes that needs a second look. */
export function isPlain({ prepared, layout }: Planned): boolean {
  if (layout.kind === "parquet") return true;
  if (!prepared.is_clean || prepared.has_long_line) return false;
  return layout.kind === "jsonl" || (layout.kind === "table" && layout.header_lines === 1);
}

/** Rows that a clean file must give: lines without the header's, or what Parquet's footer says. */
export function linesOf({ prepared, layout }: Planned): number {
  if (layout.kind === "parquet") return layout.row_count;
  return prepared.line_count - (layout.kind === "table" ? layout.header_lines : 0);
}

/** Stages what reads without a hitch, and says which files did. */
async function stageTogether(store: Store, files: readonly Planned[], shape: Shape): Promise<Set<number>> {
  const [first] = files;
  if (first === undefined) return new Set();
  const rows = fastRows(
    files.map(({ file_id, prepared }) => ({ file_id, plain: prepared.plain })),
    first.layout,
    shape,
  );
  if (rows === null) return new Set();
  try {
    await store.run(sql`INSERT INTO staged ${rows}`.text);
  } catch (error) {
    if (!isBadData(error)) throw error;
    return new Set();
  }
  const found = new Map((await store.rows(COUNTS, counts)).map((count) => [count.file_id, count]));
  const fine = new Set<number>();
  for (const file of files) {
    const { file_id } = file;
    const { rows: read, problems } = found.get(file_id) ?? { rows: 0, problems: 0 };
    if (read === linesOf(file) && problems === 0) fine.add(file_id);
    else await store.run(FORGET, { file_id });
  }
  return fine;
}

async function stageAlone(store: Store, file: Planned, shape: Shape, tmp: string): Promise<Staged> {
  const { file_id } = file;
  try {
    const { stray_quote_lines, recovered } = await stageExactly(store, { ...file, tmp }, shape);
    const stray = stray_quote_lines.map((line) => `not reconciled: stray quote at line ${line}`);
    return { file_id, refusal: null, notes: stray, recovered };
  } catch (error) {
    if (!isBadData(error)) throw error;
    await store.run(FORGET, { file_id });
    const [message] = messageOf(error).replaceAll(file.prepared.plain, file.prepared.found.path).split("\n");
    return { file_id, refusal: `not readable: ${message}`, notes: [], recovered: 0 };
  }
}

/** What DuckDB says of a file it cannot read, as against a statement of ours that is wrong. */
export function isBadData(error: unknown): boolean {
  return error instanceof Error && /^(Invalid Input|IO|Out of Range|Conversion)[A-Za-z ]*Error/.test(error.message);
}
