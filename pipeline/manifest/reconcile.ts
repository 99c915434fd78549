import { z } from "zod";
import { PipelineError } from "../../data/errors.js";
import { appendLedger, readLedger } from "../../data/integrity/ledger.js";
import type { Store } from "../../data/store/store.js";
import { counted } from "../../data/words.js";

const LINES = /* sql */ `SELECT position, line FROM publication ORDER BY position`;

/** The ledger's lines, those of them that this store made, and what an operator should hear. */
export interface Reconciled {
  readonly texts: string[];
  readonly here: Set<number>;
  readonly notes: readonly string[];
}

/**
 * Holds the ledger of publications against the store's own lines. The store notes a publication before the ledger does, so
 * a ledger that lacks the last one was interrupted; one that lacks more was cut off: both get back what the store has. A
 * store that lacks the last lines lost its last transactions, or is another one: nothing is undone, and later manifests say
 * which publications it did not make.
 *
 * @throws PipelineError `ledger_broken`; `ledger_rewritten` where a line is not the one that the store has
 */
export async function reconciled(store: Store, path: string): Promise<Reconciled> {
  const { texts } = readLedger(path);
  const rows = await store.rows(LINES, z.object({ position: z.number(), line: z.string() }));
  const back: string[] = [];
  for (const { position, line } of rows) {
    const standing = texts[position];
    if (standing === line) continue;
    if (standing !== undefined || position !== texts.length)
      throw new PipelineError("ledger_rewritten", `ledger of publications is not the store's: ${path}`, {
        path,
        line: position + 1,
        next: "one of them was changed: put the file back from a copy, and look who could write it",
      });
    texts.push(line);
    back.push(line);
  }
  appendLedger(path, back);
  const last = rows.at(-1)?.position ?? -1;
  const missing = texts.length - 1 - last;
  const notes = [
    ...(back.length > 1
      ? [`ledger of publications was cut off: ${counted(back.length, "line")} put back from the store`]
      : []),
    ...(missing > 0
      ? [
          `the store does not hold the last ${counted(missing, "publication")} of the ledger: it lost transactions or is another one`,
        ]
      : []),
  ];
  return { texts, here: new Set(rows.map(({ position }) => position)), notes };
}
