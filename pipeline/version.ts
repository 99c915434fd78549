import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

const packageShape = z.object({ name: z.literal("sharewatch"), version: z.string() });

/** package.json stands one folder above the sources and two above what is built from them. */
const PLACES = ["../package.json", "../../package.json"] as const;

function readVersion(): string {
  for (const place of PLACES) {
    const file = new URL(place, import.meta.url);
    const found = existsSync(file) ? packageShape.safeParse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
    if (found?.success === true) return found.data.version;
  }
  throw new Error("package.json of sharewatch not found");
}

/** This code's version, from its package.json. */
export const VERSION: string = readVersion();
