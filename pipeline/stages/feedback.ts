import type { Account } from "../../data/review/accounts.js";
import type { Kept } from "../../data/review/journal.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";

const FORGET = [
  /* sql */ `DELETE FROM decision`,
  /* sql */ `DELETE FROM decision_reversal`,
  /* sql */ `DELETE FROM suppression`,
  /* sql */ `DELETE FROM reviewer`,
];

/**
 * Takes the reviewers' journal and accounts into the store, as a whole: the store holds what they say and nothing else,
 * so it can be lost and rebuilt. The same journal gives the same rows.
 */
export async function foldJournal(store: Store, kept: readonly Kept[], accounts: readonly Account[]): Promise<void> {
  const reversed = new Set<string>();
  const ended = new Set<string>();
  const reversals: Record<string, string>[] = [];
  const ends = new Map<string, { at: string; by: string; reason: string }>();
  for (const { record } of kept) {
    if (record.kind === "reversal" && !reversed.has(record.undoes)) {
      reversed.add(record.undoes);
      const { undoes, at, reviewer, reason } = record;
      reversals.push({ decision_id: undoes, reversed_at: at, reviewer, reason });
    }
    if (record.kind === "suppression_end" && !ended.has(record.suppression_id)) {
      ended.add(record.suppression_id);
      ends.set(record.suppression_id, record);
    }
  }
  const decisions = kept.flatMap(({ id, line, record }) => {
    if (record.kind !== "decision") return [];
    const { kind: _, at, ...rest } = record;
    return [{ decision_id: id, journal_line: line, decided_at: at, ...rest }];
  });
  const suppressions = kept.flatMap(({ id, record }) => {
    if (record.kind !== "suppression") return [];
    const { kind: _, at, ...rest } = record;
    const end = ends.get(id);
    const ending = { ended_at: end?.at ?? null, ended_by: end?.by ?? null, ended_reason: end?.reason ?? null };
    return [{ suppression_id: id, created_at: at, ...rest, ...ending }];
  });
  await store.transaction(async () => {
    for (const statement of FORGET) await store.run(statement);
    await insertRows(store, "decision", decisions);
    await insertRows(store, "decision_reversal", reversals);
    await insertRows(store, "suppression", suppressions);
    await insertRows(
      store,
      "reviewer",
      accounts.map(({ name, role, actor_id, added_at, closed_at }) => ({ name, role, actor_id, added_at, closed_at })),
    );
  });
}
