import { parse } from "parse5";
import { describe, expect, it } from "vitest";
import type { AuditedRight, RightsAudit } from "../../../data/rights.js";
import { rightsCsv } from "../../../reports/rights/csv.js";
import { type RightsOrigin, rightsHtml } from "../../../reports/rights/html.js";

const ORIGIN: RightsOrigin = {
  night: "2026-05-04",
  home: { nation: "XHM", time_zone: "Europe/Paris" },
  marking: "SECRET",
  version: "0.0.0",
  settings_digest: "s",
  feeds_digest: "f",
  periods: { dormant_days: 90, confirm_days: 365 },
};

const right = (changes: Partial<AuditedRight> = {}): AuditedRight => ({
  actor_id: "ann",
  nation: "XAR",
  collection: "MARITIME-1",
  finding: "dormant",
  proposal: "withdraw",
  granted_at: "2025-01-01",
  expires_at: null,
  last_used_day: "2026-01-01",
  evidence: "granted 2025-01-01, 3 accesses on record, last on 2026-01-01",
  ...changes,
});

const audit = (rights: readonly AuditedRight[]): RightsAudit => ({
  audited_on: "2026-05-03",
  reasons: [],
  groups: [
    {
      ...{ nation: "XAR", collection: "MARITIME-1", held_count: 7, never_used_count: 1, dormant_count: 2 },
      ...{ outlived_count: 1, unconfirmed_count: 1, left_count: 3 },
    },
  ],
  rights,
});

describe("the page on access rights", () => {
  it("says when the audit was made, what is left of the grant, and each right with its evidence", () => {
    const page = rightsHtml(audit([right()]), ORIGIN);
    expect(page).toContain("made on 3 May 2026");
    for (const words of [
      "left in the grant proposed",
      "MARITIME-1",
      "3 accesses on record",
      "last used more than 90 days ago",
    ])
      expect(page).toContain(words);
  });

  it("shows what a log or register says as text, whatever it says", () => {
    const page = rightsHtml(audit([right({ actor_id: '<img src=x onerror="alert(1)">' })]), ORIGIN);
    expect(page).not.toContain("<img");
    expect(() =>
      parse(page, {
        onParseError: (error) => {
          throw new Error(error.code);
        },
      }),
    ).not.toThrow();
    expect(rightsCsv(audit([right({ actor_id: "=1+1" })]))).not.toMatch(/^=|,=/m);
  });

  it("says how many rights there are beyond the ones it shows, and the file has them all", () => {
    const many = audit(Array.from({ length: 201 }, (_, index) => right({ actor_id: `actor-${index}` })));
    expect(rightsHtml(many, ORIGIN)).toContain("The first 200 of 201 rights");
    expect(rightsHtml(many, ORIGIN)).not.toContain("actor-200");
    expect(rightsCsv(many)).toContain("actor-200");
  });

  it("says why there is no audit, and never that all is in order", () => {
    const page = rightsHtml({ audited_on: null, reasons: ["no entitlements feed"], groups: [], rights: [] }, ORIGIN);
    expect(page).toContain("not made yet");
    expect(page).toContain("no entitlements feed");
    expect(page).not.toContain("Every right in force");
  });
});
