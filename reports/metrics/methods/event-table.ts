/** What a risk-set table is built from. All arrays have one entry per subject, in any order. */
export interface Durations {
  /** Time from the subject's origin to its end or to the as-of time; any one unit, at or above 0. */
  readonly exit: Float64Array;
  /** 0 where the subject is still waiting at `exit` (censored), else the cause it ended by: 1 … cause_count. */
  readonly cause: Uint8Array;
  /** Left truncation: time since the subject's origin at which it came under observation; absent means from its origin. */
  readonly entry?: Float64Array;
}

/** Who was waiting and who ended at each distinct exit time, in ascending order of time. */
export interface EventTable {
  readonly time: Float64Array;
  /** Subjects with entry < time <= exit: those censored at `time` are still counted. */
  readonly at_risk: Float64Array;
  /** Ends by any cause at `time`. */
  readonly event_count: Float64Array;
  /** Ends by each cause at `time`; index 0 is cause 1. */
  readonly cause_count: readonly Float64Array[];
  readonly subject_count: number;
  /** Sorted entries, for numbers at risk between times; empty where nobody came under observation late. */
  readonly sorted_entry: Float64Array;
  readonly sorted_exit: Float64Array;
}

/**
 * Risk sets over distinct exit times, in O(n log n) over typed arrays.
 *
 * Subjects enter the risk set just after their entry time, and those censored at a time are at risk for an event at that
 * time, as in Kaplan & Meier 1958 and Klein & Moeschberger 2003, §4.2 and §4.6.
 *
 * causes   number of causes, at least 1
 * throws   RangeError when lengths differ, a time is not finite or below 0, an entry is not before its exit, or a cause is
 *          above `causes`: impossible durations are to be excluded, and counted, before they get here
 */
export function eventTable(durations: Durations, causes = 1): EventTable {
  const { exit, cause, entry } = durations;
  checkDurations(durations, causes);
  const sortedExit = exit.slice().sort();
  const sortedEntry = entry === undefined ? new Float64Array(0) : entry.slice().sort();
  const ends = Array.from({ length: causes }, (_, index) => exit.filter((_time, i) => cause[i] === index + 1).sort());
  const time = distinct(sortedExit);
  const atRisk = new Float64Array(time.length);
  const eventCount = new Float64Array(time.length);
  const causeCount = ends.map((sorted) => tally(sorted, time));
  let entered = 0;
  let left = 0;
  for (let i = 0; i < time.length; i++) {
    const t = time[i] ?? Number.NaN;
    while (entered < sortedEntry.length && (sortedEntry[entered] ?? Number.NaN) < t) entered++;
    while (left < sortedExit.length && (sortedExit[left] ?? Number.NaN) < t) left++;
    atRisk[i] = (entry === undefined ? exit.length : entered) - left;
    for (const counts of causeCount) eventCount[i] = (eventCount[i] ?? 0) + (counts[i] ?? 0);
  }
  return {
    time,
    at_risk: atRisk,
    event_count: eventCount,
    cause_count: causeCount,
    subject_count: exit.length,
    sorted_entry: sortedEntry,
    sorted_exit: sortedExit,
  };
}

/** Subjects with entry < t <= exit; at or before 0 everyone who was not truncated. */
export function atRiskAt(table: EventTable, t: number): number {
  const left = countBelow(table.sorted_exit, t);
  const entered = table.sorted_entry.length === 0 ? table.subject_count : countBelow(table.sorted_entry, t);
  return entered - left;
}

/** Index of the last distinct time at or before t, -1 where there is none. */
export function lastIndexAt(time: Float64Array, t: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((time[middle] ?? Number.NaN) <= t) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function countBelow(sorted: Float64Array, t: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Number.NaN) < t) low = middle + 1;
    else high = middle;
  }
  return low;
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

function distinct(sorted: Float64Array): Float64Array {
  return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
}

function tally(sorted: Float64Array, time: Float64Array): Float64Array {
  const counts = new Float64Array(time.length);
  let position = 0;
  for (const value of sorted) {
    while ((time[position] ?? Number.NaN) < value) position++;
    counts[position] = (counts[position] ?? 0) + 1;
  }
  return counts;
}
