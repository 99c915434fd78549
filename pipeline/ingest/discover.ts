import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Names that a writer uses for what it has not finished, and what editors leave behind. */
const UNFINISHED = /^\.|~$|\.(part|tmp|partial|filepart|crdownload)$/i;
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
  await walk(feeds, folder, 0, files, skipped);
  return { files: files.sort(byPath), skipped: skipped.sort(byPath) };
}

async function walk(feeds: string, path: string, depth: number, files: Found[], skipped: Skipped[]): Promise<void> {
  const names = await readdir(join(feeds, path)).catch(() => []);
  for (const name of names) {
    const inner = `${path}/${name}`;
    const absolute = join(feeds, inner);
    const entry = await lstat(absolute).catch(() => null);
    if (entry === null) continue;
    if (UNFINISHED.test(name)) skipped.push({ path: inner, reason: "name of an unfinished file" });
    else if (entry.isDirectory() && depth < DEPTH_MAX) await walk(feeds, inner, depth + 1, files, skipped);
    else if (entry.isDirectory()) skipped.push({ path: inner, reason: `more than ${DEPTH_MAX} folders deep` });
    else if (!entry.isFile()) skipped.push({ path: inner, reason: "not a regular file" });
    else if (!READABLE.test(name)) skipped.push({ path: inner, reason: "no known extension" });
    else files.push({ path: inner, absolute, size_bytes: entry.size });
  }
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
