import { beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../data/store/store.js";
import { SCRATCH } from "../../pipeline/ingest/scratch.js";
import { openMemory } from "../store.js";
import { ROOMS, type Room, sourcesOf } from "./sources.js";

const STATEMENT = /\/\* sql \*\/\s*`((?:[^`\\]|\\.)*)`/g;

interface Statement {
  readonly name: string;
  readonly sql: string;
}

/** Statements of the schema are run by migrate itself. */
const statements: Statement[] = (Object.keys(ROOMS) as Room[])
  .flatMap(sourcesOf)
  .filter(({ path }) => !path.startsWith("data/store/"))
  .flatMap(({ path, text }) =>
    Array.from(text.matchAll(STATEMENT), (match) => ({
      name: `${path}:${text.slice(0, match.index).split("\n").length}`,
      sql: match[1] ?? "",
    })),
  );

describe("every SQL statement of the program", () => {
  let store: Store;
  beforeAll(async () => {
    store = await openMemory();
    for (const table of SCRATCH) await store.run(table);
  });

  it("is found", () => expect(statements.length).toBeGreaterThan(10));

  it.each(statements)("$name binds against the empty schema, and takes values only as $$name", async ({ sql }) => {
    expect(sql).not.toContain("${");
    await store.bind(sql);
  });

  it("one that names what is not there does not bind", async () => {
    await expect(store.bind("SELECT no_such_column FROM event")).rejects.toThrow("no_such_column");
  });
});
