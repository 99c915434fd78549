import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isWhole } from "../../pipeline/ingest/summary.js";
import { Bench, HEADER, row } from "./reading.js";

/** A zstd frame that stores its content uncompressed (RFC 8878 §3.1.1: one raw block, the last, no checksum). */
function zstdStored(content: Buffer): Buffer {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x60]);
  const size = Buffer.alloc(2);
  size.writeUInt16LE(content.length - 256);
  const block = Buffer.alloc(3);
  block.writeUIntLE((content.length << 3) | 1, 0, 3);
  return Buffer.concat([header, size, block, content]);
}

const TEXT = HEADER + row("1") + row("2", { object: "OBJ-é" }) + row("3") + row("4");
const IDS = ["1", "2", "3", "4"];

describe("the same rows are read from", () => {
  it.each<[string, string, Buffer]>([
    ["plain UTF-8", "a.csv", Buffer.from(TEXT)],
    ["UTF-8 with a byte order mark", "a.csv", Buffer.from(`\ufeff${TEXT}`)],
    ["lines that end in CR LF", "a.csv", Buffer.from(TEXT.replaceAll("\n", "\r\n"))],
    ["lines of which some end in CR LF", "a.csv", Buffer.from(TEXT.replace("\n", "\r\n"))],
    ["blank lines between rows", "a.csv", Buffer.from(TEXT.replaceAll("\n", "\n\n"))],
    ["blank lines before the header", "a.csv", Buffer.from(`\n\n${TEXT}`)],
    ["UTF-16, little endian, with a mark", "a.csv", Buffer.from(`\ufeff${TEXT}`, "utf16le")],
    ["UTF-16, big endian, with a mark", "a.csv", Buffer.from(`\ufeff${TEXT}`, "utf16le").swap16()],
    ["UTF-16 without a mark", "a.csv", Buffer.from(TEXT, "utf16le")],
    ["tabs between the fields", "a.tsv", Buffer.from(TEXT.replaceAll(",", "\t"))],
    ["semicolons between the fields", "a.csv", Buffer.from(TEXT.replaceAll(",", ";"))],
    ["gzip", "a.csv.gz", gzipSync(TEXT)],
    [
      "two gzip members, one after the other",
      "a.csv.gz",
      Buffer.concat([gzipSync(TEXT.slice(0, 99)), gzipSync(TEXT.slice(99))]),
    ],
    ["zstd", "a.csv.zst", zstdStored(Buffer.from(TEXT))],
    ["quotes around every field", "a.csv", Buffer.from(TEXT.replaceAll(/[^,\n]+/g, '"$&"'))],
    ["folders within folders", "2026/05/a.csv", Buffer.from(TEXT)],
  ])("%s", async (_, name, content) => {
    const bench = await Bench.open();
    bench.put(`access/${name}`, content);
    expect(await bench.read()).toMatchObject({ rows_read: 4, accepted: 4, refused: 0 });
    expect(await bench.ids()).toEqual(IDS);
    expect(await bench.column("SELECT object_id FROM event WHERE event_id = '2'")).toEqual(["OBJ-é"]);
  });

  it("columns in any order", async () => {
    const bench = await Bench.open();
    bench.put(
      "access/a.csv",
      "outcome,bytes,action,actor_id,event_time,event_id\nsuccess,7,view,alice,2026-05-01T10:00:00Z,1\n",
    );
    await bench.read();
    expect(await bench.rows("SELECT event_id, actor_id, bytes, source, object_id FROM event")).toEqual([
      { event_id: "1", actor_id: "alice", bytes: 7, source: "access", object_id: null },
    ]);
  });

  it("JSON lines, a JSON list and Parquet", async () => {
    const bench = await Bench.open();
    const event = (id: number) => ({
      event_id: String(id),
      event_time: "2026-05-01T10:00:00Z",
      source: "portal",
      actor_id: "alice",
      action: "view",
      outcome: "success",
      bytes: id,
    });
    bench.put("access/a.jsonl", [1, 2].map((id) => `${JSON.stringify(event(id))}\n`).join(""));
    bench.put("access/b.json", JSON.stringify([3, 4].map(event), null, 2));
    bench.put("access/c.json", [5, 6].map((id) => JSON.stringify(event(id), null, 2)).join("\n"));
    await bench.parquet(
      "access/d.parquet",
      `SELECT i::VARCHAR AS event_id, TIMESTAMPTZ '2026-05-01 10:00:00+00' AS event_time, 'portal' AS source,
        'alice' AS actor_id, 'view' AS action, 'success' AS outcome, i AS bytes FROM range(7, 9) t(i)`,
    );
    expect(await bench.read()).toMatchObject({ rows_read: 8, accepted: 8, refused: 0 });
    expect(await bench.rows("SELECT event_id, bytes FROM event ORDER BY event_id")).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((id) => ({ event_id: String(id), bytes: id })),
    );
    expect(await bench.column("SELECT DISTINCT event_time FROM event")).toEqual(["2026-05-01T10:00:00.000000Z"]);
  });
});

describe("a file of", () => {
  it("no bytes, of a header only, or of blank lines only has no rows and is not refused", async () => {
    const bench = await Bench.open();
    bench.put("access/a.csv", "");
    bench.put("access/b.csv", HEADER);
    bench.put("access/c.jsonl", "\n\n");
    const summary = await bench.read();
    expect(summary).toMatchObject({ rows_read: 0, refused: 0 });
    expect(summary.files.map(({ path, status }) => [path, status])).toEqual([
      ["access/a.csv", "read"],
      ["access/b.csv", "read"],
      ["access/c.jsonl", "read"],
    ]);
  });

  it("JSON lines with broken ones among them loses those alone", async () => {
    const bench = await Bench.open();
    const line = (id: string): string =>
      `{"event_id":"${id}","event_time":"2026-05-01T10:00:00Z","actor_id":"a","action":"view","outcome":"success"}`;
    const broken = line("2").slice(0, 50);
    bench.put("access/a.jsonl", `${line("1")}\n${broken}\n[1]\n${line("3")}${line("4")}\n${line("5")}\n`);
    expect(await bench.read()).toMatchObject({ rows_read: 5, accepted: 2, refused: 3 });
    expect((await bench.refusals()).map(({ line, reason, raw_text }) => [line, reason, raw_text])).toEqual([
      [2, "not a JSON object", broken],
      [3, "not a JSON object", "[1]"],
      [4, "not a JSON object", line("3") + line("4")],
    ]);
  });

  it("Parquet with rows that do not fit loses those alone", async () => {
    const bench = await Bench.open();
    await bench.parquet(
      "access/a.parquet",
      `SELECT i::VARCHAR AS event_id, TIMESTAMPTZ '2026-05-01 10:00:00+00' AS event_time, 'alice' AS actor_id,
        'view' AS action, 'success' AS outcome, i - 1 AS bytes FROM range(3) t(i)`,
    );
    expect(await bench.read()).toMatchObject({ rows_read: 3, accepted: 2, refused: 1 });
    expect(await bench.refusals()).toMatchObject([{ line: 1, reason: "negative size" }]);
  });

  it.each<[string, string, Buffer, string]>([
    [
      "gzip that is cut off",
      "a.csv.gz",
      gzipSync(TEXT.repeat(50)).subarray(0, -9),
      "gzip not readable: unexpected end of file",
    ],
    [
      "zstd that is cut off",
      "a.csv.zst",
      zstdStored(Buffer.from(TEXT)).subarray(0, -9),
      "zstd not readable: unexpected EOF",
    ],
    [
      "Parquet without a footer",
      "a.parquet",
      Buffer.from("PAR1 and then nothing"),
      "Parquet not readable: no whole footer",
    ],
    [
      "a JSON list that does not close",
      "a.json",
      Buffer.from('[{"event_id":"1","event_time":"x"},'),
      "JSON list does not close",
    ],
    [
      "a JSON list cut off inside a record",
      "a.json",
      Buffer.from('[{"event_id":"1","event_time":"x"},{"event_id":"2","marks":[1]'),
      "not readable: ",
    ],
    [
      "an object of records that does not close",
      "a.json",
      Buffer.from('{"Records":[{"eventID":"1","eventSource":"s","eventName":"n","userIdentity":{}}]'),
      "not readable: ",
    ],
    [
      "a table without a column it needs",
      "a.csv",
      Buffer.from("event_id,event_time\n1,2\n"),
      "columns missing: actor_id, action, outcome",
    ],
    ["a table with a column twice", "a.csv", Buffer.from("event_id,event_id\n1,2\n"), "column given twice: event_id"],
    ["no known format", "a.log", Buffer.from("hello\n"), "no known format recognised from its"],
  ])("%s is refused whole with its reason, and the others are read", async (_, name, content, reason) => {
    const bench = await Bench.open();
    bench.put(`access/${name}`, content);
    bench.put("access/z.csv", TEXT);
    const summary = await bench.read();
    expect(summary.files[0]).toMatchObject({ status: "refused", rows_read: 0 });
    expect(summary.files[0]?.reason).toContain(reason);
    expect(summary.files[0]?.reason).not.toContain(bench.tmp);
    expect(await bench.ids()).toEqual(IDS);
    expect((await bench.read()).files).toEqual([]);
  });

  it("a name that is hidden or has no known extension is passed over, and no input is missed", async () => {
    const bench = await Bench.open();
    bench.put("access/a.csv", TEXT);
    for (const name of [".DS_Store", "notes.md"]) bench.put(`access/${name}`, "x");
    const summary = await bench.read();
    expect(summary.skipped.map(({ path }) => path)).toEqual(["access/.DS_Store", "access/notes.md"]);
    expect(isWhole(summary)).toBe(true);
  });

  it("a symbolic link is not followed, and is reported as missing input", async () => {
    const bench = await Bench.open();
    bench.put("access/a.csv", TEXT);
    symlinkSync(join(bench.feeds, "access/a.csv"), join(bench.feeds, "access/b.csv"));
    const summary = await bench.read();
    expect(summary.skipped).toEqual([{ path: "access/b.csv", reason: "not a regular file", is_input: true }]);
    expect(isWhole(summary)).toBe(false);
  });

  it("an unfinished name is passed over and said so", async () => {
    const bench = await Bench.open();
    for (const name of ["a.csv.part", ".b.csv", "c.csv~", "d.tmp", "e.csv.crdownload"])
      bench.put(`access/${name}`, TEXT);
    const summary = await bench.read();
    expect(summary.skipped).toHaveLength(5);
    expect(new Set(summary.skipped.map(({ reason }) => reason))).toEqual(new Set(["name of an unfinished file"]));
    expect(summary.rows_read).toBe(0);
  });

  it("columns that no field reads names them", async () => {
    const bench = await Bench.open();
    bench.put("access/a.csv", HEADER.replace("\n", ",colour,shape\n") + row("1").replace("\n", ",red,round\n"));
    expect((await bench.read()).files[0]?.unmapped).toEqual(["colour", "shape"]);
    expect(await bench.column("SELECT unmapped FROM file")).toEqual([["colour", "shape"]]);
  });
});
