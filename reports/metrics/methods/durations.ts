import { type EventTable, riskTable } from "./event-table.js";

/** What a risk-set table is built from where there is a row a subject. One entry per subject, in any order. */
export interface Durations {
  /** Time from the subject's origin to its end or to the as-of time; any one unit, at or above 0. */
  readonly exit: Float64Array;
  /** 0 where the subject is still waiting at `exit` (censored), else the cause it ended by: 1 … number of causes. */
  readonly cause: Uint8Array;
  /** Left truncation: time since the subject's origin at which it came under observation; absent means from its origin. */
  readonly entry?: Float64Array;
}

/**
 * Risk sets from a row a subject, in O(n log n) over typed arrays; see `riskTable` for conventions.
 *
 * causes   number of causes, at least 1
 * throws   RangeError when lengths differ, a time is not finite or below 0, an entry is not before its exit, or a cause is
 *          above `causes`: impossible durations are to be excluded, and counted, before they get here
 */
export function eventTable(durations: Durations, causes = 1): EventTable {
  const { exit, cause, entry } = durations;
  checkDurations(durations, causes);
  const time = distinct(exit.slice().sort());
  const counts = Array.from({ length: causes + 1 }, (_, k) => tally(withCause(exit, cause, k).sort(), time));
  const [censored_count = new Float64Array(0), ...cause_count] = counts;
  if (entry === undefined) return riskTable({ time, censored_count, cause_count });
  const entries = entry.slice().sort();
  const entryTime = distinct(entries);
  return riskTable({ time, censored_count, cause_count, entry: { time: entryTime, count: tally(entries, entryTime) } });
}

function checkDurations({ exit, cause, entry }: Durations, causes: number): void {
  if (cause.length !== exit.length || (entry !== undefined && entry.length !== exit.length)) {
    throw new RangeError("durations: arrays of different lengths");
  }
  if (!Number.isInteger(causes) || causes < 1) throw new RangeError(`causes below 1: ${causes}`);
  for (let i = 0; i < exit.length; i++) {
    const end = exit[i] ?? Number.NaN;
    const start = entry === undefined ? Number.NEGATIVE_INFINITY : (entry[i] ?? Number.NaN);
    if (!(end >= 0 && end < Number.POSITIVE_INFINITY)) throw new RangeError(`exit not a duration: ${end}`);
    if (!(start < end)) throw new RangeError(`entry not before exit: ${start}, ${end}`);
    if ((cause[i] ?? 0) > causes) throw new RangeError(`cause unknown: ${cause[i]}`);
  }
}

function withCause(exit: Float64Array, cause: Uint8Array, wanted: number): Float64Array {
  const found = new Float64Array(exit.length);
  let count = 0;
  for (let i = 0; i < exit.length; i++) {
    if (cause[i] === wanted) found[count++] = exit[i] ?? Number.NaN;
  }
  return found.subarray(0, count);
}

function distinct(sorted: Float64Array): Float64Array {
  const found = new Float64Array(sorted.length);
  let count = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) found[count++] = sorted[i] ?? Number.NaN;
  }
  return found.slice(0, count);
}

/** How often each of `time` occurs in `sorted`; both ascending. */
function tally(sorted: Float64Array, time: Float64Array): Float64Array {
  const counts = new Float64Array(time.length);
  let position = 0;
  for (let i = 0; i < sorted.length; i++) {
    while ((time[position] ?? Number.NaN) < (sorted[i] ?? Number.NaN)) position++;
    counts[position] = (counts[position] ?? 0) + 1;
  }
  return counts;
}
