import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { loadSettings } from "../../data/settings/load.js";
import { silent } from "../../pipeline/progress.js";
import { run } from "../../pipeline/run.js";
import { newWorkspace } from "../folder.js";
import { contentsOf, smallWorld } from "../world.js";

/** Nights of the small sample on which something planted is to be seen, with all that was logged before them. */
const NIGHTS = ["2026-03-18", "2026-03-19"] as const;
const EFFECTS = { now: () => "2026-07-01T00:00:00Z", pid: 1, host: "here" };

/** What was published last time lies in `golden/`; `npx vitest run --config test/vitest.config.ts golden -u` takes over a change that was meant. */
describe("golden nights", () => {
  let published: Record<string, string> = {};

  beforeAll(async () => {
    const { feeds } = await smallWorld((all) => all.filter((day) => day <= NIGHTS[1]));
    const workspace = newWorkspace();
    await run({ feeds, workspace, loaded: loadSettings(null, feeds), nights: [...NIGHTS] }, EFFECTS, silent);
    published = contentsOf(workspace.reports);
  });

  it.each(["flags.jsonl", "flags.csv"])("publish %s byte for byte as it was", async (name) => {
    await expect(NIGHTS.map((night) => published[`${night}/${name}`]).join("")).toMatchFileSnapshot(`golden/${name}`);
  });

  it("publish every file with the digest it had", async () => {
    const sums = Object.entries(published).map(
      ([path, text]) => `${createHash("sha256").update(text).digest("hex")}  ${path}\n`,
    );
    await expect(sums.join("")).toMatchFileSnapshot("golden/SHA256SUMS");
  });
});
