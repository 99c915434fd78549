import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { z } from "zod";
import { PipelineError } from "../errors.js";
import type { Workspace } from "../workspace.js";

/** Who holds a workspace: what the next one to ask for it is told. */
const holderShape = z.object({ pid: z.number(), command: z.string(), since: z.string() });
export type Holder = z.infer<typeof holderShape>;

const held = new Set<string>();

/**
 * Makes this process the only one that writes in a workspace until `release` is called or the process dies.
 *
 * The lock itself is the operating system's lock on a small database file, which ends with its holder however that
 * dies; lock.json beside it only names the holder.
 *
 * @throws PipelineError `workspace_held`, naming the holder
 */
export async function holdWorkspace(workspace: Workspace, holder: Holder): Promise<{ release(): void }> {
  if (held.has(workspace.lock)) throw heldBy(workspace, undefined);
  let instance: DuckDBInstance;
  try {
    instance = await DuckDBInstance.create(workspace.lock);
  } catch (cause) {
    throw /lock/i.test(String(cause)) ? heldBy(workspace, cause) : cause;
  }
  held.add(workspace.lock);
  writeFileSync(workspace.holder, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  return {
    release() {
      rmSync(workspace.holder, { force: true });
      instance.closeSync();
      held.delete(workspace.lock);
    },
  };
}

/** Whether a living process holds a workspace, this one included. */
export async function isHeld(workspace: Workspace): Promise<boolean> {
  if (held.has(workspace.lock)) return true;
  if (!existsSync(workspace.lock)) return false;
  try {
    (await DuckDBInstance.create(workspace.lock)).closeSync();
    return false;
  } catch (error) {
    if (/lock/i.test(String(error))) return true;
    throw error;
  }
}

/** Who is writing in a workspace, or null where nobody says so. The answer of a holder that died may still stand. */
export function readHolder(workspace: Workspace): Holder | null {
  try {
    return holderShape.parse(JSON.parse(readFileSync(workspace.holder, "utf8")));
  } catch {
    return null;
  }
}

function heldBy(workspace: Workspace, cause: unknown): PipelineError {
  const holder = readHolder(workspace);
  const who = holder === null ? "another process" : `process ${holder.pid} (${holder.command})`;
  return new PipelineError(
    "workspace_held",
    `workspace in use: ${workspace.root}: held by ${who}`,
    { workspace: workspace.root, pid: holder?.pid ?? null, since: holder?.since ?? null },
    { cause },
  );
}
