import { spawnSync } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { newFolder } from "../folder.js";

const ROOT = join(import.meta.dirname, "../..");
const PROGRAM = join(ROOT, "dist/pipeline/main.js");
const NIGHTS = ["2026-05-02", "2026-05-03"] as const;

function sharewatch(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...words], { encoding: "utf8" });
  return { status, stdout, stderr };
}

const feeds = newFolder();
const workspace = join(newFolder(), "workspace");
const night = join(workspace, "reports", NIGHTS[1]);

beforeAll(() => {
  mkdirSync(join(feeds, "access"));
  const rows = NIGHTS.map((day, n) => `e${n},${day}T10:00:00Z,vault,A,view,success\n`);
  writeFileSync(
    join(feeds, "access", "vault.csv"),
    `event_id,event_time,source,actor_id,action,outcome\n${rows.join("")}`,
  );
  const ran = sharewatch("run", "--feeds", feeds, "--workspace", workspace, "--from", NIGHTS[0], "--to", NIGHTS[1]);
  expect(ran.status).toBe(0);
});

const copied = (): string => {
  const copy = join(newFolder(), "workspace");
  cpSync(workspace, copy, { recursive: true });
  return join(copy, "reports", NIGHTS[1]);
};

describe("sharewatch verify", () => {
  it("ends with 0 where all holds, one line a check; what was not asked for is named", () => {
    const { status, stdout } = sharewatch("verify", night);
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.slice(0, -1).filter((line) => !/^(holds|not checked): /.test(line))).toEqual([]);
    expect(lines.at(-1)).toMatch(/^\d+ checks hold, 0 do not, \d+ were not made$/);
    expect(stdout).toContain(`not checked: ${NIGHTS[1]}: inputs: give --feeds DIR`);
  });

  it("ends with 1 where something does not hold, also as JSON", () => {
    const folder = copied();
    writeFileSync(join(folder, "flags.csv"), "changed\n");
    expect(sharewatch("verify", folder)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining(`does not hold: ${NIGHTS[1]}: file flags.csv: changed`),
    });
    const { status, checks } = JSON.parse(sharewatch("verify", folder, "--json").stdout);
    expect(status).toBe(1);
    expect(checks).toContainEqual(expect.objectContaining({ what: "file flags.csv", result: "does not hold" }));
  });

  it("ends with 3 where what was asked for could not be checked", () => {
    const { status, stdout } = sharewatch("verify", night, "--feeds", newFolder());
    expect(stdout).toContain("inputs: 1 delivery not here: access/vault.csv");
    expect(status).toBe(3);
  });

  it.each([
    ["no folder", ["verify", "/no/such/folder"], "no such folder"],
    ["a folder in which nothing was published", ["verify", feeds], "nothing published here"],
    ["a key that is not there", ["verify", night, "--key", "/no/key.pem"], "public key not found: /no/key.pem"],
    ["deriving again from nothing", ["verify", night, "--recompute"], "give --feeds DIR"],
  ])("%s is a wrong command line: status 2", (_what, words, message) => {
    const { status, stderr } = sharewatch(...words);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  it("lets no escape sequence of a tampered folder reach the terminal", () => {
    const folder = copied();
    writeFileSync(join(folder, "x\u001b[31m\u202e.csv"), "");
    const file = join(folder, "manifest.dsse.json");
    const envelope = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...envelope, payloadType: "\u001b]0;owned\u0007" }));
    const { status, stdout, stderr } = sharewatch("verify", folder);
    expect(status).toBe(1);
    expect(stdout).toContain("not in the manifest");
    expect(stdout).toContain("signed as something else");
    for (const sign of ["\u001b", "\u0007", "\u202e"]) expect(stdout + stderr).not.toContain(sign);
  });

  it("checks a proof that was made by prove, with the public key alone", () => {
    const made = sharewatch("prove", night, "access/vault.csv");
    expect(made.status).toBe(0);
    const proof = join(newFolder(), "proof.json");
    writeFileSync(proof, made.stdout);
    const key = join(workspace, "keys", "signing.pub.pem");
    expect(sharewatch("verify", proof, "--key", key, "--feeds", feeds).status).toBe(0);
  });

  it("status says by which key the last night is signed, or that it is not", () => {
    const told = (place: string) => sharewatch("status", "--feeds", feeds, "--workspace", place).stdout;
    expect(told(workspace)).toMatch(/2026-05-03 is signed by key [0-9a-f]{16}/);
    const folder = copied();
    writeFileSync(join(folder, "manifest.dsse.json"), "{}");
    expect(told(join(folder, "..", ".."))).toContain("2026-05-03 is not signed by a key of this workspace");
  });
});

describe("the signing key", () => {
  it("that the settings name and is not there, or is open to others, ends the run before anything is read: status 2", () => {
    const [place, key] = [join(newFolder(), "workspace"), join(newFolder(), "our.pem")];
    const config = join(newFolder(), "settings.yaml");
    writeFileSync(config, `signing: {key: ${key}}\n`);
    const words = ["run", "--feeds", feeds, "--workspace", place, "--config", config, "--night", NIGHTS[0]];
    const missing = sharewatch(...words);
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain(`signing key not found: ${key}`);
    cpSync(join(workspace, "keys", "signing.pem"), key);
    chmodSync(key, 0o644);
    const open = sharewatch(...words);
    expect(open.status).toBe(2);
    expect(open.stderr).toContain(`signing key open to others: ${key}`);
    expect(existsSync(join(place, "store.duckdb"))).toBe(false);
  });

  it("is in nothing that is written", () => {
    const pem = readFileSync(join(workspace, "keys", "signing.pem"), "utf8");
    const secret = createPrivateKey(pem).export({ format: "jwk" }).d ?? "";
    const written = readdirSync(workspace, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "signing.pem")
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
    expect(secret.length).toBeGreaterThan(40);
    const [, body = ""] = pem.split("\n");
    expect(written.filter((text) => text.includes(secret) || text.includes(body))).toEqual([]);
  });
});

/** Blocks of commands in SECURITY.md, in order. */
const blocks = Array.from(
  readFileSync(join(ROOT, "SECURITY.md"), "utf8").matchAll(/```sh\n([\s\S]*?)```/g),
  ([, block = ""]) => block.replaceAll("/tmp/", `${newFolder()}/`),
);
const has = (tool: string): boolean => spawnSync("sh", ["-c", `command -v ${tool}`]).status === 0;
const lacking = ["openssl", "jq", "sha256sum", "cmp"].filter((tool) => !has(tool));
if (lacking.length > 0) process.stderr.write(`skipped: the commands of SECURITY.md: no ${lacking.join(", ")} here\n`);

describe.skipIf(lacking.length > 0)("the commands of SECURITY.md", () => {
  const [check = "", code = ""] = blocks;
  const key = join(workspace, "keys", "signing.pub.pem");
  const shell = (script: string, cwd: string) =>
    spawnSync("bash", ["-e", "-o", "pipefail", "-c", script], {
      cwd,
      encoding: "utf8",
      env: { ...process.env, KEY: key, FEEDS: feeds },
    });

  it("check signature, files, predecessor and feeds of a night without Sharewatch", () => {
    const { status, stdout } = shell(check, night);
    expect(stdout).toContain("Signature Verified Successfully");
    expect(stdout).toContain("metrics.json: OK");
    expect(stdout).toContain("access/vault.csv: OK");
    const [previous] = /^[0-9a-f]{64}$/m.exec(stdout) ?? [];
    expect(stdout).toContain(`${previous}  ../${NIGHTS[0]}/manifest.json`);
    expect(status).toBe(0);
  });

  it("find a changed file and a changed manifest", () => {
    const folder = copied();
    writeFileSync(join(folder, "metrics.json"), "{}\n");
    expect(shell(check, folder)).toMatchObject({ stdout: expect.stringContaining("metrics.json: FAILED") });
    const other = copied();
    writeFileSync(
      join(other, "manifest.json"),
      readFileSync(join(other, "manifest.json"), "utf8").replace("XHM", "XHN"),
    );
    expect(shell(check, other).status).not.toBe(0);
  });

  it("give the digest of the code that the manifest names", () => {
    const manifest = JSON.parse(readFileSync(join(night, "manifest.json"), "utf8"));
    expect(shell(code, ROOT).stdout.slice(0, 64)).toBe(manifest.code.sha256);
  });
});
