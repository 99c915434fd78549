import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Day } from "../../data/days.js";
import { loadSettings } from "../../data/settings/load.js";
import { openWorkspace, type Workspace } from "../../data/workspace.js";
import { silent } from "../../pipeline/progress.js";
import { run } from "../../pipeline/run.js";
import { newFolder, newWorkspace } from "../folder.js";
import { contentsOf, smallWorld, withoutSignatures } from "../world.js";

/** Two clocks and two machines that have nothing in common. */
const HERE = { now: () => "2026-07-01T00:00:00Z", pid: 1, host: "here" };
const THERE = { now: () => "2031-12-31T23:59:59Z", pid: 2, host: "there" };

describe("the same nights over the same feeds", () => {
  let feeds = "";
  let nights: readonly Day[] = [];
  let whole: Workspace;

  const runIn = (workspace: Workspace, chosen: readonly Day[], effects = HERE) =>
    run({ feeds, workspace, loaded: loadSettings(null, feeds), nights: chosen }, effects, silent);

  beforeAll(async () => {
    const world = await smallWorld();
    feeds = world.feeds;
    nights = world.days.slice(-3);
    whole = newWorkspace();
    await runIn(whole, nights);
  });

  it("give every night its folder, with the files of the contract that there are", () => {
    const names = Object.keys(contentsOf(whole.reports));
    for (const night of nights)
      for (const file of ["flags.html", "flags.jsonl", "flags.csv"]) expect(names).toContain(join(night, file));
  });

  it("give the same bytes one by one, on another machine, at another time, in another folder", async () => {
    const other = openWorkspace(join(newFolder(), "elsewhere"));
    for (const night of nights) await runIn(other, [night], THERE);
    expect(withoutSignatures(contentsOf(other.reports))).toEqual(withoutSignatures(contentsOf(whole.reports)));
    expect(readFileSync(other.ledger, "utf8")).toBe(readFileSync(whole.ledger, "utf8"));
  });

  it("write nothing new the second time", async () => {
    const before = nights.map((night) => statSync(join(whole.reports, night)).ino);
    const outcome = await runIn(whole, nights, THERE);
    expect(outcome.written).toEqual([]);
    expect(outcome.ingest.rows_read).toBe(0);
    expect(nights.map((night) => statSync(join(whole.reports, night)).ino)).toEqual(before);
  });

  it("keep every file of the workspace for its owner", () => {
    for (const path of [whole.store, whole.log, join(whole.root, "status.json")])
      expect(statSync(path).mode & 0o077).toBe(0);
    for (const path of [whole.root, whole.reports, whole.tmp]) expect(statSync(path).mode & 0o077).toBe(0);
  });
});
