import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Store } from "../../../data/store/store.js";
import { closedOnlyBias, durationsAsOf, type TimedCase } from "../../../reports/metrics/methods/as-of.js";
import { isBalanced, summarise } from "../../../reports/metrics/methods/classical-set.js";
import { CALENDAR_DAYS } from "../../../reports/metrics/methods/day-count.js";
import { LOG_LOG_95 } from "../../../reports/metrics/methods/kaplan-meier.js";
import { EXCLUSION_REASONS, screenRequests } from "../../../reports/metrics/methods/screen-requests.js";
import { CALENDAR_CLOCK } from "../../../reports/metrics/methods/working-clock.js";
import { missing, sharedPath } from "../../shared.js";
import { openMemory } from "../../store.js";

const folder = sharedPath("real");

// Real registers; the expected counts were made independently and stand in the shared material's README.
describe.skipIf(missing(folder, "real registers"))("real registers", () => {
  let store: Store;
  beforeAll(async () => {
    store = await openMemory([folder ?? ""]);
  });
  afterAll(() => store.close());

  it("the federal flows balance in all 7,656 rows of requests in print", async () => {
    const count = z.coerce.number();
    const flows = await store.rows(
      FEDERAL_FLOWS,
      z.object({ start_count: count, received_count: count, processed_count: count, end_count: count }),
      { file: `${folder}/foi-federal/processing_counts.csv.gz` },
    );
    expect(flows).toHaveLength(7656);
    expect(flows.filter((flow) => !isBalanced(flow))).toEqual([]);
  });

  it("every impossible date of the Toronto register is counted out, once", async () => {
    const rows = await store.rows(
      TORONTO_REQUESTS,
      z.object({ id: z.string(), received: z.string(), completed: z.string() }),
      { file: `${folder}/foi-toronto/ca_on_toronto.csv.gz` },
    );
    expect(rows).toHaveLength(9972);
    expect(rows.length - new Set(rows.map((row) => row.id)).size).toBe(573);
    const before1990 = screenRequests(rows, { first: "1990-01-01", last: "2018-12-31" });
    expect(before1990.excluded).toMatchObject({ received_before_records: 630, received_after_records: 889 });
    const { kept, excluded } = screenRequests(rows, { first: "2002-01-01", last: "2018-12-31" });
    expect(excluded.completed_before_received).toBe(352);
    const out = EXCLUSION_REASONS.reduce((sum, reason) => sum + excluded[reason], 0);
    expect(kept.length + out).toBe(rows.length);
    const closed = rows.filter((row) => isWithin(row.received) && isWithin(row.completed));
    expect(closed).toHaveLength(7825);
    const days = closed.map((row) => CALENDAR_DAYS.days(row.received, row.completed)).filter((count) => count >= 0);
    expect(summarise(days).median).toBe(28);
    expect(days.filter((count) => count <= 30).length / days.length).toBeCloseTo(0.76, 2);
  });

  describe("permits", () => {
    let cases: (TimedCase & { readonly deadline_at: number })[] = [];
    beforeAll(async () => {
      const instant = z.number();
      const shape = z.object({ started_at: instant, ended_at: instant.nullable(), deadline_at: instant });
      const rows = await store.rows(PERMIT_CASES, shape, { file: `${folder}/permits/receipt.csv.gz` });
      cases = rows.map((row) => ({ ...row, cause: 1 }));
    });

    it("1,434 cases, 105 of them open and 377 ended after their deadline", () => {
      expect(cases).toHaveLength(1434);
      expect(cases.filter(({ ended_at }) => ended_at === null)).toHaveLength(105);
      expect(cases.filter(({ ended_at, deadline_at }) => ended_at !== null && ended_at > deadline_at)).toHaveLength(
        377,
      );
    });

    it("at the first of each month of 2011 the closed-only median is too short, and Kaplan–Meier covers what came to be", () => {
      const possible = cases.filter(({ started_at, ended_at }) => ended_at === null || ended_at >= started_at);
      expect(cases.length - possible.length).toBe(2);
      const end = Date.UTC(2012, 0, 23);
      for (let month = 0; month < 12; month++) {
        const as_of = Date.UTC(2011, month, 1);
        const begun = possible.filter(({ started_at }) => started_at <= as_of);
        const then = closedOnlyBias(durationsAsOf(begun, { ...CUT, as_of }), LOG_LOG_95);
        const truth = closedOnlyBias(durationsAsOf(begun, { ...CUT, as_of: end }), LOG_LOG_95).median.time ?? NaN;
        expect(then.closed_only_median).toBeLessThan(truth - 1);
        expect(then.median.lower).toBeLessThan(truth);
        expect(then.median.upper).toBeGreaterThan(truth);
      }
    });
  });
});

const CUT = { observed_from: null, clock: CALENDAR_CLOCK };

function isWithin(date: string): boolean {
  return date >= "2002-01-01" && date <= "2018-12-31";
}

const FEDERAL_FLOWS = /* sql */ `
  SELECT pending_start AS start_count, received AS received_count, processed AS processed_count, pending_end AS end_count
  FROM read_csv($file, header = true, all_varchar = true)
  WHERE kind = 'request'
`;

const TORONTO_REQUESTS = /* sql */ `
  SELECT coalesce(identifier, '') AS id, coalesce(date_accepted, '') AS received, coalesce(date, '') AS completed
  FROM read_csv($file, header = true, all_varchar = true)
`;

const PERMIT_CASES = /* sql */ `
  SELECT
    epoch_ms(max("case:startdate"::TIMESTAMPTZ))::DOUBLE AS started_at,
    epoch_ms(max(nullif("case:enddate", '')::TIMESTAMPTZ))::DOUBLE AS ended_at,
    epoch_ms(max("case:deadline"::TIMESTAMPTZ))::DOUBLE AS deadline_at
  FROM read_csv($file, header = true, all_varchar = true)
  GROUP BY "case:concept:name"
  ORDER BY "case:concept:name"
`;
