import { type Attributes, attributes, type Html, html, type Part } from "../border/html.js";
import type { Anchor } from "../border/slug.js";

/** A column: its heading and whether it holds numbers, which align on the right. */
export interface Column {
  readonly head: string;
  readonly isNumber?: boolean;
  /** Cells stay on one line where there is room: days, short words. */
  readonly isTight?: boolean;
  /** Holds sentences: takes what room the others leave. */
  readonly isWide?: boolean;
}

/** A table with a caption; the first column names the row. */
export interface TableParts {
  readonly at: Anchor;
  readonly caption: string;
  /** How the rows were counted or ordered. */
  readonly note?: string | null;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Part[])[];
  /** On a narrow screen: rows become blocks with their headings beside each cell; otherwise the table scrolls in its frame. */
  readonly isStacked?: boolean;
  /** Said in place of rows when there are none. */
  readonly none?: string;
}

/**
 * A table whose headings have scope, whose caption names it and whose frame can be reached and scrolled by keyboard.
 * Roles are written out where rows are stacked, because a block display takes them away in some browsers.
 *
 * Throws an Error for a row that has not one cell a column.
 */
export function table(parts: TableParts): Html {
  const { at, caption, note = null, columns, rows, isStacked = false, none = "none" } = parts;
  if (rows.some((row) => row.length !== columns.length))
    throw new Error(`a row has not ${columns.length} cells: ${at.id}`);
  const captionId = `${at.id}-caption`;
  const head = columns.map(
    (column) =>
      html`<th scope="col"${attributes({ role: isStacked ? "columnheader" : null })}${cellClass(column)}>${column.head}</th>`,
  );
  const body =
    rows.length === 0
      ? html`<tr><td class="second" colspan="${columns.length}">${none}</td></tr>`
      : rows.map((row) =>
          isStacked
            ? html`<tr role="row">${row.map((part, index) => stackedCell(part, columns[index], index))}</tr>`
            : html`<tr>${row.map((part, index) => plainCell(part, columns[index], index))}</tr>`,
        );
  const frame = attributes(isStacked ? {} : { role: "group", tabindex: 0, "aria-labelledby": captionId });
  const role = (name: string) => attributes({ role: isStacked ? name : null });
  return html`<div class="table"${frame}><table id="${at}"${role("table")} class="${isStacked ? "stacked" : "scrolled"}"><caption id="${captionId}">${caption}${
    note === null ? null : html`<span class="second">${note}</span>`
  }</caption><thead${role("rowgroup")}><tr${role("row")}>${head}</tr></thead><tbody${role("rowgroup")}>${body}</tbody></table></div>`;
}

function plainCell(part: Part, column: Column | undefined, index: number): Html {
  const classes = cellClass(column);
  return index === 0 ? html`<th scope="row"${classes}>${part}</th>` : html`<td${classes}>${part}</td>`;
}

function stackedCell(part: Part, column: Column | undefined, index: number): Html {
  const inside = html`<span class="label" aria-hidden="true">${column?.head ?? null}</span><span class="content">${part}</span>`;
  const classes = cellClass(column);
  return index === 0
    ? html`<th scope="row" role="rowheader"${classes}>${inside}</th>`
    : html`<td role="cell"${classes}>${inside}</td>`;
}

function cellClass(column: Column | undefined): Attributes {
  return attributes({
    class: column?.isNumber ? "number" : column?.isTight ? "tight" : column?.isWide ? "wide" : null,
  });
}
