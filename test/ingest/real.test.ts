import { cpSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { missing, sharedPath } from "../shared.js";
import { Bench } from "./reading.js";

const real = sharedPath("real");
const world = sharedPath("worlds/busy/feeds");

/** Reads copies of real logs; expected counts are those of the material's own README, counted independently. */
async function read(...paths: readonly string[]) {
  const bench = await Bench.open();
  for (const path of paths) {
    bench.put(`access/${path}`, "");
    cpSync(join(String(real), path), join(bench.feeds, "access", path), { mode: 0 });
  }
  return { bench, summary: await bench.read() };
}

describe.skipIf(missing(real, "real logs"))("real logs", () => {
  it("the Microsoft 365 log has 5,373 events in 9,608 rows and 4 actors spelt in two ways", async () => {
    const { summary } = await read("microsoft365/auditdata.jsonl.gz");
    expect(summary).toMatchObject({ rows_read: 9608, accepted: 5373, duplicate: 4235, refused: 0 });
    // 48 user ids, 44 when case is folded
    expect(summary.near_identical_actors).toHaveLength(4);
    expect(summary.near_identical_actors.every((ids) => new Set(ids.map((id) => id.toLowerCase())).size === 1)).toBe(
      true,
    );
  });

  it("the Microsoft 365 log shows gradya downloading and sharing the accounts on 16 April 2021", async () => {
    const { bench } = await read("microsoft365/auditdata.jsonl.gz");
    const rows = await bench.column(
      `SELECT DISTINCT action FROM event WHERE lower(actor_id) LIKE 'gradya@%' AND object_id LIKE '%Accounts Overview.docx'
        AND event_time >= '2021-04-16' AND event_time < '2021-04-17' ORDER BY action`,
    );
    expect(rows).toEqual(expect.arrayContaining(["download", "share"]));
  });

  it.each([
    ["cloudtrail/sans.jsonl.gz", 30477, 23981],
    ["cloudtrail/invictus-records.json.gz", 2900, 2900],
    ["cloudtrail/techniques.jsonl.gz", 270, 254],
    ["web/combined.log.gz", 10000, 10000],
  ])("%s has %d rows and %d events", async (path, rows_read, accepted) => {
    const { summary } = await read(path);
    expect(summary).toMatchObject({ rows_read, accepted, duplicate: rows_read - accepted, refused: 0 });
  });
});

describe.skipIf(missing(world, "a fictional world"))("a whole folder of feeds", () => {
  it("is read without a refusal, and a second time not at all", async () => {
    const bench = await Bench.open(String(world));
    const summary = await bench.read();
    expect(summary).toMatchObject({ duplicate: 0, refused: 0, recovered: 0, skipped: [], vanished_feeds: [] });
    expect(summary.files.every(({ status }) => status === "read")).toBe(true);
    expect((await bench.column("SELECT count(*) FROM event"))[0]).toBe(
      summary.files.filter(({ feed }) => feed === "access").reduce((total, file) => total + file.rows_read, 0),
    );
    expect(await bench.read()).toMatchObject({ files: [], rows_read: 0 });
  });
});
