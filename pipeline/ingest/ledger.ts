import { z } from "zod";
import { PipelineError } from "../../data/errors.js";
import type { Store } from "../../data/store/store.js";
import type { Prepared } from "./prepare.js";

/** What the ledger says of a file that was read before. */
const entry = z.object({
  file_id: z.number(),
  path: z.string(),
  feed: z.string(),
  source: z.string().nullable(),
  format: z.string().nullable(),
  status: z.string(),
  reason: z.string().nullable(),
  size_bytes: z.number(),
  file_digest: z.string(),
  content_digest: z.string().nullable(),
  content_bytes: z.number().nullable(),
  is_terminated: z.boolean(),
  rows_read: z.number(),
  refused: z.number(),
});
export type LedgerEntry = z.infer<typeof entry>;

const ENTRIES = /* sql */ `
  SELECT file_id, path, feed, source, format, status, reason, size_bytes, file_digest, content_digest, content_bytes,
    is_terminated, rows_read, refused
  FROM file ORDER BY file_id
`;

/** The ledger as it stood when tonight's reading began, by what a file is asked. */
export class Ledger {
  private readonly byPath = new Map<string, LedgerEntry[]>();
  private readonly byContent = new Map<string, LedgerEntry>();
  private readonly latest = new Map<string, LedgerEntry>();
  private last = 0;

  static async load(store: Store): Promise<Ledger> {
    const ledger = new Ledger();
    for (const known of await store.rows(ENTRIES, entry)) ledger.add(known);
    return ledger;
  }

  add(known: LedgerEntry): void {
    this.byPath.set(known.path, [...(this.byPath.get(known.path) ?? []), known]);
    if (
      known.content_digest !== null &&
      known.status === "read" &&
      !this.byContent.has(contentKey(known.feed, known.content_digest))
    )
      this.byContent.set(contentKey(known.feed, known.content_digest), known);
    if (known.status === "read") this.latest.set(known.feed, known);
    this.last = Math.max(this.last, known.file_id);
  }

  /** Earlier deliveries under this path, oldest first. */
  deliveries(path: string): readonly LedgerEntry[] {
    return this.byPath.get(path) ?? [];
  }

  /** The last delivery of a feed that was read, or null. */
  lastRead(feed: string): LedgerEntry | null {
    return this.latest.get(feed) ?? null;
  }

  sameContent(feed: string, digest: string): LedgerEntry | null {
    return this.byContent.get(contentKey(feed, digest)) ?? null;
  }

  nextId(): number {
    this.last += 1;
    return this.last;
  }
}

function contentKey(feed: string, digest: string): string {
  return `${feed}\n${digest}`;
}

/** One line of the ledger. */
export interface FileRecord {
  readonly file_id: number;
  readonly path: string;
  readonly feed: string;
  readonly source: string | null;
  readonly format: string | null;
  readonly status: "read" | "copy" | "refused";
  readonly reason: string | null;
  readonly rows_read: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly refused: number;
  readonly recovered: number;
  readonly unmapped: readonly string[];
}

const WRITE = /* sql */ `
  INSERT INTO file (file_id, path, feed, source, format, status, reason, known_from, size_bytes, file_digest, content_digest,
    content_bytes, is_terminated, rows_read, accepted, duplicate, refused, recovered, unmapped)
  VALUES ($file_id::INTEGER, $path, $feed, $source, $format, $status, $reason, $night::DATE, $size_bytes::BIGINT, $file_digest,
    $content_digest, $content_bytes::BIGINT, $is_terminated, $rows_read::BIGINT, $accepted::BIGINT, $duplicate::BIGINT,
    $refused::BIGINT, $recovered::BIGINT, from_json($unmapped, '["VARCHAR"]'))
`;

/** Bytes of a file as the ledger keeps them; a file that could not be decompressed has no content. */
export type FileBytes = Pick<Prepared, "file_digest"> & {
  readonly size_bytes: number;
  readonly content_digest: string | null;
  readonly content_bytes: number | null;
  readonly is_terminated: boolean;
};

/**
 * Writes a file's line of the ledger; call it in the transaction that holds its rows.
 *
 * @throws PipelineError `rows_do_not_add_up` where rows read differ from accepted + duplicate + refused
 */
export async function writeLedger(
  store: Store,
  night: string,
  bytes: FileBytes,
  record: FileRecord,
): Promise<LedgerEntry> {
  const { rows_read, accepted, duplicate, refused, recovered, unmapped } = record;
  if (rows_read !== accepted + duplicate + refused)
    throw new PipelineError("rows_do_not_add_up", `rows do not add up: ${record.path}`, {
      rows_read,
      accepted,
      duplicate,
      refused,
    });
  const { size_bytes, file_digest, content_digest, content_bytes, is_terminated } = bytes;
  const { file_id, path, feed, source, format, status, reason } = record;
  const stored = { file_id, path, feed, source, format, status, reason, rows_read, refused, size_bytes, file_digest };
  const written = { ...stored, content_digest, content_bytes, is_terminated };
  await store.run(WRITE, { ...written, accepted, duplicate, recovered, night, unmapped: JSON.stringify(unmapped) });
  return written;
}
