import { createPublicKey } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { firstDifference } from "../../pipeline/verify/compare.js";
import { newFolder, newWorkspace } from "../folder.js";
import { contentsOf } from "../world.js";
import { copyOf, faultsOf, forgeLast } from "./installation.js";
import { FIRST, judge, type Lived, liveTwoNights, SECOND } from "./two-nights.js";

let lived: Lived;

beforeAll(async () => {
  lived = await liveTwoNights();
});

describe("a published folder from a stranger", () => {
  it("hostile figures and flags are compared without harm", () => {
    const deep = `{"metrics":[{"id":"x","slice":{},"value":${"[".repeat(50_000)}${"]".repeat(50_000)}}]}`;
    const plain = '{"metrics":[{"id":"x","slice":{},"value":1}]}';
    expect(firstDifference("metrics.json", deep, plain)).toContain("published what cannot be told, derived 1");
    expect(firstDifference("metrics.json", "{", plain)).toBe("line 1");
    expect(firstDifference("metrics.json", '{"metrics":[]}', plain)).toBe(
      "figure x {}: derived again, and not published",
    );
    expect(firstDifference("flags.jsonl", '{"flag_id":"a","rank":2}\n', '{"flag_id":"a","rank":1}\n')).toBe(
      "flag a: rank: published 2, derived 1",
    );
    expect(firstDifference("flags.csv", "a\nb\n", "a\nc\n")).toBe("line 2");
  });

  it("a manifest that holds no Unicode text is refused", async () => {
    const workspace = copyOf(lived.workspace);
    const file = join(workspace.reports, SECOND, "manifest.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"nation":"', '"nation":"\\ud800'));
    expect((await faultsOf(join(workspace.reports, SECOND))).join()).toContain("no Unicode text");
  });

  it("beside others is named, hidden or not, unless it is on its way to its place", async () => {
    const workspace = copyOf(lived.workspace);
    for (const name of [".hidden", "notes.txt"]) writeFileSync(join(workspace.reports, name), "");
    mkdirSync(join(workspace.reports, ".coming-2026-05-04"));
    expect(await faultsOf(workspace.reports)).toEqual([
      "all: reports: no published folder: .hidden",
      "all: reports: no published folder: notes.txt",
    ]);
  });

  it.each(["2026-02-30", "9999-99", "0000", "2026-Q5", "..", "2026-05-01/.."])(
    "a manifest of %s, which is no night and no period, is refused",
    async (name) => {
      const workspace = copyOf(lived.workspace);
      const file = join(workspace.reports, SECOND, "manifest.json");
      const text = readFileSync(file, "utf8");
      writeFileSync(file, text.replace(`"name":"${FIRST}"`, `"name":${JSON.stringify(name)}`));
      expect((await faultsOf(join(workspace.reports, SECOND))).join()).toContain("not a night or a period");
    },
  );

  it("a manifest whose names lead out of their folders is refused", async () => {
    for (const name of ["../flags.csv", "/etc/passwd", ".hidden", "a/b", ""]) {
      const workspace = copyOf(lived.workspace);
      const file = join(workspace.reports, SECOND, "manifest.json");
      writeFileSync(file, readFileSync(file, "utf8").replace('"name":"flags.csv"', `"name":${JSON.stringify(name)}`));
      expect((await faultsOf(join(workspace.reports, SECOND))).join()).toContain("not the name of a file here");
    }
    for (const path of ["../actors.csv", "/actors.csv", "access/../../x", "a//b", "."]) {
      const workspace = copyOf(lived.workspace);
      const file = join(workspace.reports, SECOND, "manifest.json");
      writeFileSync(
        file,
        readFileSync(file, "utf8").replace(`"path":"access/vault-${FIRST}.csv"`, `"path":${JSON.stringify(path)}`),
      );
      expect((await faultsOf(join(workspace.reports, SECOND))).join()).toContain("leads out of the feeds folder");
    }
  });
});

describe("a folder alone", () => {
  it("is derived again from the feeds, but for the reviewers' accounts, which it only has the digest of", async () => {
    const folder = join(newFolder(), "evidence");
    cpSync(join(lived.workspace.reports, SECOND), folder, { recursive: true });
    expect(await faultsOf(folder, { feeds: lived.feeds, recompute: true })).toEqual([
      "evidence: reviewers: the reviewers' accounts as known then are not given: --workspace DIR",
    ]);
    const { root } = lived.workspace;
    expect(await faultsOf(folder, { feeds: lived.feeds, recompute: true, workspace: root })).toEqual([]);
  });
});

describe("whoever holds the key", () => {
  it("cannot change a figure, sign it and write the ledger anew, but that deriving it again finds it", async () => {
    const workspace = copyOf(lived.workspace);
    const file = join(workspace.reports, SECOND, "metrics.json");
    const published = JSON.parse(readFileSync(file, "utf8"));
    const figure = published.metrics.find(({ value }: { value: unknown }) => typeof value === "number");
    const told = figure.value;
    figure.value += 1;
    writeFileSync(file, `${JSON.stringify(published, null, 1)}\n`);
    forgeLast(workspace, SECOND);
    const { feeds } = lived;
    expect(await faultsOf(workspace.reports, { feeds })).toEqual([]);
    expect(await faultsOf(workspace.reports, { feeds, recompute: true })).toEqual([
      `${SECOND}: recomputed metrics.json: differs: figure ${figure.id} {}: value: published ${told + 1}, derived ${told}`,
    ]);
  });

  it("can take another one: nights signed before still hold, and both are given to verify", async () => {
    const workspace = newWorkspace();
    cpSync(lived.workspace.root, workspace.root, { recursive: true });
    const { keys } = workspace;
    renameSync(join(keys, "signing.pub.pem"), join(keys, "signing-1.pub.pem"));
    rmSync(join(keys, "signing.pem"));
    const { feeds } = lived;
    const before = contentsOf(workspace.reports);
    const third = "2026-05-04";
    await judge(feeds, workspace, FIRST, SECOND, third);
    const after = contentsOf(workspace.reports);
    expect(Object.keys(before).filter((path) => after[path] !== before[path])).toEqual([]);
    const [former, present] = ["signing-1.pub.pem", "signing.pub.pem"].map((name) =>
      createPublicKey(readFileSync(join(keys, name))),
    );
    if (former === undefined || present === undefined) throw new Error("no keys");
    expect(await faultsOf(workspace.reports, { keys: [former, present] })).toEqual([]);
    expect((await faultsOf(workspace.reports, { keys: [former] }))[0]).toContain(`${third}: signature`);
    expect(await faultsOf(workspace.reports)).toEqual([]);
  });
});
