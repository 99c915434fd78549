import { rm } from "node:fs/promises";
import { PipelineError } from "../../data/errors.js";
import { type Format, type Head, namesIn, within } from "../../data/formats/format.js";
import { formatNamed, recognised } from "../../data/formats/formats.js";
import type { Store } from "../../data/store/store.js";
import { accessShape } from "./access.js";
import { Batch, type BatchMember } from "./batch.js";
import { type CopyOf, loadCopies } from "./copies.js";
import { discover, type Skipped } from "./discover.js";
import type { Layout } from "./head.js";
import { Ledger } from "./ledger.js";
import { type Plan, plan, unmappedIn } from "./plan.js";
import type { Reading } from "./reading.js";
import { refuseFile, unopened } from "./refuse.js";
import { sourceOf } from "./settings.js";
import { settled } from "./settle.js";
import type { FileReport } from "./summary.js";

export interface AccessResult {
  readonly files: FileReport[];
  readonly known_file_count: number;
  readonly skipped: readonly Skipped[];
  readonly is_missing: boolean;
}

/**
 * Reads the access feed: every file that is new or has changed, in the order of paths; files of one format, header and
 * source go through the engine together, each such batch in one transaction with its lines of the ledger.
 */
export async function readAccess(store: Store, reading: Reading): Promise<AccessResult> {
  const { files: found, skipped } = await discover(reading.feeds, "access");
  const ledger = await Ledger.load(store);
  const reports: FileReport[] = [];
  const batches = new Map<string, Batch>();
  const copies: CopyOf[] = [];
  const contents = new Set<string>();
  let known = 0;
  let done = 0;
  const planned = (index: number): Promise<Plan> | null => {
    const file = found[index];
    return file === undefined
      ? null
      : plan(file, { kind: "log", feed: "access" }, { ...reading, ledger }, `file-${index}`);
  };
  reading.progress("reading", 0, found.length);
  let next = planned(0);
  for (let index = 0; next !== null; index += 1) {
    const current: Plan = await settled(store, await next);
    next = planned(index + 1);
    next?.catch(() => undefined);
    done += 1;
    reading.progress("reading", done, found.length);
    if (current.kind === "known") {
      known += 1;
      continue;
    }
    if (current.kind === "unopened") {
      reports.push(unopened(current.found, "access", current.reason));
      continue;
    }
    if (current.kind === "refused") {
      reports.push(await refuseFile(store, reading, ledger, "access", current));
      continue;
    }
    const { prepared } = current;
    if (current.kind === "copy" || contents.has(prepared.content_digest)) {
      copies.push({ prepared });
      continue;
    }
    const choice = chosen(current, reading);
    if ("reason" in choice) {
      reports.push(
        await refuseFile(store, reading, ledger, "access", {
          found: prepared.found,
          prepared,
          file_digest: prepared.file_digest,
          reason: choice.reason,
        }),
      );
      continue;
    }
    contents.add(prepared.content_digest);
    const { format, member } = choice;
    const source = sourceOf(reading.settings, prepared.found.path);
    const key = JSON.stringify([format.id, member.layout, source]);
    const shape = accessShape(
      format,
      { name: source?.name ?? null, time_zone: source?.time_zone ?? null },
      reading.settings.reading,
    );
    const batch = batches.get(key) ?? new Batch(shape, format);
    batches.set(key, batch);
    batch.add(member);
    if (batch.isFull) {
      reports.push(...(await batch.load(store, reading, ledger)));
      batches.delete(key);
    }
  }
  for (const batch of batches.values()) reports.push(...(await batch.load(store, reading, ledger)));
  reports.push(...(await loadCopies(store, reading, ledger, "access", copies)));
  for (const { prepared } of copies) if (prepared.is_temporary) await rm(prepared.plain, { force: true });
  return { files: reports, known_file_count: known, skipped, is_missing: found.length === 0 };
}

/** The format of a file, by the settings or by its first records, or why it has none. */
function chosen(
  current: Extract<Plan, { kind: "read" }>,
  reading: Reading,
): { readonly format: Format; readonly member: BatchMember } | { readonly reason: string } {
  const { prepared, layout, head, before, completes, is_first } = current;
  const named = sourceOf(reading.settings, prepared.found.path)?.format;
  const found = named === undefined ? recognisedIn(current) : formatNamed(named);
  if (found === null && named !== undefined)
    throw new PipelineError("format_unknown", `no such format: ${named}`, { file: prepared.found.path });
  if (found === null) return { reason: `no known format recognised from its ${beginning(head)}` };
  const { embedded_in } = found;
  const isEmbedded = layout.kind === "table" && embedded_in !== undefined && layout.header.includes(embedded_in);
  const format = isEmbedded ? within(found, embedded_in) : found;
  const missing = (format.required ?? []).filter((name) => head.header !== null && !head.header.includes(name));
  if (missing.length > 0) return { reason: `columns missing: ${missing.join(", ")}` };
  const unmapped = unmappedIn(format, head);
  const read: Layout = format.line === undefined || layout.kind === "empty" ? layout : { kind: "lines" };
  return {
    format,
    member: { prepared, layout: read, before, completes, is_first, unmapped, line: format.line ?? null },
  };
}

/** What was looked at in vain: the names of the columns or keys, as far as they fit into a line. */
function beginning(head: Head): string {
  const names = [...namesIn(head)].join(", ");
  if (names === "") return "first lines";
  return `${head.header === null ? "first record's keys" : "columns"}: ${names.length > 120 ? `${names.slice(0, 120)}…` : names}`;
}

/** An empty file is of any format: ours, which has no rows then. */
function recognisedIn({ layout, head }: Extract<Plan, { kind: "read" }>): Format | null {
  if (layout.kind === "empty") return formatNamed("sharewatch");
  return recognised(head);
}
