import { existsSync } from "node:fs";
import { PipelineError } from "../../data/errors.js";
import { readAccounts } from "../../data/review/accounts.js";
import { readJournal } from "../../data/review/journal.js";
import type { Settings } from "../../data/settings/shape.js";
import { holdWorkspace } from "../../data/store/lock.js";
import { migrate } from "../../data/store/migrate.js";
import { Store } from "../../data/store/store.js";
import type { Workspace } from "../../data/workspace.js";
import type { Effects } from "../effects.js";
import { foldJournal } from "../stages/feedback.js";

/**
 * Takes the journal into the store at once where nobody holds the workspace; otherwise the next run does. Returns whether
 * it was done. The journal is what counts, so nothing is lost either way.
 */
export async function foldNow(workspace: Workspace, settings: Settings, effects: Effects): Promise<boolean> {
  if (!existsSync(workspace.store)) return false;
  let lock: { release(): void };
  try {
    lock = await holdWorkspace(workspace, { pid: effects.pid, command: "review", since: effects.now() });
  } catch (error) {
    if (error instanceof PipelineError && error.code === "workspace_held") return false;
    throw error;
  }
  try {
    const store = await Store.open(workspace.store, workspace.spill, { ...settings.store, readable: [] });
    try {
      await migrate(store);
      await foldJournal(store, readJournal(workspace.journal).kept, readAccounts(workspace.accounts));
    } finally {
      store.close();
    }
  } finally {
    lock.release();
  }
  return true;
}
