import type { EventTable } from "./event-table.js";

/** All groups at one time at which somebody of any group left. The arrays are reused from one time to the next. */
export interface PooledMoment {
  /** Subjects of each group at risk at the time. */
  readonly at_risk: Float64Array;
  /** Index of the time in each group's own table, −1 where nobody of the group left then. */
  readonly row: Int32Array;
}

/** Visits every distinct time of several groups in ascending order, one pass over each: O(groups × times). */
export function walkPooled(groups: readonly EventTable[], visit: (moment: PooledMoment) => void): void {
  const size = groups.length;
  const at_risk = new Float64Array(size);
  const row = new Int32Array(size);
  const cursor = new Int32Array(size);
  const entered = new Int32Array(size);
  for (;;) {
    let t = Number.POSITIVE_INFINITY;
    for (let g = 0; g < size; g++) t = Math.min(t, groups[g]?.time[cursor[g] ?? 0] ?? Number.POSITIVE_INFINITY);
    if (t === Number.POSITIVE_INFINITY) return;
    for (let g = 0; g < size; g++) {
      const group = groups[g];
      if (group === undefined) continue;
      const here = cursor[g] ?? 0;
      let entries = entered[g] ?? 0;
      while ((group.entry_time[entries] ?? Number.NaN) < t) entries++;
      entered[g] = entries;
      const present = group.entry_time.length === 0 ? group.subject_count : (group.entered_by[entries - 1] ?? 0);
      at_risk[g] = present - (group.left_before[here] ?? 0);
      const isHere = group.time[here] === t;
      row[g] = isHere ? here : -1;
      if (isHere) cursor[g] = here + 1;
    }
    visit({ at_risk, row });
  }
}
