import { rm } from "node:fs/promises";
import type { Store } from "../../data/store/store.js";
import type { Found } from "./discover.js";
import { type Ledger, writeLedger } from "./ledger.js";
import type { Prepared } from "./prepare.js";
import type { Reading } from "./reading.js";
import type { FileReport } from "./summary.js";

export interface Refusal {
  readonly found: Found;
  readonly prepared: Prepared | null;
  readonly file_digest: string;
  readonly reason: string;
}

/** Writes a file that is refused whole into the ledger: it is tried again when its bytes change. */
export async function refuseFile(
  store: Store,
  reading: Reading,
  ledger: Ledger,
  feed: string,
  refusal: Refusal,
): Promise<FileReport> {
  const { found, prepared, file_digest, reason } = refusal;
  const nothing = { rows_read: 0, accepted: 0, duplicate: 0, refused: 0, recovered: 0, unmapped: [] };
  const record = { path: found.path, feed, format: null, status: "refused" as const, reason, ...nothing };
  ledger.add(
    await writeLedger(
      store,
      reading.night,
      {
        size_bytes: found.size_bytes,
        file_digest,
        content_digest: prepared?.content_digest ?? null,
        content_bytes: prepared?.content_bytes ?? null,
        is_terminated: prepared?.is_terminated ?? false,
      },
      { ...record, file_id: ledger.nextId(), source: null },
    ),
  );
  if (prepared?.is_temporary) await rm(prepared.plain, { force: true });
  return { ...record, notes: [] };
}

/** A file that could not be opened: nothing of it is in the ledger, so that it is tried again. */
export function unopened(found: Found, feed: string, reason: string): FileReport {
  const counts = { rows_read: 0, accepted: 0, duplicate: 0, refused: 0, recovered: 0 };
  return { path: found.path, feed, format: null, status: "unsettled", reason, ...counts, notes: [], unmapped: [] };
}
