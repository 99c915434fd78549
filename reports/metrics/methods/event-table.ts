/** Subjects that left, counted by how long they had been waiting: what a GROUP BY over durations gives. */
export interface LeavingCounts {
  /** Distinct times from each subject's origin, ascending, finite and at or above 0; any one unit. */
  readonly time: Float64Array;
  /** Still waiting when last seen at that time. */
  readonly censored_count: Float64Array;
  /** Ended at that time by each cause; index 0 is cause 1. At least one cause. */
  readonly cause_count: readonly Float64Array[];
  /** Left truncation: when subjects came under observation, distinct and ascending (−Infinity: from their origin). */
  readonly entry?: { readonly time: Float64Array; readonly count: Float64Array };
}

/** Who was waiting and who ended at each distinct time, ascending. */
export interface EventTable {
  readonly time: Float64Array;
  /** Subjects with entry < time <= exit: those censored at `time` are still counted. */
  readonly at_risk: Float64Array;
  /** Ends by any cause at `time`. */
  readonly event_count: Float64Array;
  readonly cause_count: readonly Float64Array[];
  readonly subject_count: number;
  /** Subjects that had left before each time, and at last all of them: one entry more than `time`. */
  readonly left_before: Float64Array;
  /** Distinct entry times and the subjects that had entered by each; empty where nobody entered late. */
  readonly entry_time: Float64Array;
  readonly entered_by: Float64Array;
}

/**
 * Risk sets over distinct times, in one pass: feed it counts grouped by duration, so that cost follows distinct durations
 * and not subjects.
 *
 * Subjects enter the risk set just after their entry time, and those censored at a time are at risk for an event at that
 * time, as in Kaplan & Meier 1958 and Klein & Moeschberger 2003, §4.2 and §4.6.
 *
 * throws   RangeError when times are not ascending durations or lengths differ
 */
export function riskTable({ time, censored_count, cause_count, entry }: LeavingCounts): EventTable {
  const size = time.length;
  if (censored_count.length !== size || cause_count.length === 0 || cause_count.some((c) => c.length !== size)) {
    throw new RangeError("leaving counts: arrays of different lengths");
  }
  const eventCount = new Float64Array(size);
  const leftBefore = new Float64Array(size + 1);
  for (let i = 0; i < size; i++) {
    const t = time[i] ?? Number.NaN;
    if (!(t >= 0 && t < Number.POSITIVE_INFINITY && (i === 0 || t > (time[i - 1] ?? Number.NaN)))) {
      throw new RangeError(`times not ascending durations: ${t}`);
    }
    let ended = 0;
    for (const counts of cause_count) ended += counts[i] ?? 0;
    eventCount[i] = ended;
    leftBefore[i + 1] = (leftBefore[i] ?? 0) + ended + (censored_count[i] ?? 0);
  }
  const entryTime = entry?.time ?? new Float64Array(0);
  const enteredBy = (entry?.count ?? new Float64Array(0)).slice();
  for (let i = 1; i < enteredBy.length; i++) enteredBy[i] = (enteredBy[i] ?? 0) + (enteredBy[i - 1] ?? 0);
  const subjects = leftBefore[size] ?? 0;
  const atRisk = new Float64Array(size);
  let entered = 0;
  for (let i = 0; i < size; i++) {
    while (entered < entryTime.length && (entryTime[entered] ?? NaN) < (time[i] ?? NaN)) entered++;
    const present = entry === undefined ? subjects : (enteredBy[entered - 1] ?? 0);
    atRisk[i] = present - (leftBefore[i] ?? 0);
  }
  return {
    ...{ time, at_risk: atRisk, event_count: eventCount, cause_count, subject_count: subjects },
    ...{ left_before: leftBefore, entry_time: entryTime, entered_by: enteredBy },
  };
}

/** Subjects with entry < t <= exit; at or before 0 everyone who was not truncated. */
export function atRiskAt(table: EventTable, t: number): number {
  const left = table.left_before[countBelow(table.time, t)] ?? 0;
  if (table.entry_time.length === 0) return table.subject_count - left;
  return (table.entered_by[countBelow(table.entry_time, t) - 1] ?? 0) - left;
}

/** Index of the last time at or before t in an ascending array, −1 where there is none. */
export function lastIndexAt(time: Float64Array, t: number): number {
  const below = countBelow(time, t);
  return time[below] === t ? below : below - 1;
}

/** How many entries of an ascending array of distinct values are below t. */
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
