import { mkdirSync, mkdtempSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ManifestInput } from "../../data/integrity/manifest.js";
import { digestOfCode } from "../../pipeline/code-digest.js";
import { Archive } from "../../pipeline/verify/archive.js";
import { readingsOf } from "../../pipeline/verify/steps.js";
import { newFolder } from "../folder.js";
import { sha256 } from "./installation.js";

const delivery = (path: string, content: string, known_from = "2026-05-01"): ManifestInput => ({
  ...{ path, sha256: sha256(content), bytes: Buffer.byteLength(content), known_from, feed: "access", status: "read" },
  rows: { read: 0, accepted: 0, duplicate: 0, refused: 0 },
});

describe("an archive of deliveries", () => {
  it("finds a delivery at its place, as the beginning of a longer file, or anywhere by its digest", async () => {
    const feeds = newFolder();
    mkdirSync(join(feeds, "access"));
    mkdirSync(join(feeds, "old", "deep"), { recursive: true });
    writeFileSync(join(feeds, "access", "a.csv"), "one\ntwo\n");
    writeFileSync(join(feeds, "old", "deep", "whatever"), "before\n");
    const archive = new Archive(feeds);
    expect(await archive.find(delivery("access/a.csv", "one\ntwo\n"))).toMatchObject({ found: { bytes: 8 } });
    expect(await archive.find(delivery("access/a.csv", "one\n"))).toMatchObject({ found: { bytes: 4 } });
    expect(await archive.find(delivery("access/a.csv", ""))).toMatchObject({ found: { bytes: 0 } });
    expect(await archive.find(delivery("actors.csv", "before\n"))).toMatchObject({
      found: { file: expect.stringContaining("whatever") },
    });
    expect(await archive.find(delivery("access/a.csv", "other\n"))).toEqual({ found: null, now: sha256("one\ntwo\n") });
    expect(await archive.find(delivery("access/b.csv", "other\n"))).toEqual({ found: null, now: null });
  });

  it("follows no link out of its folder", async () => {
    const [feeds, outside] = [newFolder(), newFolder()];
    writeFileSync(join(outside, "secret.csv"), "secret\n");
    symlinkSync(join(outside, "secret.csv"), join(feeds, "actors.csv"));
    symlinkSync(outside, join(feeds, "access"));
    const archive = new Archive(feeds);
    for (const path of ["actors.csv", "access/secret.csv", "../secret.csv"])
      expect(await archive.find(delivery(path, "secret\n"))).toEqual({ found: null, now: null });
  });
});

describe("deliveries that are staged again", () => {
  it("are read together as far as one night read them, and never twice under one path", () => {
    const files = [
      delivery("a.csv", "1"),
      delivery("b.csv", "1"),
      delivery("b.csv", "12"),
      delivery("c.csv", "1", "2026-05-02"),
    ];
    expect(readingsOf(files).map(({ known_from, files: some }) => [known_from, some.map(({ path }) => path)])).toEqual([
      ["2026-05-01", ["a.csv", "b.csv"]],
      ["2026-05-01", ["b.csv"]],
      ["2026-05-02", ["c.csv"]],
    ]);
  });
});

describe("the digest of the code", () => {
  const folderOf = (): string => {
    const root = mkdtempSync(join(newFolder(), "clone-"));
    for (const room of ["data", "detectors", "pipeline", "reports", "test"]) {
      mkdirSync(join(root, room, "inner"), { recursive: true });
      writeFileSync(join(root, room, "inner", "a.js"), `export const room = "${room}";\n`);
    }
    for (const name of ["package.json", "package-lock.json"]) writeFileSync(join(root, name), "{}\n");
    return root;
  };

  it("is the same in any folder, and knows every module, its place and the lock file, but no test", () => {
    const [root, other] = [folderOf(), folderOf()];
    const digest = digestOfCode(root, ".js");
    expect(digestOfCode(other, ".js")).toBe(digest);
    writeFileSync(join(other, "test", "inner", "a.js"), "changed\n");
    expect(digestOfCode(other, ".js")).toBe(digest);
    for (const change of [
      (at: string) => writeFileSync(join(at, "data", "inner", "a.js"), "changed\n"),
      (at: string) => writeFileSync(join(at, "reports", "table.json"), "{}\n"),
      (at: string) => writeFileSync(join(at, "package-lock.json"), "{ }\n"),
      (at: string) => renameSync(join(at, "pipeline", "inner", "a.js"), join(at, "pipeline", "inner", "b.js")),
    ]) {
      const changed = folderOf();
      change(changed);
      expect(digestOfCode(changed, ".js")).not.toBe(digest);
    }
  });
});
