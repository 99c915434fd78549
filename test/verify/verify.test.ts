import { createPublicKey } from "node:crypto";
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { readLedger } from "../../data/integrity/ledger.js";
import { manifestShape } from "../../data/integrity/manifest.js";
import { openSigningKey } from "../../data/integrity/signing-key.js";
import { newFolder } from "../folder.js";
import {
  checksOf,
  copyOf,
  decide,
  EFFECTS,
  faultsOf,
  type Installation,
  livedInstallation,
  resign,
} from "./installation.js";

let lived: Installation;
let last = "";

beforeAll(async () => {
  lived = await livedInstallation();
  last = lived.nights[2];
}, 600_000);

const flip = (file: string): void => {
  const bytes = readFileSync(file);
  if (bytes.length === 0) writeFileSync(file, "\n");
  else writeFileSync(file, bytes.fill((bytes[bytes.length >> 1] ?? 0) ^ 1, bytes.length >> 1, (bytes.length >> 1) + 1));
};

describe("what was published and left alone", () => {
  it("holds in every check: folder by folder, and all of them with their feeds and a pinned key", async () => {
    const { workspace, feeds, nights, period } = lived;
    const keys = [createPublicKey(readFileSync(join(workspace.keys, "signing.pub.pem")))];
    expect(await faultsOf(workspace.reports, { keys, feeds })).toEqual([]);
    expect(await faultsOf(workspace.root)).toEqual([]);
    for (const name of [...nights, period])
      expect(await faultsOf(join(workspace.reports, name), { feeds })).toEqual([]);
  });

  it("is derived again byte for byte: late files, a grown log, a replaced register, a decision, a night run twice, a month", async () => {
    const { workspace, feeds, nights, period } = lived;
    const scratch = newFolder();
    vi.stubEnv("TMPDIR", scratch);
    const checks = await checksOf(workspace.reports, { feeds, recompute: true });
    vi.unstubAllEnvs();
    expect(checks.filter(({ result }) => result === "does not hold")).toEqual([]);
    expect(
      checks.filter(({ what, result }) => what === "recomputed" && result === "holds").map(({ folder }) => folder),
    ).toEqual([...nights, period].sort());
    expect(readdirSync(scratch)).toEqual([]);
  }, 600_000);

  it("says without a pinned key that only integrity is shown", async () => {
    const checks = await checksOf(join(lived.workspace.reports, last));
    const [signature] = checks.filter(({ what }) => what.startsWith("signature"));
    expect(signature).toMatchObject({ result: "holds", detail: expect.stringContaining("not whose key it is") });
  });

  it("verifies as a folder alone, by the key in its envelope", async () => {
    const folder = join(newFolder(), "evidence");
    cpSync(join(lived.workspace.reports, last), folder, { recursive: true });
    expect(await faultsOf(folder)).toEqual([]);
  });

  it("has the first night twice in the ledger, the second superseding the first, chained by their digests", () => {
    const { lines } = readLedger(lived.workspace.ledger);
    const [first, second, third] = lived.nights;
    expect(lines.map(({ name }) => name)).toEqual([first, second, first, third, lived.period]);
    const again = manifestShape.parse(
      JSON.parse(readFileSync(join(lived.workspace.reports, first, "manifest.json"), "utf8")),
    );
    expect(again.ledger.supersedes).toBe(lines[0]?.manifest);
    expect(again.previous).toBe(lines[1]?.manifest);
    expect(again.journal.lines).toBe(0);
  });
});

describe("what was changed since", () => {
  it("one byte of any file is found and the file named", async () => {
    const names = readdirSync(join(lived.workspace.reports, last)).filter((name) => !name.startsWith("manifest"));
    expect(names.length).toBeGreaterThan(8);
    for (const name of names) {
      const workspace = copyOf(lived.workspace);
      flip(join(workspace.reports, last, name));
      expect(await faultsOf(join(workspace.reports, last))).toEqual([
        expect.stringContaining(`${last}: file ${name}: changed`),
      ]);
    }
  });

  it.each(["manifest.json", "manifest.dsse.json"])("one byte of %s is found", async (name) => {
    const workspace = copyOf(lived.workspace);
    flip(join(workspace.reports, last, name));
    const faults = await faultsOf(join(workspace.reports, last));
    expect(faults.join()).toMatch(/manifest/);
    expect(faults.length).toBeGreaterThan(0);
  });

  it("a file that was removed, added, renamed or turned into a link is named", async () => {
    const workspace = copyOf(lived.workspace);
    const folder = join(workspace.reports, last);
    rmSync(join(folder, "rights.csv"));
    writeFileSync(join(folder, "more.txt"), "");
    renameSync(join(folder, "flags.csv"), join(folder, "flags.txt"));
    renameSync(join(folder, "metrics.json"), join(workspace.root, "metrics.json"));
    symlinkSync(join(workspace.root, "metrics.json"), join(folder, "metrics.json"));
    expect(await faultsOf(folder)).toEqual([
      `${last}: file flags.txt: not in the manifest`,
      `${last}: file more.txt: not in the manifest`,
      `${last}: file flags.csv: missing`,
      `${last}: file metrics.json: not a regular file`,
      `${last}: file rights.csv: missing`,
    ]);
  });

  it("a night signed by another key does not hold, pinned or not", async () => {
    const workspace = copyOf(lived.workspace);
    const other = openSigningKey(null, join(newFolder(), "keys"));
    expect(await faultsOf(join(workspace.reports, last), { keys: [createPublicKey(other.public_pem)] })).toEqual([
      expect.stringContaining("not by a key that was given"),
      "all: ledger head: not signed by a key that was given or lies in the workspace",
    ]);
    const forged = copyOf(lived.workspace);
    rmSync(forged.keys, { recursive: true });
    resign(forged, last, (manifest) => manifest);
    cpSync(workspace.keys, forged.keys, { recursive: true });
    const signature = [expect.stringContaining(`${last}: signature, manifest.dsse.json: not by a key`)];
    expect(await faultsOf(join(forged.reports, last))).toEqual(signature);
    const keys = [createPublicKey(readFileSync(join(workspace.keys, "signing.pub.pem")))];
    expect(await faultsOf(join(forged.reports, last), { keys })).toEqual(signature);
  });

  it("two nights that changed places are found", async () => {
    const workspace = copyOf(lived.workspace);
    const [, second, third] = lived.nights;
    renameSync(join(workspace.reports, second), join(workspace.reports, "2020-01-01"));
    renameSync(join(workspace.reports, third), join(workspace.reports, second));
    renameSync(join(workspace.reports, "2020-01-01"), join(workspace.reports, third));
    const faults = await faultsOf(workspace.reports);
    expect(faults).toContain(`${second}: manifest.json: is that of ${third}`);
    expect(faults).toContain(`${third}: manifest.json: is that of ${second}`);
  });

  it("a night that is missing in the middle is found by the youngest manifest, one at the end by the ledger", async () => {
    const workspace = copyOf(lived.workspace);
    rmSync(join(workspace.reports, lived.nights[1]), { recursive: true });
    expect(await faultsOf(workspace.reports)).toEqual([
      `all: chain: published and not here: ${lived.nights[1]}`,
      `all: ledger: published and not here: ${lived.nights[1]}`,
    ]);
    const cut = copyOf(lived.workspace);
    rmSync(join(cut.reports, lived.period), { recursive: true });
    expect(await faultsOf(cut.reports)).toEqual([`all: ledger: published and not here: ${lived.period}`]);
  });

  it("a ledger that was cut off, or rewritten, is not the one that the manifests vouch for", async () => {
    const cut = copyOf(lived.workspace);
    const { texts } = readLedger(cut.ledger);
    writeFileSync(cut.ledger, `${texts.slice(0, 2).join("\n")}\n`);
    expect((await faultsOf(cut.reports)).join()).toContain("ledger: cut off: it has 2 lines");
    const changed = copyOf(lived.workspace);
    writeFileSync(changed.ledger, `${texts.join("\n").replace('"journal":0', '"journal":9')}\n`);
    expect((await faultsOf(changed.reports)).join()).toContain("ledger of publications broken at line 2");
  });

  it("an older publication put back in its place is found", async () => {
    const workspace = copyOf(lived.workspace);
    const [first] = lived.nights;
    resign(workspace, first, (manifest) => ({ ...manifest, marking: "UNCLASSIFIED" }));
    const faults = await faultsOf(workspace.reports);
    expect(faults.join()).toContain(`${first} is not what ${lived.period}, the youngest, says was published`);
    expect(faults.join()).toContain(`line 3 is not ${first} as it lies here`);
  });

  it("a journal of decisions that was cut off, or changed, is found", async () => {
    const cut = copyOf(lived.workspace);
    rmSync(cut.journal);
    expect(await faultsOf(join(cut.reports, last))).toEqual([`${last}: journal of decisions: gone: it had 3 lines`]);
    const changed = copyOf(lived.workspace);
    writeFileSync(changed.journal, readFileSync(changed.journal, "utf8").replace("tasked", "asked"));
    expect(await faultsOf(join(changed.reports, last))).toEqual([
      `${last}: journal of decisions: line 2: does not follow from the lines before it: one of them was changed`,
    ]);
    const grown = copyOf(lived.workspace);
    decide(grown, EFFECTS.now());
    expect(await faultsOf(join(grown.reports, last))).toEqual([]);
  });

  it("a feed that was changed is named; one that is gone could not be checked", async () => {
    const feeds = newFolder();
    cpSync(lived.feeds, feeds, { recursive: true });
    flip(join(feeds, "actors.csv"));
    rmSync(join(feeds, "tiers.csv"));
    expect(await faultsOf(join(lived.workspace.reports, last), { feeds })).toEqual([
      `${last}: inputs: changed since: actors.csv`,
      `${last}: inputs: 1 delivery not here: tiers.csv`,
    ]);
    const again = await faultsOf(join(lived.workspace.reports, last), { feeds, recompute: true });
    expect(again.at(-1)).toContain("recomputed: a delivery is not here: actors.csv");
  });
});
