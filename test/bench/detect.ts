import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { z } from "zod";
import { eachDay } from "../../data/days.js";
import { loadSettings } from "../../data/settings/load.js";
import { Store } from "../../data/store/store.js";
import { openWorkspace, type Workspace } from "../../data/workspace.js";
import { realEffects } from "../../pipeline/effects.js";
import { publishedFlags } from "../../pipeline/leads-to-read.js";
import { silent } from "../../pipeline/progress.js";
import { run } from "../../pipeline/run.js";
import { calibrationTable, ordinaryStreams, type Stream } from "./detect-calibration.js";
import { benchJudges } from "./detect-judges.js";
import { benchScale } from "./detect-scale.js";
import { findingsTable, summary, wrongTable } from "./detect-tables.js";
import { readTruth, score, type Truth } from "./truth.js";

const EXPECTED = /* sql */ `
  SELECT coalesce(sum(expected_false_count), 0)::DOUBLE AS expected FROM night_price WHERE queue = 'leads'
`;

const APART = /* sql */ `
  SELECT detector, count(*)::INTEGER AS nights FROM self_test WHERE NOT is_calibrated GROUP BY detector ORDER BY detector
`;

const say = (text: string): void => {
  process.stdout.write(text);
};

/**
 * Runs the product over a world, night by night as an installation would, and prints how it did against the truth. Gives the
 * p-values of its ordinary entities.
 */
async function bench(world: string, truth: Truth): Promise<readonly Stream[]> {
  const feeds = join(world, "feeds");
  const workspace = openWorkspace(mkdtempSync(join(tmpdir(), "sharewatch-bench-")));
  const [first = truth.evalFrom, ...rest] = eachDay(truth.evalFrom, truth.lastDay);
  say(`${basename(world)}: ${first} to ${truth.lastDay}\n`);
  try {
    const loaded = loadSettings(null, feeds);
    const judge = (nights: readonly string[]) => run({ feeds, workspace, loaded, nights }, realEffects, silent);
    const reading = await timed(() => judge([first]));
    const judging = await timed(() => judge(rest));
    say(`  reading, warming up and the first night: ${reading.seconds} s, ${reading.cpu} s of CPU\n`);
    const each = (seconds: string) => (Number(seconds) / Math.max(1, rest.length)).toFixed(2);
    say(`  each further night, reports included: ${each(judging.seconds)} s, ${each(judging.cpu)} s of CPU\n`);
    return await report(workspace, truth);
  } finally {
    rmSync(workspace.root, { recursive: true, force: true });
  }
}

async function report(workspace: Workspace, truth: Truth): Promise<readonly Stream[]> {
  const nights = eachDay(truth.evalFrom, truth.lastDay);
  const flags = nights.flatMap((night) => publishedFlags(workspace, night));
  const result = score(flags, truth);
  const store = await Store.open(workspace.store, workspace.spill, { thread_count: 2, memory_mib: 2048, readable: [] });
  try {
    const { expected } = await store.row(EXPECTED, z.object({ expected: z.number() }));
    say(summary(result, nights.length, expected));
    if (truth.scenarios.length > 0) say(findingsTable(result));
    say(wrongTable(result));
    const streams = await ordinaryStreams(store, truth);
    say(calibrationTable(streams));
    for (const { detector, nights: count } of await store.rows(
      APART,
      z.object({ detector: z.string(), nights: z.number() }),
    ))
      say(`  ${detector} was set apart as uncalibrated on ${count} nights\n`);
    return streams;
  } finally {
    store.close();
  }
}

async function timed(work: () => Promise<unknown>): Promise<{ seconds: string; cpu: string }> {
  const start = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: ((performance.now() - start) / 1e3).toFixed(1), cpu: ((user + system) / 1e6).toFixed(1) };
}

const words = process.argv.slice(2);
if (words.includes("--scale")) {
  say("judging one night, all detectors, calibration, combination and flags:\n");
  await benchScale(say);
}
if (words.includes("--judges")) benchJudges(say);
const given = words.filter((word) => !word.startsWith("--")).map((world) => resolve(world));
/** npm runs scripts in the checkout's root; the shared worlds stand beside it. */
const shared = ["../shared/worlds/busy", "../shared/worlds/quiet"].map((world) => resolve(world)).filter(existsSync);
const worlds = words.length > 0 ? given : shared;
if (words.length === 0 && worlds.length === 0) say("no world to run: name folders that hold feeds/ and truth/\n");
const quiet: Stream[] = [];
let quietCount = 0;
for (const world of worlds) {
  if (!existsSync(join(world, "truth"))) {
    process.stderr.write(`not a world with truth/: ${world}\n`);
    process.exitCode = 2;
    continue;
  }
  const truth = readTruth(world);
  const streams = await bench(world, truth);
  if (truth.scenarios.length > 0) continue;
  quietCount += 1;
  quiet.push(...streams.map((stream) => ({ ...stream, entity_id: `${quietCount} ${stream.entity_id}` })));
}
if (quietCount > 1) say(`${quietCount} quiet worlds together:\n${calibrationTable(quiet)}`);
