import type { Skipped } from "./discover.js";

/** What reading one file came to. `rows_read = accepted + duplicate + refused`. */
export interface FileReport {
  readonly path: string;
  readonly feed: string;
  readonly format: string | null;
  /** unsettled: its writer was still at work; nothing of it was kept, and it is read again next time. */
  readonly status: "read" | "copy" | "refused" | "unsettled";
  readonly reason: string | null;
  readonly rows_read: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly refused: number;
  /** Rows taken although a stray quote before them would have hidden them. */
  readonly recovered: number;
  readonly notes: readonly string[];
  readonly unmapped: readonly string[];
}

/** Rows of one file that were refused for one reason. */
export interface Refusal {
  readonly path: string;
  readonly reason: string;
  readonly row_count: number;
  /** The first of them: its line, or its record where the file has no lines. */
  readonly first_line: number;
}

/** What one reading of the feeds came to, for people and for the exit status. */
export interface IngestSummary {
  /** Files that were new or had changed, in the order of their paths. */
  readonly files: readonly FileReport[];
  /** Files that stand in the ledger with the same bytes and were not read again. */
  readonly known_file_count: number;
  readonly skipped: readonly Skipped[];
  /** Why rows of these files were refused, by file, in the order of their first lines. */
  readonly refusals: readonly Refusal[];
  /** Feeds of the contract that the folder does not have. */
  readonly missing_feeds: readonly string[];
  /** Feeds that were delivered before and are gone; what they said last still stands. */
  readonly vanished_feeds: readonly string[];
  /** Spellings of actor ids that differ only by case: likely the same person. Each group sorted. */
  readonly near_identical_actors: readonly (readonly string[])[];
  readonly rows_read: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly refused: number;
  readonly recovered: number;
}

/** Whether all that was delivered could be taken: otherwise the exit status is 3. */
export function isWhole(summary: IngestSummary): boolean {
  return (
    summary.refused === 0 &&
    summary.vanished_feeds.length === 0 &&
    !summary.missing_feeds.includes("access") &&
    summary.skipped.every(({ is_input }) => !is_input) &&
    summary.files.every(({ status }) => status === "read" || status === "copy")
  );
}

export function summarised(
  files: readonly FileReport[],
  rest: Pick<
    IngestSummary,
    "known_file_count" | "skipped" | "refusals" | "missing_feeds" | "vanished_feeds" | "near_identical_actors"
  >,
): IngestSummary {
  const sum = (count: (file: FileReport) => number): number => files.reduce((total, file) => total + count(file), 0);
  return {
    files: [...files].sort((a, b) => (a.path < b.path ? -1 : 1)),
    ...rest,
    rows_read: sum((file) => file.rows_read),
    accepted: sum((file) => file.accepted),
    duplicate: sum((file) => file.duplicate),
    refused: sum((file) => file.refused),
    recovered: sum((file) => file.recovered),
  };
}
