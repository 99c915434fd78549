import { cpSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readLedger } from "../../data/integrity/ledger.js";
import type { Manifest } from "../../data/integrity/manifest.js";
import type { Workspace } from "../../data/workspace.js";
import { newFolder, newWorkspace } from "../folder.js";
import { contentsOf } from "../world.js";
import { faultsOf } from "./installation.js";
import { deliver, FIRST, judge, type Lived, liveTwoNights, SECOND } from "./two-nights.js";

let lived: Lived;

beforeAll(async () => {
  lived = await liveTwoNights();
});

/** Two nights, each with the log of its day, in a copy of one's own. */
function twoNights(): Lived {
  const [feeds, workspace] = [newFolder(), newWorkspace()];
  cpSync(lived.feeds, feeds, { recursive: true });
  cpSync(lived.workspace.root, workspace.root, { recursive: true });
  return { feeds, workspace };
}

const manifestOf = (workspace: Workspace, night: string): Manifest =>
  JSON.parse(readFileSync(join(workspace.reports, night, "manifest.json"), "utf8"));

describe("nights that are run again", () => {
  it("keep their manifests where they come out the same, and the ledger says from how much they were judged", async () => {
    const { feeds, workspace } = twoNights();
    const before = contentsOf(workspace.reports);
    const outcome = await judge(feeds, workspace, FIRST, SECOND);
    expect(outcome).toMatchObject({ written: [], notes: [] });
    expect(contentsOf(workspace.reports)).toEqual(before);
    const { lines } = readLedger(workspace.ledger);
    expect(lines.map(({ name, files }) => [name, files])).toEqual([
      [FIRST, 1],
      [SECOND, 2],
      [FIRST, 2],
    ]);
    expect(lines[2]?.manifest).toBe(lines[0]?.manifest);
    await judge(feeds, workspace, FIRST, SECOND);
    expect(readLedger(workspace.ledger).lines.length).toBe(3);
    expect(await faultsOf(workspace.reports, { feeds })).toEqual([]);
  });

  it("are published again under other settings, superseding what stood", async () => {
    const { feeds, workspace } = twoNights();
    const stood = readLedger(workspace.ledger).lines[1]?.manifest;
    writeFileSync(join(feeds, "settings.yaml"), "price: {expected_false_leads_per_night: 0.5}\n");
    expect((await judge(feeds, workspace, SECOND)).written).toEqual([SECOND]);
    const again = manifestOf(workspace, SECOND);
    expect(again.ledger.supersedes).toBe(stood);
    expect(again.history.map(({ settings }) => settings === undefined)).toEqual([false, false]);
    expect(await faultsOf(workspace.reports, { feeds, recompute: true })).toEqual([]);
    writeFileSync(join(feeds, "settings.yaml"), "price: {expected_false_leads_per_night: 0.75}\n");
    expect((await faultsOf(workspace.reports, { feeds, recompute: true }))[0]).toMatch(
      /recomputed: the settings of 2026-05-03 \(digest [0-9a-f]{64}\) are not given: --config FILE/,
    );
  });

  it("mend a file that was changed in its place, and say so", async () => {
    const { feeds, workspace } = twoNights();
    const before = contentsOf(workspace.reports);
    writeFileSync(join(workspace.reports, FIRST, "flags.csv"), "other\n");
    const { notes } = await judge(feeds, workspace, FIRST);
    expect(notes).toEqual([`${FIRST}: what lay there was not what had been signed; it was published again`]);
    expect(contentsOf(workspace.reports)).toEqual(before);
  });

  it("out of order are chained in the order of publication", async () => {
    const [feeds, workspace] = [newFolder(), newWorkspace()];
    for (const day of [FIRST, SECOND]) deliver(feeds, day);
    await judge(feeds, workspace, SECOND);
    await judge(feeds, workspace, FIRST);
    expect(manifestOf(workspace, SECOND).previous).toBeNull();
    expect(manifestOf(workspace, FIRST).previous).toBe(readLedger(workspace.ledger).lines[0]?.manifest);
    expect(await faultsOf(workspace.reports, { feeds, recompute: true })).toEqual([]);
  });
});

describe("the store and the ledger of publications", () => {
  it("give back what a ledger that was cut off lacks, and say so", async () => {
    const { feeds, workspace } = twoNights();
    const whole = readFileSync(workspace.ledger, "utf8");
    rmSync(workspace.ledger);
    const outcome = await judge(feeds, workspace, SECOND);
    expect(outcome.notes).toEqual(["ledger of publications was cut off: 2 lines put back from the store"]);
    expect(readFileSync(workspace.ledger, "utf8")).toBe(whole);
    expect(statSync(workspace.ledger).mode & 0o077).toBe(0);
  });

  it("stop a run where a line of the ledger is not the store's, before anything is published", async () => {
    const { feeds, workspace } = twoNights();
    const before = contentsOf(workspace.reports);
    const [line = ""] = readLedger(workspace.ledger).texts;
    writeFileSync(workspace.ledger, `${line.replace('"files":1', '"files":2')}\n`);
    await expect(judge(feeds, workspace, SECOND)).rejects.toMatchObject({ code: "ledger_rewritten" });
    expect(contentsOf(workspace.reports)).toEqual(before);
  });

  it("know that a store was lost: later manifests say which publications it did not make, and are derived without them", async () => {
    const { feeds, workspace } = twoNights();
    rmSync(workspace.store);
    deliver(feeds, "2026-05-04");
    const outcome = await judge(feeds, workspace, "2026-05-04");
    expect(outcome.notes).toEqual([
      "the store does not hold the last 2 publications of the ledger: it lost transactions or is another one",
    ]);
    expect(manifestOf(workspace, "2026-05-04").history.map(({ lost }) => lost)).toEqual([true, true]);
    expect(await faultsOf(workspace.reports, { feeds, recompute: true })).toEqual([]);
  });

  it("enter a night again that another store makes from the same files, in the order in which it makes them", async () => {
    const { feeds, workspace } = twoNights();
    rmSync(workspace.store);
    await judge(feeds, workspace, SECOND, FIRST);
    const { lines } = readLedger(workspace.ledger);
    expect(lines.map(({ name }) => name)).toEqual([FIRST, SECOND, SECOND, FIRST]);
    expect(await faultsOf(workspace.reports, { feeds, recompute: true })).toEqual([]);
  });

  it("leave the last line that a crash cut off to be written again", async () => {
    const { feeds, workspace } = twoNights();
    const whole = readFileSync(workspace.ledger, "utf8");
    writeFileSync(workspace.ledger, whole.slice(0, -20));
    expect((await judge(feeds, workspace, SECOND)).notes).toEqual([]);
    expect(readFileSync(workspace.ledger, "utf8")).toBe(whole);
  });
});
