import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Day, isDay } from "../../data/days.js";
import { type Flag, flagShape } from "../../data/flag.js";
import type { Workspace } from "../../data/workspace.js";

/** A flag over the published nights it stood in: the last of them first. */
export type FlagNights = readonly [Flag, ...Flag[]];

interface NightFile {
  readonly modified_ms: number;
  readonly flags: readonly Flag[];
}

/**
 * The flags of all published nights, from their own files, so that reviewing needs no store and stands beside a run. A
 * file is read again only when it was replaced.
 */
export class PublishedFlags {
  readonly #files = new Map<Day, NightFile>();
  #all: { readonly key: string; readonly flags: Map<string, FlagNights> } | null = null;
  constructor(private readonly workspace: Workspace) {}

  /** Nights whose reports stand, latest first. */
  nights(): Day[] {
    if (!existsSync(this.workspace.reports)) return [];
    return readdirSync(this.workspace.reports)
      .filter((name) => isDay(name) && existsSync(this.#place(name)))
      .sort()
      .reverse();
  }

  /** The flags of a night by queue and rank; none where the night was not published. */
  night(night: Day): readonly Flag[] {
    if (!isDay(night)) return [];
    const place = this.#place(night);
    const modified_ms = statSync(place, { throwIfNoEntry: false })?.mtimeMs;
    if (modified_ms === undefined) return [];
    const known = this.#files.get(night);
    if (known?.modified_ms === modified_ms) return known.flags;
    const lines = readFileSync(place, "utf8").split("\n");
    const flags = lines.filter((line) => line !== "").map((line) => flagShape.parse(JSON.parse(line)));
    this.#files.set(night, { modified_ms, flags });
    return flags;
  }

  /** When a night's reports were put in place, ISO 8601 in UTC, or null. */
  publishedAt(night: Day): string | null {
    return statSync(this.#place(night), { throwIfNoEntry: false })?.mtime.toISOString() ?? null;
  }

  /** Every flag of every published night, by flag_id. */
  all(): ReadonlyMap<string, FlagNights> {
    const nights = this.nights();
    const key = nights.map((night) => `${night} ${this.publishedAt(night)}`).join();
    if (this.#all?.key === key) return this.#all.flags;
    const found = new Map<string, FlagNights>();
    for (const night of nights)
      for (const flag of this.night(night)) {
        const known = found.get(flag.flag_id);
        found.set(flag.flag_id, known === undefined ? [flag] : [...known, flag]);
      }
    this.#all = { key, flags: found };
    return found;
  }

  #place(night: Day): string {
    return join(this.workspace.reports, night, "flags.jsonl");
  }
}
