import {
  copyFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { isDay } from "../../data/days.js";
import type { ManifestInput } from "../../data/integrity/manifest.js";
import type { LoadedSettings } from "../../data/settings/load.js";
import { openWorkspace, type Workspace } from "../../data/workspace.js";
import { reportPeriod } from "../cli/period.js";
import type { Effects } from "../effects.js";
import { digestOf } from "../ingest/seals.js";
import { type Progress, silent } from "../progress.js";
import { report } from "../report.js";
import { readFeeds, run } from "../run.js";
import type { Archive } from "./archive.js";
import type { Reading, Step } from "./steps.js";

/** What publications are made again from. */
export interface Sources {
  readonly archive: Archive;
  /** By their digests. */
  readonly settings: ReadonlyMap<string, LoadedSettings>;
  /** The workspace whose journal of decisions and accounts are read, or null. */
  readonly workspace: string | null;
  /** An empty folder of one's own. */
  readonly scratch: string;
}

/** What a replay cannot go on without: told as a check, not as a failure. */
export class Lacking extends Error {
  override readonly name = "Lacking";
}

/**
 * Makes publications again, one after the other, in a workspace of its own: exactly as the installation did, with its own
 * commands. `made` is called with each publication's folder, which holds what was derived until the next one of its name.
 *
 * @throws Lacking where a delivery, settings or the journal are not given; whatever a run throws
 */
export async function replay(
  steps: readonly Step[],
  sources: Sources,
  made: (step: Step, folder: string) => Promise<void>,
  { effects, progress }: { readonly effects: Effects; readonly progress: Progress },
): Promise<void> {
  const workspace = openWorkspace(join(sources.scratch, "workspace"));
  const feeds = join(sources.scratch, "feeds");
  const empty = join(sources.scratch, "nothing");
  mkdirSync(empty, { mode: 0o700 });
  progress.stage("deriving again", steps.length);
  for (const step of steps) {
    const loaded = settingsOf(step, sources);
    for (const reading of step.readings) {
      await stage(reading, sources.archive, feeds);
      await readFeeds(realpathSync(feeds), reading.known_from, { workspace, loaded }, silent);
    }
    knowDecisions(step, sources.workspace, workspace);
    if (isDay(step.name)) await run({ feeds: empty, workspace, loaded, nights: [step.name] }, effects, silent);
    else await report({ workspace, loaded, period: reportPeriod(step.name) }, effects);
    await made(step, join(workspace.reports, step.name));
    progress.step(step.name);
  }
}

/** The key of the settings is not needed: what is derived again is signed with a key that is thrown away. */
function settingsOf({ name, settings }: Step, sources: Sources): LoadedSettings {
  const loaded = sources.settings.get(settings);
  if (loaded === undefined)
    throw new Lacking(`the settings of ${name} (digest ${settings}) are not given: --config FILE, once for each`);
  const { signing: _, ...unsigned } = loaded.settings;
  return { ...loaded, settings: unsigned };
}

/** Lays a reading's deliveries out as they lay then, and nothing else; each is digested again where it will be read. */
async function stage({ files }: Reading, archive: Archive, feeds: string): Promise<void> {
  rmSync(feeds, { recursive: true, force: true });
  for (const file of files) await lay(file, archive, join(feeds, file.path));
}

async function lay(file: ManifestInput, archive: Archive, place: string): Promise<void> {
  const { found } = await archive.find(file);
  if (found === null) throw new Lacking(`a delivery is not here: ${file.path} (digest ${file.sha256})`);
  mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
  if (found.bytes === 0) writeFileSync(place, "", { mode: 0o600 });
  else
    await pipeline(createReadStream(found.file, { end: found.bytes - 1 }), createWriteStream(place, { mode: 0o600 }));
  if ((await digestOf(place)) !== file.sha256) throw new Lacking(`a delivery changed while it was read: ${file.path}`);
}

/** The journal up to the line that was known then, and the reviewers' accounts. */
function knowDecisions({ name, journal }: Step, from: string | null, into: Workspace): void {
  rmSync(into.journal, { force: true });
  if (from !== null) {
    const accounts = join(from, "review", "accounts.json");
    if (existsSync(accounts)) copyFileSync(accounts, into.accounts);
  }
  if (journal === 0) return;
  const path = from === null ? null : join(from, "review", "decisions.jsonl");
  const lines = path !== null && existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
  if (lines.length < journal)
    throw new Lacking(`the journal of decisions as known for ${name} (${journal} lines) is not given: --workspace DIR`);
  writeFileSync(
    into.journal,
    lines
      .slice(0, journal)
      .map((line) => `${line}\n`)
      .join(""),
    { mode: 0o600 },
  );
}
