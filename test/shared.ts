import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SHARED = fileURLToPath(new URL("../../shared/", import.meta.url));

/** The path of a file or folder of the shared test material beside the checkout, or null where it is absent. */
export function sharedPath(relative: string): string | null {
  const path = SHARED + relative;
  return existsSync(path) ? path : null;
}

/**
 * The path, for suites that need it: `describe.skipIf(missing(path))`. Says on standard error what is skipped, so that a
 * run without the shared material is not read as a pass of everything.
 */
export function missing(path: string | null, what: string): path is null {
  if (path === null) process.stderr.write(`skipped: ${what}: the shared material is not beside this checkout\n`);
  return path === null;
}
