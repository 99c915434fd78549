import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One temporary folder for all that a test run makes, gone when it ends. */
export default function temporary(): () => void {
  const root = mkdtempSync(join(tmpdir(), "sharewatch-tests-"));
  process.env.TMPDIR = root;
  return () => rmSync(root, { recursive: true, force: true });
}
