import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Names that a writer uses for what it has not finished; rsync puts a dot before the name and a random end after it. */
const UNFINISHED =
  /^\..+\.(csv|tsv|jsonl|ndjson|json|parquet|log|txt|cef)\b|~$|\.(part|tmp|partial|filepart|crdownload)$/i;
/** What file managers and version control leave in any folder. */
const HIDDEN = /^\./;
/** A log, perhaps rotated (`access.log.2`), perhaps compressed. */
const READABLE = /\.(csv|tsv|jsonl|ndjson|json|parquet|log|txt|cef)(\.\d+)?(\.gz|\.zst)?$/i;
/** Deeper folders than this are not walked: no installation nests its logs so. */
const DEPTH_MAX = 32;

export interface Found {
  /** Relative to the feeds folder, with `/`. */
  readonly path: string;
  readonly absolute: string;
  readonly size_bytes: number;
}

/** A file that is not read, and why. */
export interface Skipped {
  readonly path: string;
  readonly reason: string;
  /** Whether it may hold input that is missing now; a note left by somebody does not. */
  readonly is_input: boolean;
}

export interface Discovery {
  readonly files: readonly Found[];
  readonly skipped: readonly Skipped[];
}

/**
 * The files under a folder of the feeds, at any depth, in the order of their paths' code units, so that the same folder
 * gives the same order anywhere. Symbolic links are not followed: they could lead out of the folder.
 */
export async function discover(feeds: string, folder: string): Promise<Discovery> {
  const files: Found[] = [];
  const skipped: Skipped[] = [];
  const root = await lstat(join(feeds, folder)).catch(() => null);
  if (root?.isDirectory()) await walk(feeds, folder, 0, files, skipped);
  else if (root !== null) skipped.push({ path: folder, reason: "not a folder of its own", is_input: true });
  return { files: files.sort(byPath), skipped: skipped.sort(byPath) };
}

async function walk(feeds: string, path: string, depth: number, files: Found[], skipped: Skipped[]): Promise<void> {
  const names = await readdir(join(feeds, path)).catch(() => []);
  for (const name of names) {
    const inner = `${path}/${name}`;
    const absolute = join(feeds, inner);
    const entry = await lstat(absolute).catch(() => null);
    if (entry === null) continue;
    const skip = (reason: string, is_input: boolean): number => skipped.push({ path: inner, reason, is_input });
    if (UNFINISHED.test(name)) skip("name of an unfinished file", true);
    else if (HIDDEN.test(name)) skip("hidden file", false);
    else if (entry.isDirectory() && depth < DEPTH_MAX) await walk(feeds, inner, depth + 1, files, skipped);
    else if (entry.isDirectory()) skip(`more than ${DEPTH_MAX} folders deep`, true);
    else if (!entry.isFile()) skip("not a regular file", true);
    else if (!READABLE.test(name)) skip("no known extension", false);
    else files.push({ path: inner, absolute, size_bytes: entry.size });
  }
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
