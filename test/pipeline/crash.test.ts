import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { hashUniform } from "../../data/statistics/hash-uniform.js";
import { Store } from "../../data/store/store.js";
import { openWorkspace, type Workspace } from "../../data/workspace.js";
import { newFolder } from "../folder.js";
import { contentsOf, smallWorld } from "../world.js";

const KILLS = 40;

/** Nights that are run: several, so that a kill can fall between two. */
const NIGHTS = 2;

/** Days of log: one to be judged before the first night, so that a kill can fall there too. */
const DAYS_OF_LOG = 3;

const PROGRAM = join(import.meta.dirname, "../../dist/pipeline/main.js");

const TABLES = /* sql */ `
  SELECT table_name AS name FROM duckdb_tables() WHERE table_name <> $spared ORDER BY table_name
`;

/** Numbers that count attempts, not content: two undisturbed runs agree on them, a disturbed one need not. */
const ATTEMPTS = ["file_id"];

/** What is kept of files on disk to spare reading them: it depends on how long they have lain there, and nothing on it. */
const SPARED = "file_seal";

function runChild(feeds: string, workspace: Workspace, from: string, to: string) {
  const words = ["run", "--feeds", feeds, "--workspace", workspace.root, "--from", from, "--to", to];
  return spawn(process.execPath, [PROGRAM, ...words], { stdio: "ignore" });
}

/** Every table's rows, as text in order, every published file's bytes, and the ledger of publications. */
async function stateOf(workspace: Workspace): Promise<Record<string, string[]>> {
  const state: Record<string, string[]> = {};
  const limits = { thread_count: 2, memory_mib: 1024, readable: [] };
  const store = await Store.open(workspace.store, workspace.spill, limits);
  for (const { name } of await store.rows(TABLES, z.object({ name: z.string() }), { spared: SPARED })) {
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
  for (const [path, content] of Object.entries(contentsOf(workspace.reports))) state[path] = [content];
  state.ledger = readFileSync(workspace.ledger, "utf8").split("\n");
  return state;
}

/** Characters of a difference that a failed test shows: enough to find it, few enough to read. */
const SHOWN = 300;

/** Where two states differ: the table or file, and the first row on each side that the other has not. */
function differences(one: Record<string, string[]>, other: Record<string, string[]>): string[] {
  return Object.keys({ ...one, ...other }).flatMap((name) => {
    const [left, right] = [one[name] ?? [], other[name] ?? []];
    const at = left.findIndex((row, index) => row !== right[index]);
    if (at === -1 && left.length === right.length) return [];
    const place = at === -1 ? left.length : at;
    const [a, b] = [left[place] ?? "", right[place] ?? ""];
    const from = Math.max(0, [...a].findIndex((letter, index) => letter !== b[index]) - 40);
    return [`${name}: ${a.slice(from, from + SHOWN)} | ${b.slice(from, from + SHOWN)}`];
  });
}

describe("a run that is killed", () => {
  it(`at ${KILLS} random points ends, when started again, in the state of an undisturbed one`, {
    timeout: 2_400_000,
  }, async () => {
    const { feeds, days } = await smallWorld((all) => all.slice(-DAYS_OF_LOG));
    const [from, to] = [days.at(-NIGHTS) ?? "", days.at(-1) ?? ""];

    const undisturbed = openWorkspace(newFolder());
    const start = performance.now();
    const [status] = (await once(runChild(feeds, undisturbed, from, to), "exit")) as [number];
    const duration = performance.now() - start;
    expect(status).toBe(0);
    const expected = await stateOf(undisturbed);
    const names = readdirSync(join(undisturbed.reports, to)).sort();

    const another = () => {
      const fresh = openWorkspace(newFolder());
      cpSync(undisturbed.keys, fresh.keys, { recursive: true });
      chmodSync(fresh.keys, 0o700);
      return fresh;
    };
    let workspace = another();
    for (let kill = 0, attempt = 0; kill < KILLS; attempt += 1) {
      const child = runChild(feeds, workspace, from, to);
      const exit = once(child, "exit");
      const timer = setTimeout(() => child.kill("SIGKILL"), hashUniform(["kill", String(attempt)]) * duration);
      const [code] = (await exit) as [number | null];
      clearTimeout(timer);
      for (const night of readdirSync(workspace.reports).filter((name) => !name.startsWith(".")))
        expect(readdirSync(join(workspace.reports, night)).sort()).toEqual(names);
      if (code === null) kill += 1;
      else {
        expect(differences(await stateOf(workspace), expected)).toEqual([]);
        workspace = another();
      }
    }
    const [last] = (await once(runChild(feeds, workspace, from, to), "exit")) as [number];
    expect(last).toBe(0);
    expect(differences(await stateOf(workspace), expected)).toEqual([]);
  });
});
