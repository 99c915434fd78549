import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FEEDS } from "../../data/feeds/feeds.js";
import { isWhole } from "../../pipeline/ingest/summary.js";
import { Bench } from "./reading.js";

const ACTORS = "actor_id,kind,nation,unit,role,clearance,time_zone,active_from,active_to\n";
const actor = (id: string, unit = "U1"): string => `${id},person,XHM,${unit},analyst,SECRET,Europe/Paris,2025-01-01,\n`;

const STEPS = "request_id,step,at,actor_id,partner,tier,purpose\n";
const VERSIONS = "SELECT actor_id, unit, known_from, known_until FROM actor ORDER BY actor_id, known_from";

describe("a snapshot", () => {
  it("is known before every night the first time, and from its night afterwards; what is gone was known until then", async () => {
    const bench = await Bench.open();
    bench.put("actors.csv", ACTORS + actor("a") + actor("b") + actor("c"));
    expect(await bench.read({}, "2026-05-01")).toMatchObject({ rows_read: 3, accepted: 3 });
    bench.put("actors.csv", ACTORS + actor("a") + actor("b", "U2") + actor("d"));
    expect(await bench.read({}, "2026-05-02")).toMatchObject({ rows_read: 3, accepted: 2, duplicate: 1 });
    expect(await bench.rows(VERSIONS)).toEqual([
      { actor_id: "a", unit: "U1", known_from: "-infinity", known_until: null },
      { actor_id: "b", unit: "U1", known_from: "-infinity", known_until: "2026-05-02" },
      { actor_id: "b", unit: "U2", known_from: "2026-05-02", known_until: null },
      { actor_id: "c", unit: "U1", known_from: "-infinity", known_until: "2026-05-02" },
      { actor_id: "d", unit: "U1", known_from: "2026-05-02", known_until: null },
    ]);
  });

  it("that says again what an earlier one said is read, and its rows stand anew", async () => {
    const bench = await Bench.open();
    bench.put("actors.csv", ACTORS + actor("a"));
    await bench.read({}, "2026-05-01");
    bench.put("actors.csv", ACTORS + actor("b"));
    await bench.read({}, "2026-05-02");
    bench.put("actors.csv", ACTORS + actor("a"));
    await bench.read({}, "2026-05-03");
    expect(await bench.rows(VERSIONS)).toMatchObject([
      { actor_id: "a", known_from: "-infinity", known_until: "2026-05-02" },
      { actor_id: "a", known_from: "2026-05-03", known_until: null },
      { actor_id: "b", known_from: "2026-05-02", known_until: "2026-05-03" },
    ]);
  });

  it("that is missing, or cannot be read, leaves the last one standing and is reported", async () => {
    const bench = await Bench.open();
    bench.put("actors.csv", ACTORS + actor("a"));
    bench.put("access/a.csv", "");
    expect(isWhole(await bench.read())).toBe(true);
    bench.put("actors.csv", "name\na\n");
    const refused = await bench.read();
    expect(refused.files).toMatchObject([
      { path: "actors.csv", status: "refused", reason: "columns missing: actor_id" },
    ]);
    expect(isWhole(refused)).toBe(false);
    rmSync(join(bench.feeds, "actors.csv"));
    const gone = await bench.read();
    expect(gone.vanished_feeds).toEqual(["actors"]);
    expect(isWhole(gone)).toBe(false);
    expect(await bench.column("SELECT actor_id FROM actor WHERE known_until IS NULL")).toEqual(["a"]);
  });

  it("of any kind is read from JSON lines and Parquet, with lists", async () => {
    const bench = await Bench.open();
    bench.put(
      "agreements.jsonl",
      '{"agreement_id":"A1","partner":"XAR","collections":["M1","M2"],"onward_sharing":false,"retention_days":30}\n',
    );
    await bench.parquet(
      "exercises.parquet",
      "SELECT 'E1' AS exercise_id, 'P1' AS playbook, 'XAR' AS partner, DATE '2026-06-01' AS planned_for, NULL::DATE AS held_at",
    );
    bench.put("authorities.csv", "actor_id,role,action,collections,valid_from\n,approver,approve,M1; M2,2026-01-01\n");
    expect(await bench.read()).toMatchObject({ rows_read: 3, accepted: 3, refused: 0 });
    expect(await bench.rows("SELECT collections, onward_sharing, retention_days FROM agreement")).toEqual([
      { collections: ["M1", "M2"], onward_sharing: false, retention_days: 30 },
    ]);
    expect(await bench.rows("SELECT planned_for, held_at FROM exercise")).toEqual([
      { planned_for: "2026-06-01", held_at: null },
    ]);
    expect(await bench.rows("SELECT actor_id, role, collections FROM authority")).toEqual([
      { actor_id: null, role: "approver", collections: ["M1", "M2"] },
    ]);
  });

  it("may say 'without end' where a last day is meant, and nowhere else", async () => {
    const bench = await Bench.open();
    bench.put(
      "actors.csv",
      ACTORS + actor("a").replace(",\n", ",9999-12-31\n") + actor("b").replace("2025-01-01", "9999-12-31"),
    );
    expect(await bench.read()).toMatchObject({ accepted: 1, refused: 1 });
    expect(await bench.refusals()).toMatchObject([
      { line: 3, reason: "impossible date: not within 1900 to 2200: active_from" },
    ]);
  });

  it("takes a time for a date as the date on which it falls at home", async () => {
    const bench = await Bench.open();
    bench.put("entitlements.csv", "actor_id,collection,granted_at\na,M1,2026-05-01T23:30:00Z\n");
    await bench.read();
    expect(await bench.column("SELECT granted_at FROM entitlement")).toEqual(["2026-05-02"]);
  });
});

describe("a row that does not fit its feed", () => {
  it.each<[string, string, string]>([
    ["actors.csv", `${ACTORS}a,robot,XHM,U1,r,S,Europe/Paris,2025-01-01,\n`, "unknown word: kind"],
    ["actors.csv", `${ACTORS}a,person,XHM,U1,r,S,Mars/Olympus,2025-01-01,\n`, "unknown time zone: time_zone"],
    ["actors.csv", `${ACTORS}a,person,XHM,U1,r,S,UTC,2025-02-30,\n`, "unreadable date: active_from"],
    ["actors.csv", `${ACTORS},person,XHM,U1,r,S,UTC,2025-01-01,\n`, "no actor_id"],
    ["sharing_steps.csv", `${STEPS}R1,dreamt,2026-05-01T10:00:00Z,a,XAR,routine,p\n`, "unknown word: step"],
    ["sharing_steps.csv", `${STEPS}R1,requested,2026-05-01T10:00:00,a,XAR,routine,p\n`, "time without offset: at"],
    [
      "sharing_steps.csv",
      `${STEPS}R1,requested,3101-05-01T10:00:00Z,a,XAR,routine,p\n`,
      "impossible date: not within 1990 to 2100: at",
    ],
    [
      "feedback.csv",
      "request_id,partner,at,timeliness,accuracy\nR1,XAR,2026-05-01T10:00:00Z,6,partly\n",
      "not 1 to 5: timeliness",
    ],
    [
      "feedback.csv",
      "request_id,partner,at,timeliness,accuracy\nR1,XAR,2026-05-01T10:00:00Z,5,nearly\n",
      "unknown word: accuracy",
    ],
    ["authorities.csv", "actor_id,role,action\n,,approve\n", "neither actor_id nor role"],
    ["tiers.csv", "tier,target_hours\nroutine,soon\n", "not a number: target_hours"],
    [
      "agreements.csv",
      "agreement_id,partner,onward_sharing\nA,XAR,perhaps\n",
      "neither true nor false: onward_sharing",
    ],
  ])("in %s is refused with line 2 and its reason: %#", async (path, content, reason) => {
    const bench = await Bench.open();
    bench.put(path, content);
    expect(await bench.read()).toMatchObject({ rows_read: 1, refused: 1 });
    expect(await bench.refusals()).toEqual([{ line: 2, reason, raw_text: content.split("\n")[1] }]);
  });
});

describe("the feeds", () => {
  it("that the folder lacks are named", async () => {
    const bench = await Bench.open();
    expect((await bench.read()).missing_feeds).toEqual(["access", ...FEEDS.map(({ name }) => name)]);
  });

  it("have a table that holds every column of theirs", async () => {
    const bench = await Bench.open();
    for (const { table, columns } of FEEDS) {
      const stored = await bench.column(`SELECT column_name FROM duckdb_columns() WHERE table_name = '${table}'`);
      const declared = columns.map(({ name, column }) => column ?? name);
      expect([table, [...declared, "known_from", "known_until"].sort()]).toEqual([table, [...stored].sort()]);
    }
  });
});
