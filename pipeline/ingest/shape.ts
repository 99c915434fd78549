import type { Path } from "../../data/formats/format.js";
import type { Fragment } from "../../data/store/compose.js";
import type { Cell } from "./cell.js";

/**
 * What a file's records become: the columns of the staged rows and how each is made from a record's texts.
 *
 * A relation of records has file_id, line (from 1), raw (the record's text, or NULL where it was not kept) and broken (why
 * the text is no record, or NULL). A staged row has file_id, line, raw, the shape's columns, and problem: why it is refused,
 * or NULL.
 */
export interface Shape {
  /** Definitions of the columns between raw and problem. */
  readonly columns: Fragment;
  readonly paths: readonly Path[];
  /** Whether instants and whole numbers may come in their own type. */
  readonly takes_native: boolean;
  /** Whether a record's own text is part of what it becomes, so that it must be kept. */
  readonly needs_raw: boolean;
  /**
   * The query that makes staged rows of a relation of records. `native` names the first keys of places that come in their
   * own type instead of as text: an instant with time zone, a whole number.
   */
  readonly interpret: (relation: Fragment, cell: Cell, native?: ReadonlySet<string>) => Fragment;
}
