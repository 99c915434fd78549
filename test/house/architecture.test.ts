import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOMS, type Room, type Source, sourcesOf } from "./sources.js";

const IMPORT = /(?:\bfrom\s+|\bimport\s*\(?\s*)["'](\.[^"']+)["']/g;

/** The imports of a source that climb out of what its room may see: `file -> target`. */
function climbing(room: Room, { path, text }: Source): string[] {
  const allowed: readonly string[] = ROOMS[room];
  return Array.from(text.matchAll(IMPORT), ([, target = ""]) => posix.join(posix.dirname(path), target))
    .filter((target) => !allowed.includes(target.split("/")[0] ?? ""))
    .map((target) => `${path} -> ${target}`);
}

describe("the four rooms", () => {
  it.each(Object.keys(ROOMS) as Room[])("%s imports nothing above it", (room) => {
    const sources = sourcesOf(room);
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.flatMap((source) => climbing(room, source))).toEqual([]);
  });

  it("an import that climbs is seen", () => {
    const source = { path: "data/x/y.ts", text: 'import { a } from "../../detectors/card.js";' };
    expect(climbing("data", source)).toEqual(["data/x/y.ts -> detectors/card.js"]);
  });

  it("only the store opens DuckDB", () => {
    const openers = (Object.keys(ROOMS) as Room[])
      .flatMap(sourcesOf)
      .filter(({ text }) => text.includes("@duckdb/node-api"))
      .map(({ path }) => path);
    expect(openers).not.toEqual([]);
    expect(openers.filter((path) => !path.startsWith("data/store/"))).toEqual([]);
  });

  it("the clock and chance are read in one place", () => {
    const readers = (Object.keys(ROOMS) as Room[])
      .flatMap(sourcesOf)
      .filter(({ text }) => /Date\.now\(|new Date\(\)|Math\.random\(|Temporal\.Now/.test(text))
      .map(({ path }) => path);
    expect(readers).toEqual(["pipeline/effects.ts"]);
  });
});
