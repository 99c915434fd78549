import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Account, writeAccounts } from "../../data/review/accounts.js";
import { loadSettings } from "../../data/settings/load.js";
import type { Workspace } from "../../data/workspace.js";
import { silent } from "../../pipeline/progress.js";
import { type RunOutcome, run } from "../../pipeline/run.js";
import { newFolder, newWorkspace } from "../folder.js";
import { EFFECTS } from "./installation.js";

const HEADER = "event_id,event_time,source,actor_id,action,outcome,object_id\n";

/** The nights of the smallest installation that there is. */
export const FIRST = "2026-05-02";
export const SECOND = "2026-05-03";

/** A folder of feeds and the workspace that judged it. */
export interface Lived {
  readonly feeds: string;
  readonly workspace: Workspace;
}

/** Three events of a day, in a file of their own. */
export function deliver(feeds: string, day: string): void {
  mkdirSync(join(feeds, "access"), { recursive: true });
  const rows = [1, 2, 3].map((n) => `${day}-${n},${day}T10:0${n}:00Z,vault,A${n},view,success,O${n}\n`);
  writeFileSync(join(feeds, "access", `vault-${day}.csv`), HEADER + rows.join(""));
}

export function judge(feeds: string, workspace: Workspace, ...nights: readonly string[]): Promise<RunOutcome> {
  return run({ feeds, workspace, loaded: loadSettings(null, feeds), nights }, EFFECTS, silent);
}

const REVIEWER: Account = {
  ...{ name: "kim", role: "reviewer", actor_id: "A1", added_at: "2026-04-01T08:00:00Z", closed_at: null },
  secret: { salt: "0".repeat(32), key: "0".repeat(64), cost: 2 ** 14, block_size: 8, parallelization: 1 },
};

/** Two nights, each with the log of its day, and a reviewer. */
export async function liveTwoNights(): Promise<Lived> {
  const [feeds, workspace] = [newFolder(), newWorkspace()];
  writeAccounts(workspace.accounts, [REVIEWER]);
  for (const night of [FIRST, SECOND]) {
    deliver(feeds, night);
    await judge(feeds, workspace, night);
  }
  return { feeds, workspace };
}
