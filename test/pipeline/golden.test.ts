import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { beforeAll, describe, expect, it } from "vitest";
import { manifestShape } from "../../data/integrity/manifest.js";
import { loadSettings } from "../../data/settings/load.js";
import { codeDigest } from "../../pipeline/code-digest.js";
import { silent } from "../../pipeline/progress.js";
import { run } from "../../pipeline/run.js";
import { VERSION } from "../../pipeline/version.js";
import { newWorkspace } from "../folder.js";
import { contentsOf, smallWorld } from "../world.js";

/** Nights of the small sample on which something planted is to be seen, with all that was logged before them. */
const NIGHTS = ["2026-03-18", "2026-03-19"] as const;
const EFFECTS = { now: () => "2026-07-01T00:00:00Z", pid: 1, host: "a-machine" };

/** What was published last time lies in `golden/`; `npx vitest run --config test/vitest.config.ts golden -u` takes over a change that was meant. */
describe("golden nights", () => {
  let published: Record<string, string> = {};

  beforeAll(async () => {
    const { feeds } = await smallWorld((all) => all.filter((day) => day <= NIGHTS[1]));
    const workspace = newWorkspace();
    await run({ feeds, workspace, loaded: loadSettings(null, feeds), nights: [...NIGHTS] }, EFFECTS, silent);
    published = contentsOf(workspace.reports);
  }, 240_000);

  it.each(["flags.jsonl", "flags.csv"])("publish %s byte for byte as it was", async (name) => {
    await expect(NIGHTS.map((night) => published[`${night}/${name}`]).join("")).toMatchFileSnapshot(`golden/${name}`);
  });

  it("publish every file with the digest it had, but for the manifest, which names the code", async () => {
    const made = Object.entries(published).filter(([path]) => !/manifest(\.dsse)?\.json$/.test(path));
    const sums = made.map(([path, text]) => `${createHash("sha256").update(text).digest("hex")}  ${path}\n`);
    await expect(sums.join("")).toMatchFileSnapshot("golden/SHA256SUMS");
  });

  it.each(NIGHTS)("%s has a manifest of every file, of what was read, and of the code that made it", (night) => {
    const manifest = manifestShape.parse(JSON.parse(published[`${night}/manifest.json`] ?? ""));
    const files = Object.entries(published).filter(([path]) => path.startsWith(night) && !path.includes("manifest"));
    expect(manifest.outputs.map(({ name, sha256 }) => [`${night}/${name}`, sha256])).toEqual(
      files.map(([path, text]) => [path, createHash("sha256").update(text).digest("hex")]),
    );
    expect(manifest.code).toEqual({ version: VERSION, sha256: codeDigest() });
    expect(manifest.inputs.files.map(({ path }) => path)).toContain("actors.csv");
  });

  it("are chained: the second names the first, and knows nothing of clocks, machines or folders", () => {
    const [first = "", second = ""] = NIGHTS.map((night) => published[`${night}/manifest.json`]);
    expect(manifestShape.parse(JSON.parse(first)).previous).toBeNull();
    expect(manifestShape.parse(JSON.parse(second)).previous).toBe(createHash("sha256").update(first).digest("hex"));
    for (const word of [EFFECTS.host, EFFECTS.now().slice(0, 10), tmpdir()]) expect(first + second).not.toContain(word);
  });
});
