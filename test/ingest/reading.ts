import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { z } from "zod";
import type { Store } from "../../data/store/store.js";
import { ingest } from "../../pipeline/ingest/ingest.js";
import type { IngestSettings } from "../../pipeline/ingest/settings.js";
import type { IngestSummary } from "../../pipeline/ingest/summary.js";
import { openMemory } from "../store.js";

export const SETTINGS: IngestSettings = {
  home: { nation: "XHM", time_zone: "Europe/Paris" },
  sources: [],
  reading: { year_min: 1990, year_max: 2100 },
};

export const HEADER = "event_id,event_time,source,actor_id,action,outcome,object_id,bytes\n";

/** A folder of feeds, a real store in memory, and the reading of the one into the other. */
export class Bench {
  private constructor(
    readonly feeds: string,
    readonly tmp: string,
    readonly store: Store,
  ) {}

  static async open(feeds?: string): Promise<Bench> {
    const tmp = realpathSync(mkdtempSync(join(tmpdir(), "ingest-tmp-")));
    const folder = feeds ?? realpathSync(mkdtempSync(join(tmpdir(), "feeds-")));
    return new Bench(folder, tmp, await openMemory([folder, tmp]));
  }

  put(path: string, content: string | Buffer): void {
    mkdirSync(dirname(join(this.feeds, path)), { recursive: true });
    writeFileSync(join(this.feeds, path), content);
  }

  /** Writes a query's rows as Parquet, by an engine of its own: the store itself may not write files. */
  async parquet(path: string, query: string): Promise<void> {
    mkdirSync(dirname(join(this.feeds, path)), { recursive: true });
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run(`COPY (${query}) TO '${join(this.feeds, path)}' (FORMAT parquet)`);
    connection.closeSync();
  }

  read(settings: Partial<IngestSettings> = {}, night = "2026-05-01"): Promise<IngestSummary> {
    return ingest(this.store, { feeds: this.feeds, night, settings: { ...SETTINGS, ...settings }, tmp: this.tmp });
  }

  async column(sql: string): Promise<unknown[]> {
    const rows = await this.store.rows(sql, z.record(z.string(), z.unknown()));
    return rows.map((row) => Object.values(row)[0]);
  }

  rows(sql: string): Promise<Record<string, unknown>[]> {
    return this.store.rows(sql, z.record(z.string(), z.unknown()));
  }

  ids(): Promise<unknown[]> {
    return this.column("SELECT event_id FROM event ORDER BY event_id");
  }

  refusals(): Promise<Record<string, unknown>[]> {
    return this.rows("SELECT line, reason, raw_text FROM refused_row ORDER BY file_id, line");
  }
}

/** A row of HEADER: an ordinary view by alice. */
export function row(id: string, changes: Partial<Record<"time" | "actor" | "bytes" | "object", string>> = {}): string {
  const { time = "2026-05-01T10:00:00Z", actor = "alice", bytes = "10", object = "OBJ-1" } = changes;
  return `${id},${time},portal,${actor},view,success,${object},${bytes}\n`;
}
