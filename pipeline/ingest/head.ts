import type { Head } from "../../data/formats/format.js";
import { Unreadable } from "./decode.js";
import type { Prepared } from "./prepare.js";

/** Records looked at to recognise a format and to list keys that no field reads. */
const RECORDS_MAX = 200;
const SEPARATORS = [",", ";", "\t", "|"] as const;

/** How a file's content is laid out. A document is JSON that is not one object a line. */
export type Layout =
  | {
      readonly kind: "table";
      readonly separator: string;
      readonly header: readonly string[];
      readonly header_lines: number;
    }
  | { readonly kind: "jsonl" }
  | { readonly kind: "document"; readonly shape: "array" | "records" | "objects" }
  | { readonly kind: "lines" }
  | { readonly kind: "parquet"; readonly columns: readonly ParquetColumn[]; readonly row_count: number }
  | { readonly kind: "empty" };

export interface ParquetColumn {
  readonly name: string;
  /** DuckDB's name of the type. */
  readonly type: string;
}

export interface Seen {
  readonly layout: Layout;
  readonly head: Head;
}

/**
 * What a file holds, by its extension and its first bytes.
 *
 * @throws Unreadable where the header of a table cannot be read, or a list in JSON does not close
 */
export function look(prepared: Prepared): Seen {
  const extension = /\.([a-z]+)(\.\d+)?(\.gz|\.zst)?$/i.exec(prepared.found.path)?.[1]?.toLowerCase() ?? "";
  const text = new TextDecoder().decode(prepared.head, { stream: true });
  const lines = text.split(/\r?\n/, RECORDS_MAX).filter((line) => line.trim() !== "");
  const nothing = { header: null, records: [], lines };
  if (prepared.is_parquet)
    return { layout: { kind: "parquet", columns: [], row_count: 0 }, head: { ...nothing, lines: [] } };
  if (lines.length === 0) return { layout: { kind: "empty" }, head: nothing };
  if (extension === "csv" || extension === "tsv") {
    if (!text.includes("\n") && /\r./.test(text)) throw new Unreadable("line ends are carriage returns alone");
    const layout = table(
      text,
      extension === "tsv" ? ["\t"] : SEPARATORS,
      prepared.content_bytes > prepared.head.length,
    );
    return { layout, head: { ...nothing, header: layout.header } };
  }
  const start = text.trimStart();
  if (start.startsWith("[") && extension === "json" && prepared.last_character !== "]")
    throw new Unreadable("JSON list does not close");
  if (start.startsWith("[") && extension === "json")
    return { layout: { kind: "document", shape: "array" }, head: { ...nothing, records: objects(start.slice(1)) } };
  if (!start.startsWith("{"))
    return { layout: { kind: extension.startsWith("json") ? "jsonl" : "lines" }, head: nothing };
  const list = /^\{\s*"Records"\s*:\s*\[/.exec(start);
  if (list !== null)
    return {
      layout: { kind: "document", shape: "records" },
      head: { ...nothing, records: objects(start.slice(list[0].length)) },
    };
  const layout: Layout =
    extension === "json" && parsed(lines[0] ?? "") === null
      ? { kind: "document", shape: "objects" }
      : { kind: "jsonl" };
  return { layout, head: { ...nothing, records: objects(start) } };
}

function table(text: string, separators: readonly string[], isCut: boolean): Extract<Layout, { kind: "table" }> {
  const layouts = separators.map((separator) => ({ separator, ...firstRecord(text, separator, isCut) }));
  const best = layouts.reduce((a, b) => (b.header.length > a.header.length ? b : a));
  const names = best.header.map((name) => name.trim());
  const twice = names.find((name, index) => name !== "" && names.indexOf(name) !== index);
  if (twice !== undefined) throw new Unreadable(`column given twice: ${twice}`);
  return { kind: "table", separator: best.separator, header: names, header_lines: best.header_lines };
}

/** The first record of a table, by RFC 4180, after any blank lines. */
function firstRecord(text: string, separator: string, isCut: boolean): { header: string[]; header_lines: number } {
  const header: string[] = [];
  let cell = "";
  let isQuoted = false;
  let lines = 1;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (char === "\n") {
      if (!isQuoted && header.length === 0 && cell.trim() === "") {
        lines += 1;
        cell = "";
        continue;
      }
      if (!isQuoted) return { header: [...header, cell.replace(/\r$/, "")], header_lines: lines };
      lines += 1;
      cell += char;
    } else if (isQuoted && char === '"' && text[index + 1] === '"') {
      cell += '"';
      index += 1;
    } else if (char === '"' && (isQuoted || cell.trim() === "")) isQuoted = !isQuoted;
    else if (char === separator && !isQuoted) {
      header.push(cell);
      cell = "";
    } else cell += char;
  }
  if (isCut || isQuoted) throw new Unreadable("no end of the header found");
  return { header: [...header, cell.replace(/\r$/, "")], header_lines: lines };
}

/** The first objects of a text of JSON objects, whatever stands between them; a broken one ends the search. */
function objects(text: string): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  let depth = 0;
  let start = 0;
  let isString = false;
  for (let index = 0; index < text.length && found.length < RECORDS_MAX; index += 1) {
    const char = text[index];
    if (isString) {
      if (char === "\\") index += 1;
      else if (char === '"') isString = false;
    } else if (char === '"') isString = true;
    else if (char === "{") {
      if (depth === 0) start = index;
      depth += 1;
    } else if (char === "}") {
      depth -= 1;
      const object = depth === 0 ? parsed(text.slice(start, index + 1)) : null;
      if (object !== null) found.push(object);
    }
  }
  return found;
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
