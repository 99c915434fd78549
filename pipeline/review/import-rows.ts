import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { PipelineError } from "../../data/errors.js";

/** A row of a file of decisions with the line it ends on, or why it is none. */
export type Row =
  | { readonly line: number; readonly text: string; readonly values: Readonly<Record<string, string>> }
  | { readonly line: number; readonly text: string; readonly broken: string };

export interface Rows {
  readonly rows: readonly Row[];
  /** Columns that have no meaning here; they stay in the file. */
  readonly unmapped: readonly string[];
}

/** Columns without which a decision is none, and those that may stand beside them. */
export const REQUIRED = ["flag_id", "decided_at", "reviewer", "disposition", "reason"] as const;
const KNOWN: readonly string[] = [...REQUIRED, "night", "is_second", "wants_second"];

/** The rows of a file: CSV, or JSON lines where the name says so. @throws PipelineError `import_unreadable` */
export function readRows(file: string): Rows {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    throw new PipelineError("import_unreadable", `decisions not readable as UTF-8: ${file}`, { file }, { cause });
  }
  return /\.(jsonl|ndjson)$/i.test(file) ? jsonRows(text) : csvRows(text, file);
}

function jsonRows(text: string): Rows {
  const unmapped = new Set<string>();
  const rows = text.split("\n").flatMap((raw, index): Row[] => {
    if (raw.trim() === "") return [];
    const line = index + 1;
    let value: unknown;
    try {
      value = JSON.parse(raw);
    } catch {
      return [{ line, text: raw, broken: "not JSON" }];
    }
    const object = z.record(z.string(), z.unknown()).safeParse(value);
    if (!object.success) return [{ line, text: raw, broken: "not an object" }];
    for (const key of Object.keys(object.data)) if (!KNOWN.includes(key)) unmapped.add(key);
    const entries = Object.entries(object.data).map(([key, one]) => [key, one == null ? "" : String(one)] as const);
    return [{ line, text: raw, values: Object.fromEntries(entries) }];
  });
  return { rows, unmapped: [...unmapped].sort() };
}

/** What csv-parse gives for each record with `info` and `raw`. */
const recordShape = z.object({
  record: z.array(z.string()),
  raw: z.string(),
  info: z.object({ lines: z.number() }),
});

/** Rows of CSV (RFC 4180). A quotation that never ends takes the rest of the file into one refused row, named as such. */
function csvRows(text: string, file: string): Rows {
  const broken: Row[] = [];
  const read = z.array(recordShape).parse(
    parse(text, {
      bom: true,
      info: true,
      raw: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: (error, raw) => {
        broken.push({ line: Number(error?.lines ?? 0), text: String(raw ?? ""), broken: `not CSV: ${error?.message}` });
        return undefined;
      },
    }),
  );
  const [head, ...records] = read;
  const header = head?.record.map((name) => name.trim().toLowerCase()) ?? [];
  const absent = REQUIRED.filter((column) => !header.includes(column));
  if (absent.length > 0)
    throw new PipelineError("import_unreadable", `columns missing: ${absent.join(", ")}: ${file}`, { file });
  const rows = records.map(({ record, raw, info }): Row => {
    const own = { line: info.lines, text: raw.trimEnd() };
    if (record.length !== header.length)
      return { ...own, broken: `${record.length} cells under ${header.length} headings` };
    return { ...own, values: Object.fromEntries(header.map((name, index) => [name, record[index] ?? ""])) };
  });
  return {
    rows: [...rows, ...broken].sort((a, b) => a.line - b.line),
    unmapped: header.filter((column) => !KNOWN.includes(column)),
  };
}
