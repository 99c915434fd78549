import { mkdirSync, realpathSync, rmSync } from "node:fs";
import type { Day } from "../data/days.js";
import { PipelineError } from "../data/errors.js";
import type { Signer } from "../data/integrity/envelope.js";
import { readAccounts } from "../data/review/accounts.js";
import { readJournal } from "../data/review/journal.js";
import type { LoadedSettings } from "../data/settings/load.js";
import { holdWorkspace } from "../data/store/lock.js";
import { migrate } from "../data/store/migrate.js";
import { Store } from "../data/store/store.js";
import type { Workspace } from "../data/workspace.js";
import { detectors } from "../detectors/index.js";
import type { Effects } from "./effects.js";
import { ingest } from "./ingest/ingest.js";
import type { IngestSummary } from "./ingest/summary.js";
import { openLog } from "./log.js";
import { Publisher } from "./manifest/publisher.js";
import { signerOf } from "./manifest/signer.js";
import { judgeNight, warmUp } from "./night.js";
import { markPublished } from "./nights.js";
import type { Progress } from "./progress.js";
import { recoverReports } from "./publish.js";
import { buildFeatures } from "./stages/features.js";
import { foldJournal } from "./stages/feedback.js";
import { renderNight } from "./stages/render.js";
import { writeStatus } from "./status.js";
import { VERSION } from "./version.js";

/** What a run works on. */
export interface RunOptions {
  /** The folder of feeds. */
  readonly feeds: string;
  readonly workspace: Workspace;
  readonly loaded: LoadedSettings;
  /** The nights to run, in order. */
  readonly nights: readonly Day[];
}

/** What came of a run. */
export interface RunOutcome {
  readonly ingest: IngestSummary;
  /** Nights whose published files changed; the others stood already, byte for byte. */
  readonly written: readonly Day[];
  /** What was found amiss in the workspace's own records, and mended. */
  readonly notes: readonly string[];
}

/**
 * Runs nights in order: reads what is new in the feeds, brings the features up to it, then judges and publishes each
 * night. The same nights over the same feeds give the same bytes, and a second run changes nothing.
 *
 * @throws PipelineError `feeds_missing`, `signing_key_…`, `workspace_held`, `ledger_…`, and what reading and judging throw;
 *   nothing is half written
 */
export async function run(options: RunOptions, effects: Effects, progress: Progress): Promise<RunOutcome> {
  const { workspace, nights } = options;
  const [first] = nights;
  if (first === undefined) throw new PipelineError("no_nights", "no nights to run: the range is empty");
  const feeds = realFolder(options.feeds);
  const signer = signerOf(workspace, options.loaded);
  const log = openLog(workspace, effects);
  const lock = await holdWorkspace(workspace, {
    pid: effects.pid,
    command: `run ${first}…${nights.at(-1) ?? first}`,
    since: effects.now(),
  });
  try {
    emptyTemporary(workspace);
    recoverReports(workspace);
    const summary = await readFeeds(feeds, first, options, progress);
    log.info({ night: first, summary }, "feeds read");
    const judged = await judgeNights(options, signer, progress, (night) => log.info({ night }, "night published"));
    for (const note of judged.notes) log.warn({ note }, "records of the workspace");
    return { ingest: summary, ...judged };
  } catch (error) {
    log.error({ err: error }, "run failed");
    throw error;
  } finally {
    progress.end();
    lock.release();
  }
}

/**
 * Reads what is new, with the feeds and the temporary folder as the only places that the engine can open. `night` is the one
 * that first knows it; `feeds` an absolute path without links.
 */
export async function readFeeds(
  feeds: string,
  night: Day,
  { workspace, loaded }: Pick<RunOptions, "workspace" | "loaded">,
  progress: Progress,
): Promise<IngestSummary> {
  const { store: limits } = loaded.settings;
  const readable = [feeds, workspace.tmp];
  const store = await Store.open(workspace.store, workspace.spill, { ...limits, readable });
  try {
    await migrate(store);
    const summary = await ingest(store, {
      feeds,
      night,
      settings: loaded.settings,
      tmp: workspace.tmp,
      onProgress: (step, done, total) => (done === 0 ? progress.stage(step, total) : progress.step(step)),
    });
    await writeStatus(store, workspace);
    return summary;
  } finally {
    store.close();
  }
}

/**
 * Rows that one thread of the engine goes over while nights are judged: eight of its row groups of 122,880. Of fewer, to share
 * a scan out costs more than it gains: 30 nights and their warm-up took 102 s with one thread and 122 s with two, on 72,000
 * events.
 */
const ROWS_PER_THREAD = 1_000_000;

/** Judges and publishes, with no folder open to the engine. */
async function judgeNights(
  { workspace, loaded, nights }: RunOptions,
  signer: Signer,
  progress: Progress,
  published: (night: Day) => void,
) {
  const store = await Store.open(workspace.store, workspace.spill, {
    ...loaded.settings.store,
    rows_per_thread: ROWS_PER_THREAD,
    readable: [],
  });
  const judges = { store, settings: loaded.settings, detectors };
  const written: Day[] = [];
  try {
    const journal = readJournal(workspace.journal);
    const accounts = readAccounts(workspace.accounts);
    const publisher = await Publisher.open(store, { workspace, loaded, signer, journal, accounts });
    await foldJournal(store, journal.kept, accounts);
    await buildFeatures(store, loaded.settings);
    for (const night of nights) {
      await warmUp(judges, night, {
        begin: (count) => progress.stage("judging earlier nights, for calibration", count),
        done: (earlier) => progress.step(earlier),
      });
      if (night === nights[0]) progress.stage("judging nights", nights.length);
      await judgeNight(judges, night);
      const rendered = await renderNight(store, night, loaded, VERSION);
      const stand = () => markPublished(store, night, { settings_digest: loaded.digest, code_version: VERSION });
      const isWritten = await publisher.publish({ kind: "night", name: night, night, ...rendered }, stand);
      if (isWritten) written.push(night);
      await writeStatus(store, workspace);
      published(night);
      progress.step(night);
    }
    return { written, notes: publisher.notes };
  } finally {
    store.close();
  }
}

function realFolder(feeds: string): string {
  try {
    return realpathSync(feeds);
  } catch (cause) {
    throw new PipelineError("feeds_missing", `feeds folder not found: ${feeds}`, { feeds }, { cause });
  }
}

function emptyTemporary({ tmp, spill }: Workspace): void {
  for (const folder of [tmp, spill]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
}
