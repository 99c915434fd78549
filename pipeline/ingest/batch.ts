import { rm } from "node:fs/promises";
import type { Format, LineRule } from "../../data/formats/format.js";
import type { Store } from "../../data/store/store.js";
import { loadExpress, NotClean } from "./express.js";
import type { Layout } from "./head.js";
import { type Ledger, type LedgerEntry, writeLedger } from "./ledger.js";
import { type Load, loadEvents, NO_ROWS, type Tally } from "./load.js";
import { isUnchanged, type Prepared } from "./prepare.js";
import { withdrawProvisional } from "./provisional.js";
import type { Reading } from "./reading.js";
import type { Shape } from "./shape.js";
import { type Planned, type Staged, stage } from "./stage.js";
import type { FileReport } from "./summary.js";

/** A batch is loaded when it has so many bytes of content or files: enough to keep the engine busy, little to hold. */
const BATCH_BYTES = 256 * (1 << 20);
const BATCH_FILES = 500;

export interface BatchMember {
  readonly prepared: Prepared;
  readonly layout: Layout;
  readonly line: LineRule | null;
  readonly before: { readonly mtimeMs: number };
  readonly completes: LedgerEntry | null;
  /** Whether nothing was delivered under this path before. */
  readonly is_first: boolean;
  readonly unmapped: readonly string[];
}

/** Files of one format, layout and source that are read together. */
export class Batch {
  private readonly members: BatchMember[] = [];
  private bytes = 0;
  constructor(
    private readonly shape: Shape,
    private readonly format: Format,
  ) {}

  add(member: BatchMember): void {
    this.members.push(member);
    this.bytes += member.prepared.content_bytes;
  }

  get isFull(): boolean {
    return this.bytes >= BATCH_BYTES || this.members.length >= BATCH_FILES;
  }

  /** Loads all members: events, refusals and the ledger's lines in one transaction. */
  async load(store: Store, reading: Reading, ledger: Ledger): Promise<FileReport[]> {
    const files = this.members.map((member) => ({ ...member, file_id: ledger.nextId() }));
    const reports =
      (await this.express(store, reading, ledger, files)) ?? (await this.staged(store, reading, ledger, files));
    for (const { prepared } of this.members) if (prepared.is_temporary) await rm(prepared.plain, { force: true });
    return reports;
  }

  /** The short way, for new files in which nothing is amiss; null where something is, and nothing is kept then. */
  private async express(
    store: Store,
    reading: Reading,
    ledger: Ledger,
    files: readonly Member[],
  ): Promise<FileReport[] | null> {
    if (files.some(({ is_first, completes }) => !is_first || completes !== null)) return null;
    const reports: FileReport[] = [];
    const isDone = await loadExpress(store, files, this.shape, loadOf(reading, files), async (tallies) => {
      for (const file of files) if (!(await isUnchanged(file.prepared, file.before))) throw new NotClean();
      for (const file of files) reports.push(await this.enter(store, reading, ledger, file, null, tallies));
    });
    return isDone ? reports : null;
  }

  /** The thorough way, by staging. */
  private async staged(
    store: Store,
    reading: Reading,
    ledger: Ledger,
    files: readonly Member[],
  ): Promise<FileReport[]> {
    const staged = new Map((await stage(store, files, this.shape, reading.tmp)).map((file) => [file.file_id, file]));
    const settled: Member[] = [];
    const reports: FileReport[] = [];
    for (const file of files) {
      if (await isUnchanged(file.prepared, file.before)) settled.push(file);
      else {
        await store.run(UNSTAGE, { file_id: file.file_id });
        reports.push(unsettled(file, this.format.id));
      }
    }
    if (settled.length === 0) return reports;
    return store.transaction(async () => {
      for (const { completes } of settled)
        if (completes !== null) await withdrawProvisional(store, reading.night, completes);
      const tallies = await loadEvents(store, loadOf(reading, settled));
      for (const file of settled)
        reports.push(await this.enter(store, reading, ledger, file, staged.get(file.file_id) ?? null, tallies));
      return reports;
    });
  }

  /** Writes a member's line of the ledger. */
  private async enter(
    store: Store,
    reading: Reading,
    ledger: Ledger,
    file: Member,
    staged: Staged | null,
    tallies: ReadonlyMap<number, Tally>,
  ): Promise<FileReport> {
    const { source, ...tally } = tallies.get(file.file_id) ?? NO_ROWS;
    const report = { ...reported(file, this.format.id, staged), ...tally };
    const bytes = { ...file.prepared, size_bytes: file.prepared.found.size_bytes };
    const record = { ...report, file_id: file.file_id, source, status: statusOf(report) };
    ledger.add(await writeLedger(store, reading.night, bytes, record));
    return report;
  }
}

type Member = BatchMember & Planned;

function loadOf(reading: Reading, files: readonly Member[]): Load {
  return {
    night: reading.night,
    zone: reading.settings.home.time_zone,
    file_ids: files.map(({ file_id }) => file_id),
    unterminated: files.filter(({ prepared }) => !prepared.is_terminated).map(({ file_id }) => file_id),
  };
}

const UNSTAGE = /* sql */ `DELETE FROM staged WHERE file_id = $file_id::INTEGER`;

function statusOf({ status }: FileReport): "read" | "refused" {
  return status === "refused" ? "refused" : "read";
}

function reported(file: BatchMember, format: string, staged: Staged | null): FileReport {
  const refusal = staged?.refusal ?? null;
  return {
    path: file.prepared.found.path,
    feed: "access",
    format,
    status: refusal === null ? "read" : "refused",
    reason: refusal ?? staged?.notes[0] ?? null,
    rows_read: 0,
    accepted: 0,
    duplicate: 0,
    refused: 0,
    recovered: staged?.recovered ?? 0,
    notes: staged?.notes ?? [],
    unmapped: file.unmapped,
  };
}

function unsettled(file: BatchMember, format: string): FileReport {
  return { ...reported(file, format, null), status: "unsettled", reason: "still being written", unmapped: [] };
}
