/** A sum that everybody knows to hold: the cell at `total` is the sum of those at `parts`. */
export interface Relation {
  readonly total: number;
  readonly parts: readonly number[];
}

/** A number of the tables that are released together. Counts; cells are named by their place in the list. */
export interface Cell {
  readonly value: number;
  /** Why it must not be known, or null where it may: a width of what has to stay open, in counts. */
  readonly required: number | null;
  /** The highest value that the reason printed in its place admits; Infinity where it admits any. */
  readonly ceiling: number;
  /** Whether it is below the threshold is told in its place, whatever is told in others'. */
  readonly isAlwaysTold?: boolean;
  /** What it costs the reader not to have it; null for what is never printed, but follows from what is. */
  readonly cost: number | null;
}

/** Everything that is released together, and what holds between its numbers. */
export interface LinkedTables {
  readonly cells: readonly Cell[];
  readonly relations: readonly Relation[];
  /** The least count that is printed; whether a hidden one is below it is told with the reason. */
  readonly threshold: number;
}

/** What is known of a number beforehand. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}
