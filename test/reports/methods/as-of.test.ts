import { describe, expect, it } from "vitest";
import { closedOnlyBias, durationsAsOf } from "../../../reports/metrics/methods/as-of.js";
import { LOG_LOG_95 } from "../../../reports/metrics/methods/kaplan-meier.js";
import { CALENDAR_CLOCK } from "../../../reports/metrics/methods/working-clock.js";

const HOUR = 3_600_000;
const hours = (started: number, ended: number | null) => {
  return { started_at: started * HOUR, ended_at: ended === null ? null : ended * HOUR, cause: 1 };
};
const asOf = (hour: number, from: number | null = null) => {
  return { as_of: hour * HOUR, observed_from: from === null ? null : from * HOUR, clock: CALENDAR_CLOCK };
};

describe("a register read at an instant", () => {
  it("what ended later is open, and what began later is not there", () => {
    const { exit, cause } = durationsAsOf([hours(0, 4), hours(1, 30), hours(2, null), hours(11, 12)], asOf(10));
    expect([...exit]).toEqual([4, 9, 8]);
    expect([...cause]).toEqual([1, 0, 0]);
  });

  it("cases older than the feed count from its beginning, and those that ended before it were never seen", () => {
    const { exit, entry } = durationsAsOf([hours(0, 3), hours(0, 7), hours(6, 8)], asOf(10, 5));
    expect([...exit]).toEqual([7, 2]);
    expect([...(entry ?? [])]).toEqual([5, Number.NEGATIVE_INFINITY]);
  });

  it("a tolled stretch does not age a case", () => {
    const { exit } = durationsAsOf([{ ...hours(0, 9), tolled: [[2 * HOUR, 5 * HOUR]] }], asOf(10));
    expect([...exit]).toEqual([6]);
  });

  // By hand: closed at 1, 2, 3; open at 5, 5, 5. S = 5/6, 4/6, 1/2 and flat from 3 on: the median is 3.
  it("the closed-only median hides the wait of those still open, as a number", () => {
    const bias = closedOnlyBias(
      durationsAsOf([hours(0, 1), hours(0, 2), hours(0, 3), hours(0, null), hours(0, 50), hours(0, null)], asOf(5)),
      LOG_LOG_95,
    );
    expect(bias).toMatchObject({ closed_count: 3, open_count: 3, closed_only_median: 2, hidden: 1 });
  });

  it("where half have not ended nothing is claimed hidden", () => {
    const bias = closedOnlyBias(durationsAsOf([hours(0, 1), hours(0, null), hours(0, null)], asOf(5)), LOG_LOG_95);
    expect(bias).toMatchObject({ closed_only_median: 1, hidden: null, median: { time: null } });
  });
});
