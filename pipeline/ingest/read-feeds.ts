import { lstat, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Feed } from "../../data/feeds/feed.js";
import { FEEDS } from "../../data/feeds/feeds.js";
import type { Store } from "../../data/store/store.js";
import { feedShape } from "./dimension.js";
import type { Found, Skipped } from "./discover.js";
import { Ledger, writeLedger } from "./ledger.js";
import { type Plan, plan } from "./plan.js";
import { isUnchanged } from "./prepare.js";
import type { Reading } from "./reading.js";
import { refuseFile, unopened } from "./refuse.js";
import { settled } from "./settle.js";
import { stage } from "./stage.js";
import type { FileReport } from "./summary.js";
import { loadVersions } from "./versions.js";

/** In the order of preference where a feed is delivered in several forms. */
const EXTENSIONS = ["csv", "jsonl", "parquet"].flatMap((form) => [form, `${form}.gz`, `${form}.zst`]);

export interface FeedsResult {
  readonly files: readonly FileReport[];
  readonly known_file_count: number;
  readonly skipped: readonly Skipped[];
  readonly missing: readonly string[];
  readonly vanished: readonly string[];
}

/** Reads every feed beside the access feed whose snapshot differs from the one read last. */
export async function readFeeds(store: Store, reading: Reading): Promise<FeedsResult> {
  const ledger = await Ledger.load(store);
  const files: FileReport[] = [];
  const skipped: Skipped[] = [];
  const missing: string[] = [];
  const vanished: string[] = [];
  let known = 0;
  for (const feed of FEEDS) {
    const [found, ...others] = await delivered(reading.feeds, feed);
    for (const other of others)
      skipped.push({ path: other.path, reason: `${found?.path} is read instead`, is_input: true });
    if (found === undefined) (ledger.lastRead(feed.name) === null ? missing : vanished).push(feed.name);
    else {
      const report = await readFeed(store, reading, ledger, feed, found);
      if (report === null) known += 1;
      else files.push(report);
    }
  }
  return { files, known_file_count: known, skipped, missing, vanished };
}

async function delivered(feeds: string, feed: Feed): Promise<Found[]> {
  const found: Found[] = [];
  for (const extension of EXTENSIONS) {
    const path = `${feed.name}.${extension}`;
    const absolute = join(feeds, path);
    const entry = await lstat(absolute).catch(() => null);
    if (entry?.isFile()) found.push({ path, absolute, size_bytes: entry.size });
  }
  return found;
}

/** Null where the snapshot is the one that was read last. */
async function readFeed(
  store: Store,
  reading: Reading,
  ledger: Ledger,
  feed: Feed,
  found: Found,
): Promise<FileReport | null> {
  const made = await plan(found, { kind: "snapshot", feed: feed.name }, { ...reading, ledger }, feed.name);
  const decided = await settled(store, made);
  if (decided.kind === "known" || decided.kind === "copy") return null;
  if (decided.kind === "unopened") return unopened(found, feed.name, decided.reason);
  if (decided.kind === "refused") return refuseFile(store, reading, ledger, feed.name, decided);
  const lacking = lackingColumns(feed, decided);
  const essential = lacking.filter((name) =>
    feed.columns.some((column) => column.name === name && column.is_essential),
  );
  if (essential.length > 0)
    return refuseFile(store, reading, ledger, feed.name, {
      found,
      prepared: decided.prepared,
      file_digest: decided.prepared.file_digest,
      reason: `columns missing: ${essential.join(", ")}`,
    });
  const report = await load(store, reading, ledger, feed, decided);
  if (decided.prepared.is_temporary) await rm(decided.prepared.plain, { force: true });
  const notes = lacking.length === 0 ? [] : [`columns not delivered: ${lacking.join(", ")}`];
  return { ...report, notes: [...report.notes, ...notes] };
}

async function load(
  store: Store,
  reading: Reading,
  ledger: Ledger,
  feed: Feed,
  { prepared, layout, head, before }: Extract<Plan, { kind: "read" }>,
): Promise<FileReport> {
  const file_id = ledger.nextId();
  const shape = feedShape(feed, reading.settings);
  const [staged] = await stage(store, [{ file_id, prepared, layout, line: null }], shape, reading.tmp);
  const names = head.header ?? [...new Set(head.records.flatMap((record) => Object.keys(record)))];
  const report: Omit<FileReport, "status"> = {
    path: prepared.found.path,
    feed: feed.name,
    format: feed.name,
    reason: staged?.refusal ?? staged?.notes[0] ?? null,
    rows_read: 0,
    accepted: 0,
    duplicate: 0,
    refused: 0,
    recovered: staged?.recovered ?? 0,
    notes: staged?.notes ?? [],
    unmapped: names.filter((name) => name !== "" && !feed.columns.some((column) => column.name === name)).sort(),
  };
  if (!(await isUnchanged(prepared, before))) return { ...report, status: "unsettled", reason: "still being written" };
  return store.transaction(async () => {
    const isRefused = (staged?.refusal ?? null) !== null;
    const knownFrom = ledger.lastRead(feed.name) === null ? "-infinity" : reading.night;
    const tally = isRefused ? {} : await loadVersions(store, feed, reading.night, knownFrom);
    const whole: FileReport = { ...report, ...tally, status: isRefused ? "refused" : "read" };
    const bytes = { ...prepared, size_bytes: prepared.found.size_bytes };
    const record = { ...whole, file_id, source: null, status: isRefused ? ("refused" as const) : ("read" as const) };
    ledger.add(await writeLedger(store, reading.night, bytes, record));
    return whole;
  });
}

/** Columns of the contract, not optional ones, that a table's header does not have. */
function lackingColumns(feed: Feed, { head }: Extract<Plan, { kind: "read" }>): string[] {
  const { header } = head;
  if (header === null) return [];
  return feed.columns.filter(({ name, is_optional }) => !is_optional && !header.includes(name)).map(({ name }) => name);
}
