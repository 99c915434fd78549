import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The rooms that the program runs from; tests are no part of it. */
const ROOMS = ["data", "detectors", "pipeline", "reports"];
/** What pins every dependency, with its own digests. */
const PACKAGE = ["package-lock.json", "package.json"];

const HERE = fileURLToPath(import.meta.url);
const ROOT = fileURLToPath(new URL("..", import.meta.url));

const sha256 = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex");

let known: string | undefined;

/**
 * SHA-256 over the code that runs: over lines as `sha256sum` prints them, of the built modules and tables of the four rooms
 * in the order of their paths, then of the package and its lock file. The same for every clean build of a commit; no path of
 * the machine is in it. Read once a process.
 */
export function codeDigest(): string {
  known ??= digestOfCode(ROOT, extname(HERE));
  return known;
}

/** The digest of the modules with an ending (`.js`, or `.ts` where sources are run) below a root, and of their package. */
export function digestOfCode(root: string, ending: string): string {
  const modules = ROOMS.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && [ending, ".json"].includes(extname(entry.name)))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const named = modules.map((file) => ({ file, path: relative(root, file).split(sep).join("/") }));
  const above = existsSync(join(root, "package.json")) ? root : join(root, "..");
  const lines = [
    ...named.sort((a, b) => (a.path < b.path ? -1 : 1)),
    ...PACKAGE.map((path) => ({ file: join(above, path), path })),
  ].map(({ file, path }) => `${sha256(readFileSync(file))}  ${path}\n`);
  return sha256(lines.join(""));
}
