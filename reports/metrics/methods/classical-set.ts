import { median } from "d3-array";
import type { DayCount } from "./day-count.js";

/** One request: dates "YYYY-MM-DD"; `completed` null while it is open. */
export interface DatedRequest {
  readonly id: string;
  readonly received: string;
  readonly completed: string | null;
}

/** Upper ends, in days, of the bins that annual reports use; the 13th is above the last. Source: 5 U.S.C. 552(e)(1)(G). */
const BIN_DAYS_MAX = [20, 40, 60, 80, 100, 120, 140, 160, 180, 200, 300, 400] as const;

/** How many of the oldest open requests are listed. Source: 5 U.S.C. 552(e)(1)(L). */
const OLDEST_COUNT = 10;

/** Simple figures of a set of durations, in the unit they were counted in; null for none. */
export interface DurationSummary {
  readonly count: number;
  readonly median: number | null;
  readonly mean: number | null;
  readonly lowest: number | null;
  readonly highest: number | null;
}

export interface DurationBin {
  /** As printed: "1-20" … "301-400", "401+". The first also holds those of less than a day. */
  readonly label: string;
  readonly count: number;
}

export interface OpenRequest {
  readonly id: string;
  readonly received: string;
  readonly age_days: number;
}

/** Requests at the start, received, processed and left at the end of a period. */
export interface Flow {
  readonly start_count: number;
  readonly received_count: number;
  readonly processed_count: number;
  readonly end_count: number;
}

/** What freedom-of-information offices report of a period, all of it. */
export interface ClassicalSet extends Flow {
  readonly basis: DayCount["basis"];
  readonly processed: DurationSummary;
  /** Thirteen, in order. */
  readonly bins: readonly DurationBin[];
  readonly pending: DurationSummary;
  /** Ages of open requests in the same thirteen bins. */
  readonly backlog: readonly DurationBin[];
  /** At most ten, the oldest first; then by id. */
  readonly oldest: readonly OpenRequest[];
}

/**
 * The classical set for a period, from the requests' own dates as they stood on its last day: what was closed later is
 * pending here, and what was received later is not here at all.
 *
 * throws   RangeError where a request was completed before it was received; such rows are to be counted out before
 * source   5 U.S.C. 552(e)(1); Department of Justice, Handbook for Agency Annual FOIA Reports
 */
export function classicalSet(
  requests: readonly DatedRequest[],
  { first, last, count }: { readonly first: string; readonly last: string; readonly count: DayCount },
): ClassicalSet {
  const backwards = requests.find(({ received, completed }) => completed !== null && completed < received);
  if (backwards !== undefined) throw new RangeError(`completed before received: ${backwards.id}`);
  const isPendingAt = (date: string) => (request: DatedRequest) =>
    request.received <= date && (request.completed === null || request.completed > date);
  const started = requests.filter((r) => r.received < first && (r.completed === null || r.completed >= first));
  const received = requests.filter((r) => r.received >= first && r.received <= last);
  const processed = requests.flatMap(({ received, completed }) =>
    completed !== null && completed >= first && completed <= last ? [count.days(received, completed)] : [],
  );
  const open = requests.filter(isPendingAt(last)).map(({ id, received }): OpenRequest => {
    return { id, received, age_days: count.days(received, last) };
  });
  const ages = open.map((request) => request.age_days);
  return {
    start_count: started.length,
    received_count: received.length,
    processed_count: processed.length,
    end_count: open.length,
    basis: count.basis,
    processed: summarise(processed),
    bins: durationBins(processed),
    pending: summarise(ages),
    backlog: durationBins(ages),
    oldest: open.toSorted(byAge).slice(0, OLDEST_COUNT),
  };
}

/** start + received − processed = end: the identity that every printed flow must satisfy. */
export function isBalanced({ start_count, received_count, processed_count, end_count }: Flow): boolean {
  return start_count + received_count - processed_count === end_count;
}

/** Count, median (mean of the middle two of an even count), mean, lowest and highest. */
export function summarise(durations: readonly number[]): DurationSummary {
  const count = durations.length;
  if (count === 0) return { count, median: null, mean: null, lowest: null, highest: null };
  let [sum, lowest, highest] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const duration of durations) {
    sum += duration;
    lowest = Math.min(lowest, duration);
    highest = Math.max(highest, duration);
  }
  return { count, median: median(durations) ?? null, mean: sum / count, lowest, highest };
}

/** The same of whole days, from how many there are of each number: `counts[3]` is of three days; absent is none. */
export function summariseCounts(counts: readonly (number | undefined)[]): DurationSummary {
  let [count, sum, lowest, highest] = [0, 0, Number.POSITIVE_INFINITY, 0];
  counts.forEach((own = 0, days) => {
    if (own === 0) return;
    count += own;
    sum += own * days;
    lowest = Math.min(lowest, days);
    highest = days;
  });
  if (count === 0) return { count, median: null, mean: null, lowest: null, highest: null };
  const middle = (dayOf(counts, Math.floor((count - 1) / 2)) + dayOf(counts, Math.floor(count / 2))) / 2;
  return { count, median: middle, mean: sum / count, lowest, highest };
}

/** The days of the one at a place, 0-based, in the order of days. */
function dayOf(counts: readonly (number | undefined)[], place: number): number {
  let passed = 0;
  return counts.findIndex((own = 0) => {
    passed += own;
    return passed > place;
  });
}

/** The thirteen bins of days, in order, empty ones included. */
export function durationBins(days: readonly number[]): DurationBin[] {
  return binned(days.map((value) => [value, 1]));
}

/** The same from how many there are of each number of days. */
export function binCounts(counts: readonly (number | undefined)[]): DurationBin[] {
  return binned(counts.flatMap((own = 0, days) => (own === 0 ? [] : [[days, own] as const])));
}

function binned(days: readonly (readonly [value: number, count: number])[]): DurationBin[] {
  const counts = new Array<number>(BIN_DAYS_MAX.length + 1).fill(0);
  for (const [value, count] of days) {
    const index = BIN_DAYS_MAX.findIndex((max) => value <= max);
    const bin = index < 0 ? BIN_DAYS_MAX.length : index;
    counts[bin] = (counts[bin] ?? 0) + count;
  }
  return counts.map((count, i) => {
    const low = (BIN_DAYS_MAX[i - 1] ?? 0) + 1;
    const high = BIN_DAYS_MAX[i];
    return { label: high === undefined ? `${low}+` : `${low}-${high}`, count };
  });
}

/** A number of days as annual reports print it: "LT1" for less than one. */
export function printDays(days: number): string {
  return days < 1 ? "LT1" : String(days);
}

function byAge(a: OpenRequest, b: OpenRequest): number {
  return b.age_days - a.age_days || (a.received < b.received ? -1 : a.received > b.received ? 1 : a.id < b.id ? -1 : 1);
}
