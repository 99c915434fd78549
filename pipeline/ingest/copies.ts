import type { Store } from "../../data/store/store.js";
import { type Ledger, writeLedger } from "./ledger.js";
import type { Prepared } from "./prepare.js";
import type { Reading } from "./reading.js";
import type { FileReport } from "./summary.js";

export interface CopyOf {
  readonly prepared: Prepared;
}

const REFUSED_AGAIN = /* sql */ `
  INSERT INTO refused_row (file_id, line, reason, raw_text)
  SELECT $file_id::INTEGER, line, reason, raw_text FROM refused_row WHERE file_id = $original::INTEGER ORDER BY line
`;

/**
 * Enters files whose content was read before, under another name or compression, into the ledger: every row that was
 * accepted or a duplicate then is a duplicate now, and what was refused is refused again.
 */
export async function loadCopies(
  store: Store,
  reading: Reading,
  ledger: Ledger,
  feed: string,
  copies: readonly CopyOf[],
): Promise<FileReport[]> {
  return store.transaction(async () => {
    const reports: FileReport[] = [];
    for (const { prepared } of copies) {
      const original = ledger.sameContent(feed, prepared.content_digest);
      if (original === null) {
        reports.push(waiting(prepared, feed));
        continue;
      }
      const { rows_read, refused, format, source } = original;
      const counts = { rows_read, accepted: 0, duplicate: rows_read - refused, refused, recovered: 0, unmapped: [] };
      const reason = `same content as ${original.path}`;
      const record = { path: prepared.found.path, feed, format, status: "copy" as const, reason, ...counts };
      const file_id = ledger.nextId();
      const bytes = { ...prepared, size_bytes: prepared.found.size_bytes };
      ledger.add(await writeLedger(store, reading.night, bytes, { ...record, file_id, source }));
      await store.run(REFUSED_AGAIN, { file_id, original: original.file_id });
      reports.push({ ...record, notes: [] });
    }
    return reports;
  });
}

/** The file with the same content was not settled or could not be read: both are tried again next time. */
function waiting(prepared: Prepared, feed: string): FileReport {
  const counts = { rows_read: 0, accepted: 0, duplicate: 0, refused: 0, recovered: 0 };
  const reason = "same content as a file that could not be read yet";
  const about = { path: prepared.found.path, feed, format: null, status: "unsettled" as const, reason };
  return { ...about, ...counts, notes: [], unmapped: [] };
}
