import { cleaned } from "./clean.js";

/** Characters of a cell: the limit of a spreadsheet's cell is 32,767, and the note on what was left off needs room. */
const CELL_MAX = 32_000;

/** What a spreadsheet may take for a formula, after any white space, with the full-width forms that some convert. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/**
 * One cell: text is made visible, bounded, defused and quoted where needed; a number is ours and written as it is; null
 * is empty. A text that a spreadsheet would take for a formula begins with ' and stands in quotes.
 *
 * source  OWASP, CSV Injection; RFC 4180 for quotes
 * Throws an Error for a number that is not finite.
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return "";
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new Error(`not a number for a cell: ${value}`);
    return String(value);
  }
  const isFormula = FORMULA.test(value);
  const text = (isFormula ? "'" : "") + cleaned(value, { limit: CELL_MAX });
  return isFormula || /[",;'\s]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A whole file: a header and rows of as many cells, each line ended by a line feed. Throws for a row of another width. */
export function csvFile(
  header: readonly string[],
  rows: Iterable<readonly (string | number | boolean | null)[]>,
): string {
  const lines = [header.map(csvCell).join(",")];
  for (const row of rows) {
    if (row.length !== header.length) throw new Error(`row of ${row.length} cells under ${header.length} headings`);
    lines.push(row.map(csvCell).join(","));
  }
  return `${lines.join("\n")}\n`;
}
