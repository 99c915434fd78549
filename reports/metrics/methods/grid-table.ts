import { type EventTable, riskTable } from "./event-table.js";

/**
 * Risk sets of waits that fall on a grid of equal steps, by counting and without sorting: O(n + steps).
 *
 * step     the steps that each wait took, whole and at or above 0, in any order
 * cause    0 where still waiting, else 1 … causes
 * width    length of a step, in the unit of the table's times
 */
export function gridTable(step: Int32Array, cause: Uint8Array, causes: number, width: number): EventTable {
  const length = step.reduce((most, each) => Math.max(most, each), -1) + 1;
  const counts = Array.from({ length: causes + 1 }, () => new Float64Array(length));
  for (let i = 0; i < step.length; i++) {
    const ofCause = counts[cause[i] ?? 0];
    const at = step[i] ?? 0;
    if (ofCause === undefined) throw new RangeError(`cause unknown: ${cause[i]}`);
    ofCause[at] = (ofCause[at] ?? 0) + 1;
  }
  const used = new Int32Array(length);
  let size = 0;
  for (let at = 0; at < length; at++) {
    let here = 0;
    for (const ofCause of counts) here += ofCause[at] ?? 0;
    if (here > 0) used[size++] = at;
  }
  const [censored_count = new Float64Array(0), ...cause_count] = counts.map((ofCause) => picked(ofCause, used, size));
  const time = new Float64Array(size);
  for (let i = 0; i < size; i++) time[i] = (used[i] ?? 0) * width;
  return riskTable({ time, censored_count, cause_count });
}

/** The first `size` places of `from`, a loop for what is called millions of times. */
function picked(values: Float64Array, from: Int32Array, size: number): Float64Array {
  const found = new Float64Array(size);
  for (let i = 0; i < size; i++) found[i] = values[from[i] ?? 0] ?? 0;
  return found;
}
