import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Bench, HEADER, row } from "./reading.js";

/** A row whose object opens a quote that nothing closes on its line. */
const opening = (id: string): string => `${id},2026-05-01T10:00:00Z,portal,mallory,view,success,"OBJ-1,10\n`;
/** A row whose object closes such a quote. */
const closing = (id: string): string => `${id},2026-05-01T10:00:00Z,portal,mallory,view,success,OBJ-1",10\n`;

describe("a stray quote", () => {
  it("in one row hides none of the rows after it, and the file is named with the line", async () => {
    const bench = await Bench.open();
    bench.put("access/a.csv", HEADER + row("1") + opening("2") + row("3") + row("4"));
    const summary = await bench.read();
    expect(await bench.ids()).toEqual(["1", "3", "4"]);
    expect(summary).toMatchObject({ rows_read: 4, accepted: 3, refused: 1, recovered: 2 });
    expect(summary.files[0]?.notes).toEqual(["not reconciled: stray quote at line 3"]);
    expect((await bench.refusals()).map(({ line, reason }) => [line, reason])).toEqual([[3, "stray quote"]]);
  });

  it("opened in one row and closed in a later one hides none of the rows between", async () => {
    const bench = await Bench.open();
    bench.put("access/a.csv", HEADER + row("1") + opening("2") + row("3") + row("4") + closing("5") + row("6"));
    const summary = await bench.read();
    expect(await bench.ids()).toEqual(["1", "3", "4", "5", "6"]);
    expect(summary).toMatchObject({ rows_read: 6, accepted: 5, refused: 1 });
    expect(await bench.column("SELECT object_id FROM event WHERE event_id = '5'")).toEqual(['OBJ-1"']);
  });

  it("that makes one field of two rows and of what stands between them still hides none", async () => {
    const bench = await Bench.open();
    // Read with trust in quotes, lines 3 to 5 are one record of eight fields, and row 4 part of its object.
    const tail = '5,2026-05-01T10:00:00Z,portal,mallory,view,success,x",10\n'.slice(0, -1);
    bench.put(
      "access/a.csv",
      `${HEADER}${row("1")}3,2026-05-01T10:00:00Z,portal,mallory,view,success,"x\n${row("4")}y",10\n${row("6")}${tail}\n`,
    );
    await bench.read();
    expect(await bench.ids()).toEqual(["1", "4", "5", "6"]);
    expect((await bench.refusals()).map(({ line }) => line)).toEqual([3, 5]);
  });

  it("in the first row and in the last row costs those rows alone", async () => {
    const bench = await Bench.open();
    bench.put("access/a.csv", HEADER + opening("1") + row("2") + row("3") + opening("4"));
    await bench.read();
    expect(await bench.ids()).toEqual(["2", "3"]);
    expect((await bench.refusals()).map(({ line }) => line)).toEqual([2, 5]);
  });

  it("among a thousand rows leaves every other row as it is read without it", async () => {
    const bench = await Bench.open();
    const rows = Array.from({ length: 1000 }, (_, index) => row(String(index)));
    bench.put("access/a.csv", HEADER + [...rows.slice(0, 500), opening("x"), ...rows.slice(500)].join(""));
    expect(await bench.read()).toMatchObject({ rows_read: 1001, accepted: 1000, refused: 1, recovered: 500 });
  });
});

describe("a field with line ends in its quotes", () => {
  it("is one field, with blank lines and doubled quotes inside it, and its row has the line it begins on", async () => {
    const bench = await Bench.open();
    const text = '"first\n\nsecond, ""quoted""\nthird"';
    bench.put("access/a.csv", HEADER + row("1") + row("2", { object: text }) + row("3") + row("4", { actor: "" }));
    const summary = await bench.read();
    expect(summary).toMatchObject({ rows_read: 4, accepted: 3, refused: 1, recovered: 0 });
    expect(summary.files[0]?.notes).toEqual([]);
    expect(await bench.column("SELECT object_id FROM event WHERE event_id = '2'")).toEqual([
      'first\n\nsecond, "quoted"\nthird',
    ]);
    expect((await bench.refusals()).map(({ line, reason }) => [line, reason])).toEqual([[8, "no actor_id"]]);
  });
});

describe("bytes that are no text", () => {
  it("a row that is not UTF-8 is refused by itself", async () => {
    const bench = await Bench.open();
    const bad = Buffer.from(row("2", { object: "OBJ-?" }));
    bad[bad.indexOf("?")] = 0xe9;
    bench.put("access/a.csv", Buffer.concat([Buffer.from(HEADER + row("1")), bad, Buffer.from(row("3"))]));
    expect(await bench.read()).toMatchObject({ rows_read: 3, accepted: 2, refused: 1 });
    expect((await bench.refusals())[0]).toMatchObject({ line: 3, reason: "not valid UTF-8" });
    expect((await bench.refusals())[0]?.raw_text).toContain("OBJ-\ufffd");
  });

  it("a row with NUL or with the character the reader splits on is refused by itself", async () => {
    const bench = await Bench.open();
    bench.put(
      "access/a.csv",
      HEADER + row("1") + row("2", { object: "a\0b" }) + row("3", { object: "a\x1fb" }) + row("4"),
    );
    expect(await bench.read()).toMatchObject({ rows_read: 4, accepted: 2, refused: 2 });
    expect((await bench.refusals()).map(({ line, reason }) => [line, reason])).toEqual([
      [3, "control character"],
      [4, "control character"],
    ]);
  });

  it("a line of two mebibytes is refused by itself, and little of it is kept", async () => {
    const bench = await Bench.open();
    bench.put("access/a.csv", HEADER + row("1") + row("2", { object: "x".repeat(2 << 20) }) + row("3"));
    expect(await bench.read()).toMatchObject({ rows_read: 3, accepted: 2, refused: 1 });
    const [refusal] = await bench.refusals();
    expect(refusal).toMatchObject({ line: 3, reason: "line too long" });
    expect(String(refusal?.raw_text).length).toBe(1000);
  });

  it("a field of nine thousand bytes is refused, one of eight thousand is not", async () => {
    const bench = await Bench.open();
    bench.put("access/a.csv", HEADER + row("1", { object: "x".repeat(8000) }) + row("2", { object: "x".repeat(9000) }));
    await bench.read();
    expect(await bench.ids()).toEqual(["1"]);
    expect((await bench.refusals())[0]?.reason).toBe("field longer than 8192 bytes");
  });
});

describe("text of the log that looks like SQL", () => {
  it("in a header, a value and a file name is data", async () => {
    const bench = await Bench.open();
    const header = HEADER.replace("\n", `,"x'); DROP TABLE event; --"\n`);
    const line = row("1'); DROP TABLE event; --").replace("\n", ",$x\n");
    bench.put("access/a'); DROP TABLE event; --.csv", header + line);
    const summary = await bench.read();
    expect(summary.files[0]?.unmapped).toEqual(["x'); DROP TABLE event; --"]);
    expect(await bench.ids()).toEqual(["1'); DROP TABLE event; --"]);
  });
});

describe("wherever one quote is put into a table", () => {
  it("every row but the one it stands in is kept, and that one is kept or refused", async () => {
    const rows = Array.from({ length: 8 }, (_, index) =>
      row(String(index), { object: index % 3 === 0 ? '"a, b"' : "OBJ" }),
    );
    const body = rows.join("");
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length - 1), fc.constantFrom('"', '""', '"\n'), async (at, stray) => {
        const bench = await Bench.open();
        bench.put("access/a.csv", HEADER + body.slice(0, at) + stray + body.slice(at));
        const summary = await bench.read();
        const hit = body.slice(0, at).split("\n").length - 1;
        const others = rows.map((_, index) => String(index)).filter((_, index) => index !== hit);
        expect(await bench.ids()).toEqual(expect.arrayContaining(others));
        expect(summary.rows_read).toBe(summary.accepted + summary.duplicate + summary.refused);
        bench.store.close();
      }),
      { numRuns: 40, seed: 20260501 },
    );
  });
});
