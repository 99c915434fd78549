import { describe, expect, it } from "vitest";
import { z } from "zod";
import { migrate } from "../../data/store/migrate.js";
import { openMemory } from "../store.js";

describe("the store", () => {
  it("gives dates, instants, integers, lists and structs in forms that survive JSON", async () => {
    const store = await openMemory();
    const row = await store.row(
      `SELECT DATE '2026-05-01' AS d, TIMESTAMPTZ '2026-05-01 10:00:00.000001+02' AS t, 3::BIGINT AS n,
              ['a', 'b'] AS l, {x: 1, y: NULL::VARCHAR} AS s, NULL AS nothing, sum(i) AS total FROM range(3) r(i)`,
      z.unknown(),
    );
    expect(row).toEqual({
      d: "2026-05-01",
      t: "2026-05-01T08:00:00.000001Z",
      n: 3,
      l: ["a", "b"],
      s: { x: 1, y: null },
      nothing: null,
      total: 3,
    });
  });

  it("undoes all of a transaction that throws", async () => {
    const store = await openMemory();
    await store.run("CREATE TABLE t (x INTEGER)");
    await expect(
      store.transaction(async () => {
        await store.run("INSERT INTO t VALUES (1)");
        throw new Error("stop");
      }),
    ).rejects.toThrow("stop");
    expect(await store.row("SELECT count(*) AS n FROM t", z.object({ n: z.number() }))).toEqual({ n: 0 });
  });

  it("reads no file outside its folders, attaches nothing, and lets nobody change that", async () => {
    const store = await openMemory();
    await expect(store.run("SELECT * FROM read_text('/etc/hostname')")).rejects.toThrow(/disabled|not allowed/i);
    await expect(store.run("ATTACH '/tmp/other.duckdb'")).rejects.toThrow(/disabled|not allowed/i);
    await expect(store.run("SET enable_external_access = true")).rejects.toThrow();
  });

  it("migrates once, and a second time changes nothing", async () => {
    const store = await openMemory();
    const tables = "SELECT count(*) AS n FROM duckdb_tables()";
    const shape = z.object({ n: z.number() });
    const before = await store.row(tables, shape);
    await migrate(store);
    expect(await store.row(tables, shape)).toEqual(before);
    expect(before.n).toBeGreaterThan(10);
  });

  it("refuses a store that a later version has written", async () => {
    const store = await openMemory();
    await store.run("INSERT INTO schema_version VALUES (9999)");
    await expect(migrate(store)).rejects.toThrow("store written by a later version: schema 9999");
  });
});
