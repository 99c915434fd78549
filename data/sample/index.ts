import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { PipelineError } from "../errors.js";
import { drawWorld } from "./sample.js";
import { csv } from "./table.js";
import { type SampleOptions, worldParameters } from "./world.js";

export { sampleAccessRows } from "./bench-rows.js";
export type { SampleOptions } from "./world.js";

/** Where a sample lies and how large it is: folders, first and last day (home zone), counts, bytes of all files. */
export interface SampleSummary {
  readonly feeds: string;
  readonly truth: string;
  readonly first_day: string;
  readonly last_day: string;
  readonly actors: number;
  readonly events: number;
  readonly bytes: number;
}

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Small enough to write quickly, near the smallest that gzip reaches on such rows. */
const GZIP_LEVEL = 9;

/**
 * Writes a fictional world into `dir`: `dir/feeds` as the contract has it, and `dir/truth`, which no run over the feeds
 * reads. The same options give the same rows everywhere and, with the same zlib, the same bytes (gzip carries no time).
 * Files of an earlier sample of the same dates are replaced; other files are left alone.
 *
 * Throws PipelineError `sample_option` for an option out of range, `sample_unwritable` when a file cannot be written.
 */
export async function writeSample(dir: string, options: SampleOptions = {}): Promise<SampleSummary> {
  const parameters = worldParameters(options);
  const world = drawWorld(parameters);
  const feeds = join(dir, "feeds");
  const truth = join(dir, "truth");
  const { seed, start, days } = parameters;
  const { eval_from, actors, events, scenarios } = world;
  const told = { seed, start, days, eval_from, actors, events, scenarios };
  const files = new Map<string, string | Buffer>([
    [join(feeds, "settings.yaml"), world.settings],
    [join(truth, "scenarios.json"), `${JSON.stringify(told, null, 1)}\n`],
    [join(truth, "injected.csv"), csv(world.injected)],
  ]);
  for (const [name, table] of world.feeds) files.set(join(feeds, `${name}.csv`), csv(table));
  for (const [name, table] of world.access) {
    files.set(join(feeds, "access", `${name}.csv.gz`), gzipSync(csv(table), { level: GZIP_LEVEL }));
  }
  let bytes = 0;
  try {
    for (const folder of [dir, feeds, join(feeds, "access"), truth]) {
      await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    }
    for (const [path, content] of files) {
      await writeFile(path, content, { mode: FILE_MODE });
      await chmod(path, FILE_MODE);
      bytes += Buffer.byteLength(content);
    }
  } catch (cause) {
    throw new PipelineError("sample_unwritable", `sample not writable: ${dir}`, { dir }, { cause });
  }
  const { first_day, last_day } = world;
  return { feeds, truth, first_day, last_day, actors, events, bytes };
}
