import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { appendRecords, readJournal } from "../../data/review/journal.js";
import { REASON_MAX } from "../../data/review/record.js";
import { loadSettings } from "../../data/settings/load.js";
import { migrate } from "../../data/store/migrate.js";
import { Store } from "../../data/store/store.js";
import type { Workspace } from "../../data/workspace.js";
import { decide, takeBack } from "../../pipeline/review/decide.js";
import { foldNow } from "../../pipeline/review/fold.js";
import { importDecisions } from "../../pipeline/review/import.js";
import { reviewList } from "../../pipeline/review/list.js";
import { foldJournal } from "../../pipeline/stages/feedback.js";
import { newWorkspace } from "../folder.js";
import { HOSTILE } from "../reports/hostile.js";
import { openMemory } from "../store.js";
import { leadOf, publishFlags } from "./flags.js";

const NOW = "2026-05-02T08:00:00.000Z";
const given = {
  flag_id: "L-2026-05-01-a1",
  disposition: "data error",
  reason: "the portal's clock was off",
  reviewer: "kim",
  is_second: false,
  wants_second: false,
};

function withNight(): Workspace {
  const workspace = newWorkspace();
  publishFlags(workspace, "2026-05-01", [leadOf("a1"), leadOf("a2", { rank: 2 })]);
  return workspace;
}

const DECISIONS = `SELECT flag_id, disposition, reason, reviewer, journal_line FROM decision ORDER BY journal_line`;
const row = z.object({
  flag_id: z.string(),
  disposition: z.string(),
  reason: z.string(),
  reviewer: z.string(),
  journal_line: z.number(),
});

describe("recording a decision", () => {
  it("takes the word in any spelling and keeps it in the journal", () => {
    const workspace = withNight();
    const { decision } = decide(workspace, { ...given, disposition: "True-but_authorised" }, NOW);
    expect(decision.disposition).toBe("true but authorised");
    expect(readJournal(workspace.journal).kept.map(({ record }) => record)).toEqual([decision]);
  });

  it.each([
    ["a word that is none", { disposition: "guilty" }, "not a disposition"],
    ["an empty reason", { reason: " " }, "no reason given"],
    ["a flag that no night has", { flag_id: "L-2020-01-01-x" }, "no such flag"],
    ["a flag about the reviewer", { reviewer: "a1" }, "nobody reviews a flag about themselves"],
    ["a second reading without a first", { is_second: true }, "there is none"],
  ])("refuses %s and writes nothing", (_, changes, message) => {
    const workspace = withNight();
    expect(() => decide(workspace, { ...given, ...changes }, NOW)).toThrow(message);
    expect(readJournal(workspace.journal).kept).toEqual([]);
  });

  it("a first reading is revised by its reader alone, and taken back by nobody else", () => {
    const workspace = withNight();
    const { id } = decide(workspace, given, NOW);
    expect(() => decide(workspace, { ...given, reviewer: "lee" }, NOW)).toThrow("made by kim");
    expect(() => takeBack(workspace, { undoes: id, reason: "no", reviewer: "lee" }, NOW)).toThrow("made by kim");
    takeBack(workspace, { undoes: id, reason: "wrong flag", reviewer: "kim" }, NOW);
    expect(() => takeBack(workspace, { undoes: id, reason: "again", reviewer: "kim" }, NOW)).toThrow("already");
    expect(decide(workspace, { ...given, reviewer: "lee" }, NOW).decision.reviewer).toBe("lee");
  });

  it("the list has every flag and every decision, those taken back too", () => {
    const workspace = withNight();
    const { id } = decide(workspace, given, NOW);
    takeBack(workspace, { undoes: id, reason: "wrong flag", reviewer: "kim" }, NOW);
    const { flags } = reviewList(workspace);
    expect(flags.map(({ flag, standing }) => [flag.flag_id, standing.waitsFor, standing.history.length])).toEqual([
      ["L-2026-05-01-a1", "first", 1],
      ["L-2026-05-01-a2", "first", 0],
    ]);
  });
});

describe("importing decisions", () => {
  const HEADER = "flag_id,decided_at,reviewer,disposition,reason";
  const imported = (workspace: Workspace, name: string, text: string) => {
    const file = join(workspace.root, name);
    writeFileSync(file, text);
    return { file, outcome: importDecisions(workspace, file) };
  };

  it("rows read = accepted + duplicate + refused, and each refused row has file, line and reason", () => {
    const workspace = withNight();
    const good = 'L-2026-05-01-a1,2026-05-02T10:00:00+02:00,kim,model error,"two lines\nof reason"';
    const { file, outcome } = imported(
      workspace,
      "dispositions.csv",
      [
        HEADER,
        good,
        good,
        "L-2026-05-01-a2,2026-05-02T08:00:00,kim,data error,no offset",
        "L-2026-05-01-a2,yesterday,kim,data error,no time",
        "L-2026-05-01-a2,2026-05-02T08:00:00Z,kim,guilty,no word",
        "L-2026-05-01-a2,2026-05-02T08:00:00Z,kim,data error,",
        "L-2026-05-01-a2,2026-05-02T08:00:00Z,a2,data error,about themselves",
        "L-1999-01-01-zz,2026-05-02T08:00:00Z,kim,data error,no flag",
        "L-2026-05-01-a2,2026-05-02T08:00:00Z,kim",
        "L-2026-05-01-a2,2026-05-02T08:00:00Z,kim,data error,the last",
      ].join("\n"),
    );
    expect(outcome).toMatchObject({ rows_read: 10, accepted: 2, duplicate: 1 });
    expect(outcome.refused.map(({ line, reason }) => [line, reason.split(":")[0]])).toEqual([
      [6, "decided_at"],
      [7, "decided_at"],
      [8, "disposition"],
      [9, "reason"],
      [10, "reviewer"],
      [11, "flag_id"],
      [12, "3 cells under 5 headings"],
    ]);
    expect(outcome.refused.every((one) => one.file === file)).toBe(true);
    const kept = readFileSync(workspace.refused, "utf8").trimEnd().split("\n");
    expect(kept.map((line) => JSON.parse(line))).toEqual(outcome.refused);
    const [first] = readJournal(workspace.journal).kept;
    expect(first?.record).toMatchObject({ at: "2026-05-02T08:00:00.000Z", reason: "two lines\nof reason" });
  });

  it("the same file a second time is all duplicates", () => {
    const workspace = withNight();
    const text = `${HEADER}\nL-2026-05-01-a1,2026-05-02T08:00:00Z,kim,data error,why\n`;
    expect(imported(workspace, "a.csv", text).outcome.accepted).toBe(1);
    expect(imported(workspace, "b.csv", text).outcome).toMatchObject({ accepted: 0, duplicate: 1, refused: [] });
  });

  it("a quotation that never ends is refused by name, and the rows before it stand", () => {
    const workspace = withNight();
    const text = `${HEADER}\nL-2026-05-01-a1,2026-05-02T08:00:00Z,kim,data error,why\nL-2026-05-01-a2,2026-05-02T08:00:00Z,kim,data error,"no end\nL-2026-05-01-a2,2026-05-02T09:00:00Z,kim,data error,hidden\n`;
    const { outcome } = imported(workspace, "open.csv", text);
    expect(outcome.accepted).toBe(1);
    expect(outcome.refused).toHaveLength(1);
    expect(outcome.refused[0]?.reason).toMatch(/^not CSV: .*quote/i);
  });

  it("JSON lines carry the same, and a line that is none is refused by its number", () => {
    const workspace = withNight();
    const line = { flag_id: "L-2026-05-01-a1", decided_at: "2026-05-02T08:00:00Z", reviewer: "kim" };
    const text = `${JSON.stringify({ ...line, disposition: "undetermined", reason: "too little", shoe: 44 })}\nnot json\n`;
    const { outcome } = imported(workspace, "d.jsonl", text);
    expect(outcome).toMatchObject({ rows_read: 2, accepted: 1, unmapped: ["shoe"] });
    expect(outcome.refused[0]).toMatchObject({ line: 2, reason: "not JSON" });
  });

  it("a file without the columns takes nothing", () => {
    const workspace = withNight();
    expect(() => imported(workspace, "x.csv", "flag,what\n1,2\n")).toThrow("columns missing: flag_id");
    expect(readJournal(workspace.journal).kept).toEqual([]);
  });
});

describe("the store", () => {
  it("is rebuilt from the journal: the same rows in a store that never saw the decisions", async () => {
    const workspace = withNight();
    decide(workspace, given, NOW);
    decide(workspace, { ...given, flag_id: "L-2026-05-01-a2" }, "2026-05-02T09:00:00.000Z");
    const [one, other] = [await openMemory(), await openMemory()];
    const { kept } = readJournal(workspace.journal);
    await foldJournal(one, kept, []);
    await foldJournal(one, kept, []);
    await foldJournal(other, kept, []);
    expect(await one.rows(DECISIONS, row)).toEqual(await other.rows(DECISIONS, row));
    expect(await one.rows(DECISIONS, row)).toHaveLength(2);
    one.close();
    other.close();
  });

  it("takes decisions in at once where nobody holds the workspace", async () => {
    const workspace = withNight();
    const { settings } = loadSettings(null, null);
    const effects = { now: () => NOW, pid: 1, host: "here" };
    decide(workspace, given, NOW);
    expect(await foldNow(workspace, settings, effects)).toBe(false);
    const store = await Store.open(workspace.store, workspace.spill, { ...settings.store, readable: [] });
    await migrate(store);
    store.close();
    expect(await foldNow(workspace, settings, effects)).toBe(true);
    const again = await Store.open(workspace.store, workspace.spill, { ...settings.store, readable: [] });
    expect(await again.rows(DECISIONS, row)).toHaveLength(1);
    again.close();
  });

  it("keeps hostile reasons and names to the letter", async () => {
    const workspace = newWorkspace();
    const store = await openMemory();
    const texts = HOSTILE.filter((text) => text.trim() !== "" && !/\p{Cs}/u.test(text) && text.length <= REASON_MAX);
    appendRecords(
      workspace.journal,
      texts.map((reason, index) => ({
        kind: "decision",
        flag_id: `L-2026-05-01-h${index}`,
        night: "2026-05-01",
        at: NOW,
        reviewer: "kim",
        role: "reviewer",
        disposition: "undetermined",
        reason,
        seconds_to_look: null,
        seconds_spent: null,
        is_second: false,
        is_blind: false,
        wants_second: false,
        origin: "command",
      })),
    );
    await foldJournal(store, readJournal(workspace.journal).kept, []);
    const stored = (await store.rows(DECISIONS, row)).map(({ reason }) => reason);
    expect(stored.length).toBeGreaterThan(20);
    expect(stored).toEqual(texts.map((text) => text.trim()));
    store.close();
  });

  it("counts the decisions of the dispositions feed beside its own, each once", async () => {
    const workspace = withNight();
    const store = await openMemory();
    decide(workspace, given, NOW);
    await foldJournal(store, readJournal(workspace.journal).kept, []);
    await store.run(`INSERT INTO disposition VALUES
      ('-infinity', NULL, 'L-2026-05-01-a1', '${NOW}', 'kim', 'data error', 'the same, delivered as a feed'),
      ('-infinity', NULL, 'L-2026-05-01-a2', '2026-05-02T10:00:00Z', 'lee', 'Model_Error', 'ordinary')`);
    const found = await store.rows(
      "SELECT flag_id, disposition FROM recorded_decision ORDER BY flag_id",
      z.object({ flag_id: z.string(), disposition: z.string() }),
    );
    expect(found).toEqual([
      { flag_id: "L-2026-05-01-a1", disposition: "data error" },
      { flag_id: "L-2026-05-01-a2", disposition: "model error" },
    ]);
    store.close();
  });
});
