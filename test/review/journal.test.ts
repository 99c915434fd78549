import { appendFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { standings } from "../../data/review/history.js";
import { appendRecords, readJournal } from "../../data/review/journal.js";
import type { Decision } from "../../data/review/record.js";
import { newWorkspace } from "../folder.js";

const decision = (changes: Partial<Decision> = {}): Decision => ({
  kind: "decision",
  flag_id: "L-2026-05-01-a",
  night: "2026-05-01",
  at: "2026-05-02T08:00:00.000Z",
  reviewer: "kim",
  role: "reviewer",
  disposition: "data error",
  reason: "the portal's clock was off",
  seconds_to_look: null,
  seconds_spent: null,
  is_second: false,
  is_blind: false,
  wants_second: false,
  origin: "app",
  ...changes,
});

describe("the journal of decisions", () => {
  it("gives back what was appended, in order, readable by its owner alone", () => {
    const { journal } = newWorkspace();
    const records = [decision(), decision({ at: "2026-05-02T09:00:00.000Z", reason: 'a "quoted"\nreason, <b>' })];
    const ids = appendRecords(journal, records);
    const read = readJournal(journal);
    expect(read.kept.map(({ record }) => record)).toEqual(records);
    expect(read.kept.map(({ id }) => id)).toEqual(ids);
    expect(read.faults).toEqual([]);
    expect(statSync(journal).mode & 0o777).toBe(0o600);
  });

  it("only grows: what was written stays byte for byte", () => {
    const { journal } = newWorkspace();
    appendRecords(journal, [decision()]);
    const before = readFileSync(journal, "utf8");
    appendRecords(journal, [decision({ at: "2026-05-03T09:00:00.000Z" })]);
    expect(readFileSync(journal, "utf8").startsWith(before)).toBe(true);
  });

  it.each([
    ["changed", (lines: string[]) => [lines[0]?.replace("portal", "badge"), ...lines.slice(1)]],
    ["taken out", (lines: string[]) => lines.slice(1)],
    ["put in", (lines: string[]) => [lines[0], JSON.stringify({ ...decision(), previous: "0" }), ...lines.slice(1)]],
  ])("a line that was %s is found", (_, change) => {
    const { journal } = newWorkspace();
    for (const hour of ["08", "09", "10"]) appendRecords(journal, [decision({ at: `2026-05-02T${hour}:00:00.000Z` })]);
    const lines = readFileSync(journal, "utf8").trimEnd().split("\n");
    writeFileSync(journal, `${change(lines).join("\n")}\n`);
    expect(readJournal(journal).faults.map(({ reason }) => reason)).toContain(
      "does not follow from the lines before it: one of them was changed",
    );
  });

  it("a line cut off by a crash is named, and the next decision stands on a line of its own", () => {
    const { journal } = newWorkspace();
    appendRecords(journal, [decision()]);
    appendFileSync(journal, '{"kind":"decision","fl');
    appendRecords(journal, [decision({ at: "2026-05-02T09:00:00.000Z" })]);
    const { kept, faults } = readJournal(journal);
    expect(kept).toHaveLength(2);
    expect(faults).toEqual([{ line: 2, reason: "not JSON" }]);
  });

  it("two writers that saw the same end both keep their lines", () => {
    const { journal } = newWorkspace();
    appendRecords(journal, [decision()]);
    const seen = readFileSync(journal, "utf8");
    appendRecords(journal, [decision({ at: "2026-05-02T09:00:00.000Z" })]);
    const other = newWorkspace().journal;
    writeFileSync(other, seen);
    appendRecords(other, [decision({ at: "2026-05-02T09:00:01.000Z", reviewer: "lee" })]);
    appendFileSync(journal, readFileSync(other, "utf8").slice(seen.length));
    expect(readJournal(journal).kept).toHaveLength(3);
    expect(readJournal(journal).faults).toEqual([]);
  });

  it("a record without a reason, or a suppression without a scope, is not written", () => {
    const { journal } = newWorkspace();
    expect(() => appendRecords(journal, [decision({ reason: "  " })])).toThrow("no reason given");
    expect(() =>
      appendRecords(journal, [
        {
          kind: "suppression",
          at: "2026-05-02T08:00:00.000Z",
          owner: "kim",
          detector: null,
          entity_type: null,
          entity_id: null,
          stratum: null,
          reason: "all of it",
          starts_on: "2026-05-02",
          expires_on: "2026-06-02",
        },
      ]),
    ).toThrow("without a scope");
  });
});

describe("the standing of a flag", () => {
  const of = (...records: Parameters<typeof appendRecords>[1]) => {
    const { journal } = newWorkspace();
    appendRecords(journal, records);
    return standings(readJournal(journal).kept).get("L-2026-05-01-a");
  };

  it("is the last decision that was not taken back, and the history keeps them all", () => {
    const { journal } = newWorkspace();
    const [first = ""] = appendRecords(journal, [decision()]);
    appendRecords(journal, [
      {
        kind: "reversal",
        undoes: first,
        flag_id: "L-2026-05-01-a",
        at: "2026-05-02T08:01:00.000Z",
        reviewer: "kim",
        reason: "wrong key",
      },
    ]);
    const undone = standings(readJournal(journal).kept).get("L-2026-05-01-a");
    expect(undone?.disposition).toBeNull();
    expect(undone?.waitsFor).toBe("first");
    expect(undone?.history.map(({ reversed }) => reversed?.reason)).toEqual(["wrong key"]);
    appendRecords(journal, [decision({ at: "2026-05-02T08:02:00.000Z", disposition: "model error" })]);
    const again = standings(readJournal(journal).kept).get("L-2026-05-01-a");
    expect(again?.disposition).toBe("model error");
    expect(again?.history).toHaveLength(2);
  });

  it("a confirmed concern waits for a second reading even where none was asked for", () => {
    expect(of(decision({ disposition: "confirmed concern" }))?.waitsFor).toBe("second");
    expect(of(decision({ disposition: "data error" }))?.waitsFor).toBeNull();
    expect(of(decision({ wants_second: true }))?.waitsFor).toBe("second");
  });

  it("two readings that differ leave it undetermined; two that agree count as one", () => {
    const second = decision({ reviewer: "lee", role: "second", is_second: true, at: "2026-05-02T10:00:00.000Z" });
    const agreed = of(decision({ wants_second: true }), second);
    expect(agreed).toMatchObject({ disposition: "data error", isDisputed: false, waitsFor: null });
    const differing = of(decision({ wants_second: true }), { ...second, disposition: "confirmed concern" });
    expect(differing).toMatchObject({ disposition: "undetermined", isDisputed: true, waitsFor: null });
  });
});
