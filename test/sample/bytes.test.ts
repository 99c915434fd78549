import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SampleSummary, sampleAccessRows, writeSample } from "../../data/sample/index.js";

/** Room that a file takes on a disk that gives out blocks of this many bytes, the common size. */
const BLOCK = 4096;

const SMALL = { seed: 5, days: 60, actors: 80 } as const;

async function files(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function digest(dir: string): Promise<string> {
  const hash = createHash("sha256");
  for (const path of await files(dir)) hash.update(path.slice(dir.length)).update(await readFile(path));
  return hash.digest("hex");
}

describe("a written sample", () => {
  let root: string;
  let full: SampleSummary;
  let seconds: number;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "sample-"));
    const begun = performance.now();
    full = await writeSample(join(root, "full"));
    seconds = (performance.now() - begun) / 1000;
  });
  afterAll(() => rm(root, { recursive: true }));

  it("has 120 actors and 80 days, and takes under 5 MB on a disk with 4 kB blocks", async () => {
    expect([full.actors, full.first_day, full.last_day]).toEqual([120, "2026-02-02", "2026-04-22"]);
    const sizes = await Promise.all((await files(join(root, "full"))).map(async (path) => (await stat(path)).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(full.bytes);
    expect(sizes.reduce((sum, size) => sum + Math.ceil(size / BLOCK) * BLOCK, 0)).toBeLessThan(5e6);
  });

  it("takes seconds, not minutes", () => {
    expect(seconds).toBeLessThan(30);
  });

  it("is its owner's alone", async () => {
    const paths = [
      join(root, "full"),
      full.feeds,
      full.truth,
      join(full.feeds, "access"),
      ...(await files(join(root, "full"))),
    ];
    const modes = await Promise.all(paths.map(async (path) => (await stat(path)).mode & 0o077));
    expect(modes.filter((mode) => mode !== 0)).toEqual([]);
  });

  it("keeps the truth out of the feeds", async () => {
    const names = (await files(full.feeds)).map((path) => path.slice(full.feeds.length));
    expect(names.filter((name) => /truth|scenario|injected/.test(name))).toEqual([]);
    expect(full.truth.startsWith(full.feeds)).toBe(false);
  });

  it("is the same bytes for the same seed, and others for another", async () => {
    const dirs = ["one", "two", "other"].map((name) => join(root, name));
    const [one = "", two = "", other = ""] = dirs;
    await writeSample(one, SMALL);
    await writeSample(two, SMALL);
    await writeSample(other, { ...SMALL, seed: 6 });
    expect(await digest(two)).toBe(await digest(one));
    expect(await digest(other)).not.toBe(await digest(one));
  });

  it("carries no time in its gzip headers", async () => {
    const [path = ""] = (await files(join(full.feeds, "access"))).slice(3);
    const bytes = await readFile(path);
    expect(bytes.readUInt32LE(4)).toBe(0);
    expect(gunzipSync(bytes).toString().split("\n")[0]).toMatch(/^event_id,event_time,source,seq,/);
  });

  it("refuses a world too short, naming the option", async () => {
    await expect(writeSample(join(root, "never"), { days: 10 })).rejects.toMatchObject({
      code: "sample_option",
      message: "sample option not usable: days",
    });
  });
});

describe("access rows for measuring", () => {
  it("are as many as asked, with unique ids and no hole in seq, past the end of the world they repeat", () => {
    const rows = [...sampleAccessRows(90_000, SMALL)].slice(1);
    expect(rows).toHaveLength(90_000);
    expect(new Set(rows.map(([id]) => id)).size).toBe(90_000);
    const registry = rows.filter((row) => row[2] === "registry").map((row) => row[3]);
    expect(registry.filter((seq, index) => seq !== index + 1)).toEqual([]);
  });
});
