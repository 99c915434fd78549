import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** The folders and files of one installation, all below one folder and readable by their owner only. */
export interface Workspace {
  readonly root: string;
  readonly store: string;
  /** Copies made while reading, and the engine's spill: emptied at every start. */
  readonly tmp: string;
  readonly spill: string;
  readonly reports: string;
  readonly log: string;
  /** The reviewers' journal, their accounts, and rows of imports that were refused: never replaced by a run. */
  readonly journal: string;
  readonly accounts: string;
  readonly refused: string;
  /** The signing key where the settings name no other, and the ledger of publications: only ever added to. */
  readonly keys: string;
  readonly ledger: string;
  /** The ledger's signed head. */
  readonly head: string;
  readonly lock: string;
  readonly holder: string;
}

/** What group and others may not have of a new file or folder: anything. */
const OWNER_ONLY = 0o077;

/**
 * Names the workspace's places and makes its folders (0700). From then on whatever this process makes, the engine's
 * own files included, is for its owner only.
 */
export function openWorkspace(folder: string): Workspace {
  process.umask(OWNER_ONLY);
  const root = resolve(folder);
  const workspace: Workspace = {
    root,
    store: join(root, "store.duckdb"),
    tmp: join(root, "tmp"),
    spill: join(root, "spill"),
    reports: join(root, "reports"),
    log: join(root, "log", "sharewatch.jsonl"),
    journal: join(root, "review", "decisions.jsonl"),
    accounts: join(root, "review", "accounts.json"),
    refused: join(root, "review", "refused.jsonl"),
    keys: join(root, "keys"),
    ledger: join(root, "ledger.jsonl"),
    head: join(root, "ledger.dsse.json"),
    lock: join(root, "lock.duckdb"),
    holder: join(root, "lock.json"),
  };
  for (const path of [root, workspace.tmp, workspace.spill, workspace.reports, join(root, "log"), join(root, "review")])
    mkdirSync(path, { recursive: true, mode: 0o700 });
  return workspace;
}
