import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { publishFolder, recoverReports } from "../../pipeline/publish.js";
import { newWorkspace } from "../folder.js";

const FILES = [
  { name: "a.txt", content: "one\n" },
  { name: "b.txt", content: "two\n" },
];

describe("publishing a folder", () => {
  it("puts every file in its place, for the owner only", () => {
    const workspace = newWorkspace();
    expect(publishFolder(workspace, "2026-05-01", FILES)).toBe(true);
    const place = join(workspace.reports, "2026-05-01");
    expect(readdirSync(place).sort()).toEqual(["a.txt", "b.txt"]);
    expect(statSync(place).mode & 0o777).toBe(0o700);
    expect(statSync(join(place, "a.txt")).mode & 0o777).toBe(0o600);
  });

  it("writes nothing where the same bytes stand already", () => {
    const workspace = newWorkspace();
    publishFolder(workspace, "2026-05-01", FILES);
    const before = statSync(join(workspace.reports, "2026-05-01", "a.txt")).ino;
    expect(publishFolder(workspace, "2026-05-01", FILES)).toBe(false);
    expect(statSync(join(workspace.reports, "2026-05-01", "a.txt")).ino).toBe(before);
  });

  it("replaces the whole folder where one byte differs, leaving no file of the old one", () => {
    const workspace = newWorkspace();
    publishFolder(workspace, "2026-05-01", FILES);
    expect(publishFolder(workspace, "2026-05-01", [{ name: "a.txt", content: "other\n" }])).toBe(true);
    expect(readdirSync(workspace.reports)).toEqual(["2026-05-01"]);
    expect(readdirSync(join(workspace.reports, "2026-05-01"))).toEqual(["a.txt"]);
  });

  it("after a crash between the two renames, the old folder stands again", () => {
    const workspace = newWorkspace();
    publishFolder(workspace, "2026-05-01", FILES);
    renameSync(join(workspace.reports, "2026-05-01"), join(workspace.reports, ".going-2026-05-01"));
    mkdirSync(join(workspace.reports, ".coming-2026-05-01"));
    writeFileSync(join(workspace.reports, ".coming-2026-05-01", "a.txt"), "half");
    recoverReports(workspace);
    expect(readdirSync(workspace.reports)).toEqual(["2026-05-01"]);
    expect(readFileSync(join(workspace.reports, "2026-05-01", "b.txt"), "utf8")).toBe("two\n");
  });

  it("after a crash before the old folder was removed, only the new one is left", () => {
    const workspace = newWorkspace();
    publishFolder(workspace, "2026-05-01", FILES);
    mkdirSync(join(workspace.reports, ".going-2026-05-01"));
    recoverReports(workspace);
    expect(existsSync(join(workspace.reports, ".going-2026-05-01"))).toBe(false);
    expect(readdirSync(workspace.reports)).toEqual(["2026-05-01"]);
  });
});
