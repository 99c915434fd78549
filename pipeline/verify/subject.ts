import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { PipelineError } from "../../data/errors.js";
import { ENVELOPE_NAME, isFolderName, MANIFEST_NAME } from "../../data/integrity/manifest.js";
import { isOnItsWay } from "../publish.js";

/** What is verified: published folders, and the installation they lie in where it can be seen. */
export interface Subject {
  /** Whether all folders of an installation were asked for, so that none may be missing. */
  readonly is_whole: boolean;
  /** Absolute paths, in order of their names. */
  readonly folders: readonly string[];
  /** The folder that holds them. */
  readonly reports: string;
  /** Entries of the reports folder that are no published folder. */
  readonly strangers: readonly string[];
  readonly workspace: string | null;
}

/**
 * What a path means: one night or period, a folder of them, or a workspace. The workspace is the one named, else the one
 * around the folders where it has a ledger.
 *
 * @throws PipelineError `usage` where nothing published lies there
 */
export function subjectOf(given: string, workspace: string | null): Subject {
  const path = real(given);
  const around = (reports: string): string | null =>
    workspace !== null ? real(workspace) : existsSync(join(dirname(reports), "ledger.jsonl")) ? dirname(reports) : null;
  if ([MANIFEST_NAME, ENVELOPE_NAME].some((name) => existsSync(join(path, name))) || isFolderName(basename(path))) {
    const reports = dirname(path);
    return { is_whole: false, folders: [path], reports, strangers: [], workspace: around(reports) };
  }
  const inner = join(path, "reports");
  const reports = existsSync(inner) ? inner : path;
  const folders = publishedIn(reports);
  if (folders.length === 0) throw new PipelineError("usage", `nothing published here: ${given}`, { folder: given });
  const known = new Set(folders.map((folder) => basename(folder)));
  const strangers = readdirSync(reports).filter((name) => !isOnItsWay(name) && !known.has(name));
  return { is_whole: true, folders, reports, strangers: strangers.sort(), workspace: around(reports) };
}

/** The published folders in a folder, in order of their names. */
export function publishedIn(reports: string): string[] {
  return readdirSync(reports, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isFolderName(entry.name))
    .map(({ name }) => join(reports, name))
    .sort();
}

function real(path: string): string {
  try {
    const found = realpathSync(path);
    if (statSync(found).isDirectory()) return found;
  } catch {
    // told below, with what is not a folder
  }
  throw new PipelineError("usage", `no such folder: ${path}`, { folder: path });
}
