import { createHash } from "node:crypto";
import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { PipelineError } from "../errors.js";
import { type ReviewRecord, recordId, recordShape } from "./record.js";

/** A record with its id and its line of the file, counted from 1. */
export interface Kept {
  readonly id: string;
  readonly line: number;
  readonly record: ReviewRecord;
}

/** A line that cannot be read, or that does not follow from the lines before it. */
export interface JournalFault {
  readonly line: number;
  readonly reason: string;
}

/** All that the journal holds. */
export interface Journal {
  readonly kept: readonly Kept[];
  readonly faults: readonly JournalFault[];
  /** SHA-256 of nothing, then of each whole line in order: the digest at `n` is that of the first n lines' last. */
  readonly digests: readonly string[];
  /** SHA-256 of the last whole line, or of nothing: what the next line names as `previous`. */
  readonly last: string;
}

/** Lines that may be written by others between a writer's look at the end and its own line. */
const CONCURRENT_MAX = 64;

const digest = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");
const NOTHING = digest("");

/**
 * Reads a journal: every whole line in order, and what is wrong with the others. A record that stands twice counts once.
 * Each line names the digest of a line shortly before it, so that one that was changed, taken out or put in is found;
 * lines cut off at the end are found by comparing with a signed manifest.
 */
export function readJournal(path: string): Journal {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      return { kept: [], faults: [], digests: [NOTHING], last: NOTHING };
    throw error;
  }
  const kept: Kept[] = [];
  const faults: JournalFault[] = [];
  const seen = new Set<string>();
  const digests = [NOTHING];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  else faults.push({ line: lines.length, reason: "the last line has no end: its writer was cut off" });
  for (const [index, raw] of lines.entries()) {
    const line = index + 1;
    const read = parsed(raw);
    if (typeof read === "string") faults.push({ line, reason: read });
    else {
      if (!digests.slice(-CONCURRENT_MAX).includes(read.previous))
        faults.push({ line, reason: "does not follow from the lines before it: one of them was changed" });
      const id = recordId(read.record);
      if (!seen.has(id)) kept.push({ id, line, record: read.record });
      seen.add(id);
    }
    digests.push(digest(raw));
  }
  return { kept, faults, digests, last: digests.at(-1) ?? NOTHING };
}

/**
 * Appends records at the end, synced, each a line of its own: no lock is needed, since a short append is one write. A
 * line that a crash left without its end is ended first and stays in the file. Returns the ids in order.
 *
 * @throws PipelineError `review_unwritable`
 */
export function appendRecords(path: string, records: readonly ReviewRecord[]): string[] {
  if (records.length === 0) return [];
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let last = lastDigest(path);
  const ids: string[] = [];
  const lines: string[] = [];
  for (const record of records) {
    const checked = recordShape.parse(record);
    const line = JSON.stringify({ ...checked, previous: last });
    last = digest(line);
    lines.push(line);
    ids.push(recordId(checked));
  }
  try {
    const file = openSync(path, "a+", 0o600);
    try {
      const text = `${endsCleanly(file) ? "" : "\n"}${lines.join("\n")}\n`;
      const bytes = Buffer.from(text, "utf8");
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw new PipelineError("review_unwritable", `journal of decisions not writable: ${path}`, { path }, { cause });
  }
  return ids;
}

/** The digest of the last line of a file, ended or not, as `readJournal` has it. */
function lastDigest(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return NOTHING;
    throw error;
  }
  if (text === "") return NOTHING;
  const end = text.endsWith("\n") ? text.length - 1 : text.length;
  return digest(text.slice(text.lastIndexOf("\n", end - 1) + 1, end));
}

function endsCleanly(file: number): boolean {
  const { size } = fstatSync(file);
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last.toString("latin1") === "\n";
}

function parsed(raw: string): { readonly record: ReviewRecord; readonly previous: string } | string {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return "not JSON";
  }
  if (typeof value !== "object" || value === null || !("previous" in value)) return "no link to the line before";
  const { previous, ...rest } = value;
  if (typeof previous !== "string") return "no link to the line before";
  const record = recordShape.safeParse(rest);
  if (record.success) return { record: record.data, previous };
  const [issue] = record.error.issues;
  return `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not a record"}`;
}
