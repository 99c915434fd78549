import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Workspace } from "../data/workspace.js";

/** A published file: its name and its bytes. */
export interface PublishedFile {
  readonly name: string;
  readonly content: string;
}

const COMING = ".coming-";
const GOING = ".going-";

/** Whether an entry of the reports folder is a folder that is being put in its place, or was when a crash came. */
export function isOnItsWay(name: string): boolean {
  return name.startsWith(COMING) || name.startsWith(GOING);
}

/**
 * Puts a folder of reports in its place as a whole. A reader sees the folder that was there or the new one, never a part;
 * the same bytes again change nothing. Returns whether anything was written.
 *
 * The files are written and synced beside the place, the old folder steps aside and the new one takes its name. A crash
 * in between is mended by `recoverReports`.
 */
export function publishFolder(workspace: Workspace, name: string, files: readonly PublishedFile[]): boolean {
  const place = join(workspace.reports, name);
  if (holdsExactly(place, files)) return false;
  const coming = join(workspace.reports, COMING + name);
  const going = join(workspace.reports, GOING + name);
  rmSync(coming, { recursive: true, force: true });
  mkdirSync(coming, { mode: 0o700 });
  for (const file of files) writeSynced(join(coming, file.name), file.content);
  syncFolder(coming);
  if (existsSync(place)) renameSync(place, going);
  renameSync(coming, place);
  syncFolder(workspace.reports);
  rmSync(going, { recursive: true, force: true });
  return true;
}

/** Ends what a crash left half done: a folder that stepped aside for one that never came steps back. */
export function recoverReports(workspace: Workspace): void {
  for (const entry of readdirSync(workspace.reports)) {
    if (entry.startsWith(COMING)) rmSync(join(workspace.reports, entry), { recursive: true, force: true });
    if (!entry.startsWith(GOING)) continue;
    const place = join(workspace.reports, entry.slice(GOING.length));
    if (existsSync(place)) rmSync(join(workspace.reports, entry), { recursive: true, force: true });
    else renameSync(join(workspace.reports, entry), place);
  }
}

function holdsExactly(place: string, files: readonly PublishedFile[]): boolean {
  if (!existsSync(place)) return false;
  const names = readdirSync(place).sort();
  const wanted = files.map(({ name }) => name).sort();
  if (names.length !== wanted.length || names.some((name, index) => name !== wanted[index])) return false;
  return files.every(({ name, content }) => readFileSync(join(place, name), "utf8") === content);
}

function writeSynced(path: string, content: string): void {
  const file = openSync(path, "wx", 0o600);
  try {
    const bytes = Buffer.from(content, "utf8");
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
