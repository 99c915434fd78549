import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { holdWorkspace, isHeld } from "../../data/store/lock.js";
import { newWorkspace } from "../folder.js";

const HOLDER = { pid: process.pid, command: "run 2026-05-01", since: "2026-05-02T01:30:00Z" };

/** Holds the lock file from another process until it is killed. */
const OTHER = `
  const { DuckDBInstance } = require("@duckdb/node-api");
  DuckDBInstance.create(process.argv[1]).then(() => { console.log("held"); setInterval(() => {}, 1000); });
`;

describe("the lock of a workspace", () => {
  it("refuses a second holder and names the first", async () => {
    const workspace = newWorkspace();
    const lock = await holdWorkspace(workspace, HOLDER);
    await expect(holdWorkspace(workspace, HOLDER)).rejects.toThrow(`held by process ${process.pid} (run 2026-05-01)`);
    lock.release();
    const again = await holdWorkspace(workspace, HOLDER);
    again.release();
    expect(await isHeld(workspace)).toBe(false);
  });

  it("is held against another process, named by it, and free when that process dies", async () => {
    const workspace = newWorkspace();
    const other = spawn(process.execPath, ["-e", OTHER, workspace.lock], { cwd: join(import.meta.dirname, "../..") });
    await once(other.stdout, "data");
    writeFileSync(workspace.holder, JSON.stringify({ ...HOLDER, pid: other.pid, command: "run of another" }));
    expect(await isHeld(workspace)).toBe(true);
    await expect(holdWorkspace(workspace, HOLDER)).rejects.toThrow(`held by process ${other.pid} (run of another)`);
    other.kill("SIGKILL");
    await once(other, "exit");
    const lock = await holdWorkspace(workspace, HOLDER);
    lock.release();
  });
});
