import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { writeSample } from "../../data/sample/index.js";
import { hashUniform } from "../../data/statistics/hash-uniform.js";
import { Store } from "../../data/store/store.js";
import { openWorkspace, type Workspace } from "../../data/workspace.js";
import { newFolder } from "../folder.js";

const KILLS = 40;

/** Nights that are run, and days of log before them: enough for every stage to have work, few enough to be quick. */
const NIGHTS = 3;
const DAYS_OF_LOG = 16;

const PROGRAM = join(import.meta.dirname, "../../dist/pipeline/main.js");

const TABLES = /* sql */ `SELECT table_name AS name FROM duckdb_tables() ORDER BY table_name`;

/** Numbers that count attempts, not content: two undisturbed runs agree on them, a disturbed one need not. */
const ATTEMPTS = ["file_id"];

function runChild(feeds: string, workspace: Workspace, from: string, to: string) {
  const words = ["run", "--feeds", feeds, "--workspace", workspace.root, "--from", from, "--to", to];
  return spawn(process.execPath, [PROGRAM, ...words], { stdio: "ignore" });
}

/** Every table's rows, as text in order, and every published file's bytes. */
async function stateOf(workspace: Workspace): Promise<Record<string, string[]>> {
  const state: Record<string, string[]> = {};
  const limits = { thread_count: 2, memory_mib: 1024, readable: [] };
  const store = await Store.open(workspace.store, workspace.spill, limits);
  for (const { name } of await store.rows(TABLES, z.object({ name: z.string() }))) {
    const columns = await store.rows(
      `SELECT column_name AS name FROM duckdb_columns() WHERE table_name = $name ORDER BY column_index`,
      z.object({ name: z.string() }),
      { name },
    );
    const kept = columns.filter((column) => !ATTEMPTS.includes(column.name)).map((column) => `"${column.name}"`);
    const rows = await store.rows(
      `SELECT CAST(row(${kept.join(", ")}) AS VARCHAR) AS text FROM "${name}" ORDER BY text`,
      z.object({ text: z.string() }),
    );
    state[name] = rows.map(({ text }) => text);
  }
  store.close();
  for (const night of readdirSync(workspace.reports))
    for (const file of readdirSync(join(workspace.reports, night)))
      state[`${night}/${file}`] = [readFileSync(join(workspace.reports, night, file), "utf8")];
  return state;
}

describe("a run that is killed", () => {
  it(`at ${KILLS} random points ends, when started again, in the state of an undisturbed one`, {
    timeout: 300_000,
  }, async () => {
    const sample = await writeSample(newFolder(), { days: 60, actors: 80 });
    const access = join(sample.feeds, "access");
    const days = readdirSync(access, { recursive: true, encoding: "utf8" })
      .map((file) => /(\d{4}-\d{2}-\d{2})\.csv/.exec(file)?.[1] ?? "")
      .sort();
    const distinct = [...new Set(days)].filter((day) => day !== "");
    const kept = new Set(distinct.slice(-DAYS_OF_LOG));
    for (const file of readdirSync(access, { recursive: true, encoding: "utf8" })) {
      const day = /(\d{4}-\d{2}-\d{2})\.csv/.exec(file)?.[1];
      if (day !== undefined && !kept.has(day)) rmSync(join(access, file));
    }
    const [from, to] = [distinct.at(-NIGHTS) ?? "", distinct.at(-1) ?? ""];

    const undisturbed = openWorkspace(newFolder());
    const start = performance.now();
    const [status] = (await once(runChild(sample.feeds, undisturbed, from, to), "exit")) as [number];
    const duration = performance.now() - start;
    expect(status).toBe(0);
    const expected = await stateOf(undisturbed);
    const names = readdirSync(join(undisturbed.reports, to)).sort();

    let workspace = openWorkspace(newFolder());
    for (let kill = 0; kill < KILLS; ) {
      const child = runChild(sample.feeds, workspace, from, to);
      const exit = once(child, "exit");
      const timer = setTimeout(() => child.kill("SIGKILL"), hashUniform(["kill", String(kill)]) * duration);
      const [code] = (await exit) as [number | null];
      clearTimeout(timer);
      for (const night of readdirSync(workspace.reports).filter((name) => !name.startsWith(".")))
        expect(readdirSync(join(workspace.reports, night)).sort()).toEqual(names);
      if (code === null) kill += 1;
      else {
        expect(await stateOf(workspace)).toEqual(expected);
        workspace = openWorkspace(newFolder());
      }
    }
    const [last] = (await once(runChild(sample.feeds, workspace, from, to), "exit")) as [number];
    expect(last).toBe(0);
    expect(await stateOf(workspace)).toEqual(expected);
  });
});
