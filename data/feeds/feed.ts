/**
 * How a cell of a dimension feed is read.
 *
 * day       a date; a time with an offset is taken as the home-zone date on which it falls
 * last_day  a date up to which something holds; 9999-12-31 is a usual way to write "without end" and is accepted
 * instant   a time with an offset
 * list      texts separated by `;`, or a list in JSON and Parquet
 * zone      a name of the IANA time zone database
 * count     a whole number from 0
 */
export type CellKind = "text" | "day" | "last_day" | "instant" | "boolean" | "count" | "number" | "list" | "zone";

export interface FeedColumn {
  /** As the contract names it. */
  readonly name: string;
  /** As the table names it, where that differs. */
  readonly column?: string;
  readonly kind: CellKind;
  /** Without it a row says nothing: the row is refused; without the column, the file. */
  readonly is_essential?: boolean;
  /** Whether the contract lets the column be left out. */
  readonly is_optional?: boolean;
  /** The only values there are. */
  readonly values?: readonly string[];
  /** Bounds of a count, both included. */
  readonly range?: readonly [number, number];
}

/** A feed beside the access feed: a snapshot whose rows are kept by the nights on which they stood. */
export interface Feed {
  /** Its name in the contract, which is its file's name without extension. */
  readonly name: string;
  readonly table: string;
  readonly columns: readonly FeedColumn[];
  /** Columns of which a row must fill at least one. */
  readonly one_of?: readonly string[];
}

export function columnOf(column: FeedColumn): string {
  return column.column ?? column.name;
}

export const essential = (name: string, kind: CellKind = "text"): FeedColumn => ({ name, kind, is_essential: true });
export const expected = (name: string, kind: CellKind = "text"): FeedColumn => ({ name, kind });
export const optional = (name: string, kind: CellKind = "text"): FeedColumn => ({ name, kind, is_optional: true });
