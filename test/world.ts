import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Day } from "../data/days.js";
import { writeSample } from "../data/sample/index.js";
import { newFolder } from "./folder.js";

/** Days of log that a small world keeps: enough for every stage to have work, few enough to be quick. */
const DAYS_OF_LOG = 16;

const dayOf = (path: string): Day | undefined => /(\d{4}-\d{2}-\d{2})\.csv/.exec(path)?.[1];

/** Some days of a small sample, by default its last ones: its folder of feeds and these days, ascending. */
export async function smallWorld(
  chosen: (all: readonly Day[]) => readonly Day[] = (all) => all.slice(-DAYS_OF_LOG),
): Promise<{ feeds: string; days: readonly Day[] }> {
  const { feeds } = await writeSample(newFolder(), { days: 60, actors: 80 });
  const access = join(feeds, "access");
  const files = readdirSync(access, { recursive: true, encoding: "utf8" });
  const all = [...new Set(files.map(dayOf).filter((day) => day !== undefined))].sort();
  const days = chosen(all);
  for (const file of files) {
    const day = dayOf(file);
    if (day !== undefined && !days.includes(day)) rmSync(join(access, file));
  }
  return { feeds, days };
}

/** Every file below a folder with its content, by its path from there. */
export function contentsOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]),
  );
}

/** Published files but for their signatures, the only ones whose bytes depend on the installation's key. */
export function withoutSignatures(contents: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(contents).filter(([path]) => !path.endsWith("manifest.dsse.json")));
}
