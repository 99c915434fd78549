import { sql } from "../../data/store/compose.js";
import { accessColumns } from "./access.js";
import type { Shape } from "./shape.js";

/** The temporary table that one batch of files is staged in, for the columns of a shape. */
export function stagedTable(shape: Pick<Shape, "columns">): string {
  return sql`CREATE OR REPLACE TEMP TABLE staged (
    file_id INTEGER, line BIGINT, raw VARCHAR, ${shape.columns}, problem VARCHAR)`.text;
}

/**
 * Lines of a text (a mark before each), or records of a document or of Parquet as JSON, in file order by rowid.
 */
export const PHYSICAL = /* sql */ `CREATE OR REPLACE TEMP TABLE physical (text VARCHAR)`;
/** Rows of `staged`, by rowid, that the store has already or that stood earlier in what is being read. */
export const REPEAT = /* sql */ `CREATE OR REPLACE TEMP TABLE repeat (row BIGINT)`;

/** Every temporary table that the statements of reading name, so that they can be bound against them. */
export const SCRATCH: readonly string[] = [stagedTable({ columns: accessColumns }), PHYSICAL, REPEAT];
