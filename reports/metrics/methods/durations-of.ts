import { eventTable } from "./durations.js";
import type { EventTable } from "./event-table.js";

/** Risk sets of a short list of waits, each ended or still running, in any one unit. */
export function durationsOf(waits: readonly { readonly time: number; readonly is_ended: boolean }[]): EventTable {
  return eventTable({
    exit: Float64Array.from(waits, ({ time }) => time),
    cause: Uint8Array.from(waits, ({ is_ended }) => (is_ended ? 1 : 0)),
  });
}
