import { isDay } from "../../../data/days.js";
import type { DatedRequest } from "./classical-set.js";

/** Why a row cannot be counted; the first that applies, in this order. */
export const EXCLUSION_REASONS = [
  "received_unreadable",
  "received_before_records",
  "received_after_records",
  "completed_unreadable",
  "completed_before_records",
  "completed_after_records",
  "completed_before_received",
  "repeated_id",
] as const;

export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

/** Rows that can be counted, and how many could not and why: the counts and the kept rows sum to the rows given. */
export interface ScreenedRequests {
  readonly kept: readonly DatedRequest[];
  readonly excluded: Readonly<Record<ExclusionReason, number>>;
}

/** A row as a register gives it: any text may stand where a date should. */
export interface RawRequest {
  /** Empty where the register has none; such rows are not each other's repeats. */
  readonly id: string;
  readonly received: string;
  /** Empty while open. */
  readonly completed: string;
}

/**
 * Counts out every row whose dates cannot be, one reason each, before anything is computed from them. Nothing is repaired:
 * a date of 3101 says nothing about the year that was meant.
 *
 * first, last   the dates between which the register can hold true ones, both included
 */
export function screenRequests(
  rows: readonly RawRequest[],
  { first, last }: { readonly first: string; readonly last: string },
): ScreenedRequests {
  const excluded = {
    received_unreadable: 0,
    received_before_records: 0,
    received_after_records: 0,
    completed_unreadable: 0,
    completed_before_records: 0,
    completed_after_records: 0,
    completed_before_received: 0,
    repeated_id: 0,
  };
  const seen = new Set<string>();
  const kept: DatedRequest[] = [];
  for (const row of rows) {
    const reason = exclusionOf(row, first, last) ?? (row.id !== "" && seen.has(row.id) ? "repeated_id" : null);
    if (reason !== null) {
      excluded[reason] += 1;
      continue;
    }
    seen.add(row.id);
    kept.push({ id: row.id, received: row.received, completed: row.completed === "" ? null : row.completed });
  }
  return { kept, excluded };
}

function exclusionOf({ received, completed }: RawRequest, first: string, last: string): ExclusionReason | null {
  if (!isDay(received)) return "received_unreadable";
  if (received < first) return "received_before_records";
  if (received > last) return "received_after_records";
  if (completed === "") return null;
  if (!isDay(completed)) return "completed_unreadable";
  if (completed < first) return "completed_before_records";
  if (completed > last) return "completed_after_records";
  return completed < received ? "completed_before_received" : null;
}
