import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWorkspace, type Workspace } from "../data/workspace.js";

/** A new empty folder of a test's own. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "sharewatch-test-"));
}

/** A new empty workspace of a test's own. */
export function newWorkspace(): Workspace {
  return openWorkspace(newFolder());
}
