import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { newFolder } from "../folder.js";

const PROGRAM = join(import.meta.dirname, "../../dist/pipeline/main.js");

function sharewatch(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...words], { encoding: "utf8" });
  return { status, stdout, stderr };
}

const HEADER = "event_id,event_time,source,actor_id,action,outcome,object_id";
const GOOD = [1, 2, 3].map((n) => `e${n},2026-05-0${n}T10:00:00Z,vault,A${n},view,success,O${n}`);

function feedsOf(...rows: readonly string[]): string {
  const feeds = newFolder();
  mkdirSync(join(feeds, "access"));
  writeFileSync(join(feeds, "access", "vault.csv"), [HEADER, ...rows, ""].join("\n"));
  return feeds;
}

const night = (feeds: string, workspace: string, ...more: readonly string[]) =>
  sharewatch("run", "--feeds", feeds, "--workspace", workspace, "--night", "2026-05-03", ...more);

describe("the command line", () => {
  it("runs a night and says where the report lies: status 0", () => {
    const workspace = newFolder();
    const { status, stdout, stderr } = night(feedsOf(...GOOD), workspace);
    expect(status).toBe(0);
    expect(stdout).toContain(join(workspace, "reports/2026-05-03/flags.html"));
    expect(stderr).toContain("3 rows = 3 accepted + 0 duplicate + 0 refused");
    expect(readFileSync(join(workspace, "reports/2026-05-03/flags.jsonl"), "utf8")).toBe("");
  });

  it("does what can be done where rows are refused, and says so: status 3", () => {
    const workspace = newFolder();
    const { status, stderr } = night(feedsOf(...GOOD, "e4,yesterday,vault,A4,view,success,O4"), workspace);
    expect(status).toBe(3);
    expect(stderr).toContain("vault.csv: 1 row refused: line 5: unreadable time");
    expect(existsSync(join(workspace, "reports/2026-05-03/flags.html"))).toBe(true);
  });

  it.each([
    ["a date that does not exist", ["run", "--night", "2026-02-30"], "write a date like 2026-05-01"],
    ["half a range", ["run", "--feeds", "FEEDS", "--from", "2026-05-01"], "give both --from and --to"],
    [
      "a range that ends before it begins",
      ["run", "--feeds", "FEEDS", "--from", "2026-05-02", "--to", "2026-05-01"],
      "ends before it begins",
    ],
    [
      "a folder that is not there",
      ["run", "--feeds", "/no/such/feeds", "--workspace", "W"],
      "feeds folder not found: /no/such/feeds",
    ],
    ["a command that is none", ["rum"], "unknown command 'rum'"],
  ])("%s is a wrong command line: status 2", (_what, words, message) => {
    const places: Record<string, string> = { FEEDS: feedsOf(...GOOD), W: newFolder() };
    const { status, stderr } = sharewatch(...words.map((word) => places[word] ?? word));
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  it("a wrong setting is named by file and line: status 2, nothing run", () => {
    const feeds = feedsOf(...GOOD);
    writeFileSync(join(feeds, "settings.yaml"), "home:\n  nation: home\n");
    const workspace = newFolder();
    const { status, stderr } = night(feeds, workspace);
    expect(status).toBe(2);
    expect(stderr).toContain(`${join(feeds, "settings.yaml")}:2: home.nation: not a nation`);
    expect(existsSync(join(workspace, "store.duckdb"))).toBe(false);
  });

  it("check tells what would be read and writes nothing", () => {
    const feeds = feedsOf(...GOOD);
    const { status, stdout } = sharewatch("check", "--feeds", feeds);
    expect(status).toBe(0);
    expect(stdout).toContain("access/vault.csv: sharewatch: 3 rows = 3 accepted + 0 duplicate + 0 refused");
  });

  it("status --json has every file and night, by the contract's names", () => {
    const feeds = feedsOf(...GOOD);
    const workspace = newFolder();
    night(feeds, workspace);
    const status = JSON.parse(sharewatch("status", "--json", "--feeds", feeds, "--workspace", workspace).stdout);
    expect(status.files).toMatchObject([
      { path: "access/vault.csv", source: "vault", rows_read: 3, accepted: 3, duplicate: 0, refused: 0 },
    ]);
    expect(status.nights).toMatchObject([{ night: "2026-05-03", leads: 0, exceptions: 0 }]);
    expect(status.running).toBeNull();
  });

  it("an escape sequence in a file's name does not reach the terminal", () => {
    const feeds = feedsOf(...GOOD);
    writeFileSync(join(feeds, "access", "x\u001b[31m.csv"), "no,header,of,ours\n1,2,3,4\n");
    const { stdout, stderr, status } = sharewatch("check", "--feeds", feeds);
    expect(status).toBe(3);
    expect(stdout + stderr).not.toContain("\u001b");
  });

  it("a sample of another seed and size is another world, and a quiet one has nothing planted", () => {
    const [one, other, again] = [newFolder(), newFolder(), newFolder()];
    const small = ["--actors", "80", "--days", "60", "--rate", "0.2"];
    expect(sharewatch("sample", one, "--seed", "8", "--quiet", ...small).status).toBe(0);
    expect(sharewatch("sample", other, "--seed", "9", ...small).status).toBe(0);
    expect(sharewatch("sample", again, "--seed", "8", "--quiet", ...small).status).toBe(0);
    const truth = (folder: string) => JSON.parse(readFileSync(join(folder, "truth", "scenarios.json"), "utf8"));
    expect(truth(one)).toMatchObject({ seed: 8, days: 60, scenarios: [] });
    expect(truth(other).scenarios.length).toBeGreaterThan(5);
    const actors = (folder: string) => readFileSync(join(folder, "feeds", "actors.csv"), "utf8");
    expect(actors(again)).toBe(actors(one));
    expect(actors(other)).not.toBe(actors(one));
    expect(sharewatch("sample", newFolder(), "--days", "many").status).toBe(2);
    expect(sharewatch("sample", newFolder(), "--days", "5").status).toBe(2);
  });

  it("every command has its help", () => {
    for (const command of ["run", "schedule", "check", "status", "verify", "sample"]) {
      const { status, stdout } = sharewatch(command, "--help");
      expect(status).toBe(0);
      expect(stdout).toContain(`Usage: sharewatch ${command}`);
    }
  });
});
