import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The four rooms of the house, and whom each may import. */
export const ROOMS = {
  data: ["data"],
  detectors: ["detectors", "data"],
  reports: ["reports", "data"],
  pipeline: ["pipeline", "detectors", "reports", "data"],
} as const;

export type Room = keyof typeof ROOMS;

/** A source file of a room: its path from the checkout's root, and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Every TypeScript source of a room. */
export function sourcesOf(room: Room): Source[] {
  return readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: relative(ROOT, file), text: readFileSync(file, "utf8") }));
}
