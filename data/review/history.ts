import type { Disposition } from "./disposition.js";
import type { Kept } from "./journal.js";
import type { Decision, Reversal } from "./record.js";

/** A decision as it stands in a flag's history, with whatever took it back. */
export interface PastDecision extends Decision {
  readonly id: string;
  readonly reversed: Reversal | null;
}

/** How a flag stands: what was decided in all, what counts now, and what it waits for. */
export interface Standing {
  /** Oldest first, those taken back included. */
  readonly history: readonly PastDecision[];
  readonly first: PastDecision | null;
  readonly second: PastDecision | null;
  /** What the flag counts as; two readers who differ leave it undetermined; null while nobody has decided. */
  readonly disposition: Disposition | null;
  readonly isDisputed: boolean;
  readonly waitsFor: "first" | "second" | null;
}

/**
 * The standing of every flag in a journal, by flag_id. Of each reading, the last decision that was not taken back counts.
 * A second reading is asked for by the first reader, and always of a confirmed concern.
 */
export function standings(kept: readonly Kept[]): Map<string, Standing> {
  const reversals = new Map<string, Reversal>();
  for (const { record } of kept)
    if (record.kind === "reversal" && !reversals.has(record.undoes)) reversals.set(record.undoes, record);
  const histories = new Map<string, PastDecision[]>();
  for (const { id, record } of kept) {
    if (record.kind !== "decision") continue;
    const history = histories.get(record.flag_id) ?? [];
    history.push({ ...record, id, reversed: reversals.get(id) ?? null });
    histories.set(record.flag_id, history);
  }
  return new Map([...histories].map(([flag_id, history]) => [flag_id, standing(history)]));
}

/** The standing of a flag that nobody has decided on. */
export const UNDECIDED: Standing = {
  history: [],
  first: null,
  second: null,
  disposition: null,
  isDisputed: false,
  waitsFor: "first",
};

function standing(unordered: readonly PastDecision[]): Standing {
  const history = unordered.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const stands = history.filter(({ reversed }) => reversed === null);
  const first = stands.findLast(({ is_second }) => !is_second) ?? null;
  const second = stands.findLast(({ is_second }) => is_second) ?? null;
  const isDisputed = first !== null && second !== null && first.disposition !== second.disposition;
  const counted = second ?? first;
  const asksSecond = first !== null && (first.wants_second || first.disposition === "confirmed concern");
  return {
    history,
    first,
    second,
    disposition: isDisputed ? "undetermined" : (counted?.disposition ?? null),
    isDisputed,
    waitsFor: first === null ? "first" : asksSecond && second === null ? "second" : null,
  };
}
