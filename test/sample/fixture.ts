import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { type SampleOptions, type SampleSummary, writeSample } from "../../data/sample/index.js";

export type Row = Record<string, unknown>;

export interface OpenSample {
  readonly summary: SampleSummary;
  readonly rows: (sql: string) => Promise<Row[]>;
  readonly close: () => Promise<void>;
}

/** The feeds of which every sample has a file. */
export const FEEDS = [
  "actors",
  "objects",
  "agreements",
  "entitlements",
  "sharing_steps",
  "consents",
  "feedback",
  "authorities",
  "obligations",
  "recommendations",
  "incidents",
  "exercises",
  "calendar",
  "tiers",
];

async function load(connection: DuckDBConnection, { feeds, truth }: SampleSummary): Promise<void> {
  const read = (file: string): string =>
    `SELECT * FROM read_csv('${file}', all_varchar = true, header = true, delim = ',', quote = '"')`;
  await connection.run("SET TimeZone = 'UTC'");
  for (const feed of FEEDS) await connection.run(`CREATE TABLE ${feed} AS ${read(join(feeds, `${feed}.csv`))}`);
  await connection.run(`CREATE TABLE injected AS ${read(join(truth, "injected.csv"))}`);
  await connection.run(`CREATE TABLE access AS
    SELECT * REPLACE (event_time::TIMESTAMPTZ AS event_time, seq::BIGINT AS seq)
    FROM (${read(join(feeds, "access", "*.csv.gz"))})`);
}

/** A sample written to a folder of its own and opened as text tables in an in-memory DuckDB; times and seq are typed. */
export async function openSample(options: SampleOptions): Promise<OpenSample> {
  const dir = await mkdtemp(join(tmpdir(), "sample-"));
  const summary = await writeSample(dir, options);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await load(connection, summary);
  return {
    summary,
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
    close: async () => {
      connection.closeSync();
      instance.closeSync();
      await rm(dir, { recursive: true });
    },
  };
}
