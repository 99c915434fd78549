import { renameSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { Bench, HEADER, row } from "./reading.js";

/** Two equal lines of a web log, and one more. */
const HIT = '192.0.2.1 - ada [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 10 "-" "curl"\n';
const OTHER = '192.0.2.1 - ada [17/May/2015:10:05:04 +0000] "GET /b HTTP/1.1" 404 - "-" "curl"\n';

const ADDS_UP = "SELECT count(*) FROM file WHERE rows_read <> accepted + duplicate + refused";

describe("a delivery", () => {
  it("read again adds nothing and is not read", async () => {
    const bench = await Bench.open();
    bench.put("access/a.csv", HEADER + row("1"));
    await bench.read();
    const again = await bench.read();
    expect(again).toMatchObject({ files: [], known_file_count: 1, rows_read: 0 });
    expect(await bench.ids()).toEqual(["1"]);
  });

  it("renamed, copied or recompressed adds nothing, and its rows are counted as duplicates", async () => {
    const bench = await Bench.open();
    const text = HEADER + row("1") + row("2", { bytes: "-1" });
    bench.put("access/a.csv", text);
    await bench.read();
    renameSync(join(bench.feeds, "access/a.csv"), join(bench.feeds, "access/b.csv"));
    bench.put("access/c.csv.gz", gzipSync(text));
    bench.put("access/d.csv", Buffer.from(`\ufeff${text}`, "utf16le"));
    const summary = await bench.read();
    expect(summary).toMatchObject({ rows_read: 6, accepted: 0, duplicate: 3, refused: 3 });
    expect(summary.files.map(({ status, reason }) => [status, reason])).toEqual(
      Array(3).fill(["copy", "same content as access/a.csv"]),
    );
    expect(await bench.ids()).toEqual(["1"]);
    expect((await bench.column(ADDS_UP))[0]).toBe(0);
  });

  it("whose name lost the sign of its compression is decompressed by its first bytes", async () => {
    const bench = await Bench.open();
    bench.put("access/a.csv", gzipSync(HEADER + row("1")));
    expect(await bench.read()).toMatchObject({ rows_read: 1, accepted: 1 });
  });

  it("with refused rows has each reason with the first of its lines", async () => {
    const bench = await Bench.open();
    bench.put("access/a.csv", HEADER + row("1", { bytes: "-1" }) + row("2") + row("", {}) + row("3", { bytes: "-2" }));
    expect((await bench.read()).refusals).toEqual([
      { path: "access/a.csv", reason: "negative size", row_count: 2, first_line: 2 },
      { path: "access/a.csv", reason: "no event_id", row_count: 1, first_line: 4 },
    ]);
    expect((await bench.read()).refusals).toEqual([]);
  });

  it("with the same content twice on the first night is read once", async () => {
    const bench = await Bench.open();
    bench.put("access/a.csv", HEADER + row("1"));
    bench.put("access/b.csv", HEADER + row("1"));
    expect(await bench.read()).toMatchObject({ rows_read: 2, accepted: 1, duplicate: 1 });
  });

  it("that grew adds only its new rows, and touches only their days", async () => {
    const bench = await Bench.open();
    bench.put("access/a.csv", HEADER + row("1"));
    await bench.read({}, "2026-05-01");
    bench.put("access/a.csv", HEADER + row("1") + row("2", { time: "2026-04-20T10:00:00Z" }));
    expect(await bench.read({}, "2026-05-02")).toMatchObject({ rows_read: 2, accepted: 1, duplicate: 1 });
    expect(await bench.rows("SELECT night, day FROM touched_day ORDER BY night, day")).toEqual([
      { night: "2026-05-01", day: "2026-05-01" },
      { night: "2026-05-02", day: "2026-04-20" },
    ]);
  });

  it("with an id that its source has used before, in this file or another, counts it as a duplicate and keeps the first", async () => {
    const bench = await Bench.open();
    bench.put("access/a.csv", HEADER + row("1", { object: "first" }) + row("1", { object: "second" }));
    bench.put("access/b.csv", HEADER + row("1", { object: "third" }) + row("1").replace("portal", "vault"));
    expect(await bench.read()).toMatchObject({ rows_read: 4, accepted: 2, duplicate: 2, refused: 0 });
    expect(await bench.rows("SELECT source, object_id FROM event ORDER BY source")).toEqual([
      { source: "portal", object_id: "first" },
      { source: "vault", object_id: "OBJ-1" },
    ]);
  });
});

describe("a plain file whose last line no line end closes", () => {
  it("gives that row provisionally where it is whole, and the completed row takes its place", async () => {
    const bench = await Bench.open();
    const text = HEADER + row("1") + row("2");
    bench.put("access/a.csv", text.slice(0, -2));
    expect(await bench.read({}, "2026-05-01")).toMatchObject({ accepted: 2, refused: 0 });
    expect(await bench.rows("SELECT event_id, bytes, is_provisional FROM event ORDER BY event_id")).toEqual([
      { event_id: "1", bytes: 10, is_provisional: false },
      { event_id: "2", bytes: 1, is_provisional: true },
    ]);
    bench.put("access/a.csv", text + row("3"));
    expect(await bench.read({}, "2026-05-02")).toMatchObject({ rows_read: 3, accepted: 2, duplicate: 1, refused: 0 });
    expect(await bench.rows("SELECT event_id, bytes, is_provisional FROM event ORDER BY event_id")).toEqual([
      { event_id: "1", bytes: 10, is_provisional: false },
      { event_id: "2", bytes: 10, is_provisional: false },
      { event_id: "3", bytes: 10, is_provisional: false },
    ]);
    expect(await bench.rows("SELECT rows_read, accepted, duplicate, refused FROM file ORDER BY file_id")).toEqual([
      { rows_read: 2, accepted: 1, duplicate: 0, refused: 1 },
      { rows_read: 3, accepted: 2, duplicate: 1, refused: 0 },
    ]);
    expect(await bench.refusals()).toMatchObject([{ reason: "unfinished last line, whole in a later delivery" }]);
  });

  it("refuses that row where it is not whole, and takes it when it is", async () => {
    const bench = await Bench.open();
    const text = HEADER + row("1") + row("2");
    bench.put("access/a.csv", text.slice(0, -20));
    expect(await bench.read()).toMatchObject({ rows_read: 2, accepted: 1, refused: 1 });
    expect(String((await bench.refusals())[0]?.reason)).toMatch(/^unfinished last line: /);
    bench.put("access/a.csv", text);
    expect(await bench.read()).toMatchObject({ rows_read: 2, accepted: 1, duplicate: 1, refused: 0 });
    expect(await bench.ids()).toEqual(["1", "2"]);
  });

  it("that another file replaces keeps its provisional row: nothing says that it was completed", async () => {
    const bench = await Bench.open();
    bench.put("access/a.csv", (HEADER + row("1")).slice(0, -1));
    await bench.read();
    bench.put("access/a.csv", HEADER + row("7") + row("8"));
    await bench.read();
    expect(await bench.ids()).toEqual(["1", "7", "8"]);
  });
});

describe("a log whose lines carry no id", () => {
  it("keeps equal lines apart", async () => {
    const bench = await Bench.open();
    bench.put("access/web.log", HIT + HIT + OTHER + HIT);
    expect(await bench.read()).toMatchObject({ rows_read: 4, accepted: 4, duplicate: 0 });
  });

  it("delivered again, longer, renamed and compressed adds only the lines that are new", async () => {
    const bench = await Bench.open();
    bench.put("access/web.log", HIT + HIT);
    await bench.read();
    bench.put("access/web.log", HIT + HIT + OTHER);
    expect(await bench.read()).toMatchObject({ accepted: 1, duplicate: 2 });
    bench.put("access/web.log.1.gz", gzipSync(HIT + HIT + OTHER));
    expect(await bench.read()).toMatchObject({ accepted: 0, duplicate: 3 });
    bench.put("access/web.log.2.gz", gzipSync(HIT + HIT + OTHER + HIT));
    expect(await bench.read()).toMatchObject({ accepted: 1, duplicate: 3 });
    expect((await bench.ids()).length).toBe(4);
  });

  it("has the same ids whatever it is read beside", async () => {
    const alone = await Bench.open();
    alone.put("access/web.log", HIT + HIT);
    await alone.read();
    const among = await Bench.open();
    among.put("access/a.log", OTHER);
    among.put("access/web.log", HIT + HIT);
    await among.read();
    expect(await among.ids()).toEqual(expect.arrayContaining(await alone.ids()));
  });
});

describe("settings of a source", () => {
  it("name the zone of times without an offset, across a change of clock", async () => {
    const bench = await Bench.open();
    bench.put(
      "access/old/a.csv",
      HEADER + row("1", { time: "2026-03-28 12:00:00" }) + row("2", { time: "2026-03-29 12:00:00" }),
    );
    const summary = await bench.read({ sources: [{ name: "old", files: "old/*.csv", time_zone: "Europe/Paris" }] });
    expect(summary.refused).toBe(0);
    // Paris is at +01:00 until 29 March 2026, 02:00, and at +02:00 from then on.
    expect(await bench.column("SELECT event_time FROM event ORDER BY event_id")).toEqual([
      "2026-03-28T11:00:00.000000Z",
      "2026-03-29T10:00:00.000000Z",
    ]);
  });

  it("name the source of records that name none, file by file", async () => {
    const bench = await Bench.open();
    bench.put("access/north/a.log", HIT);
    bench.put("access/south/a.log", HIT + OTHER);
    await bench.read({
      sources: [
        { name: "north", files: "north/**" },
        { name: "south", files: "**/*.log" },
      ],
    });
    expect(await bench.rows("SELECT source, count(*) AS n FROM event GROUP BY source ORDER BY source")).toEqual([
      { source: "north", n: 1 },
      { source: "south", n: 2 },
    ]);
  });
});
