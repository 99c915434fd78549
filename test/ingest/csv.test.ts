import { describe, expect, it } from "vitest";
import { Bench, HEADER, row } from "./reading.js";

describe("reading a table of events", () => {
  it("takes every row, with its instant in UTC and its day in the home zone", async () => {
    const bench = await Bench.open();
    bench.put(
      "access/a.csv",
      HEADER + row("1", { time: "2026-05-01T23:30:00Z" }) + row("2", { time: "2026-05-01T10:00:00+02:00" }),
    );
    const summary = await bench.read();
    expect(summary).toMatchObject({ rows_read: 2, accepted: 2, duplicate: 0, refused: 0 });
    expect(await bench.rows("SELECT event_id, event_time, day FROM event ORDER BY event_id")).toEqual([
      { event_id: "1", event_time: "2026-05-01T23:30:00.000000Z", day: "2026-05-02" },
      { event_id: "2", event_time: "2026-05-01T08:00:00.000000Z", day: "2026-05-01" },
    ]);
  });

  it("refuses one by one what a row gets wrong, with its line, and takes the others", async () => {
    const bench = await Bench.open();
    bench.put(
      "access/a.csv",
      HEADER +
        row("1") +
        row("2", { time: "2026-05-01T10:00:00" }) +
        row("3", { time: "1301-01-01T10:00:00Z" }) +
        row("4", { time: "3101-01-01T10:00:00Z" }) +
        row("5", { bytes: "-4" }) +
        row("6", { bytes: "1.5" }) +
        row("7", { actor: "" }) +
        row("8", { time: "yesterday" }) +
        row("9"),
    );
    const summary = await bench.read();
    expect(summary).toMatchObject({ rows_read: 9, accepted: 2, duplicate: 0, refused: 7 });
    expect((await bench.refusals()).map(({ line, reason }) => [line, reason])).toEqual([
      [3, "time without offset"],
      [4, "impossible date: not within 1990 to 2100"],
      [5, "impossible date: not within 1990 to 2100"],
      [6, "negative size"],
      [7, "size is not a whole number"],
      [8, "no actor_id"],
      [9, "unreadable time"],
    ]);
    expect(await bench.ids()).toEqual(["1", "9"]);
  });
});
