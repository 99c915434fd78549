import { addDays, type Day, eachDay } from "../../data/days.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import { rebuild, TONIGHT } from "./world.js";

/** One file of a source a night; file_id is the days before tonight, plus 1. */
export interface Delivery {
  readonly night: Day;
  readonly rows_read: number;
  readonly duplicate: number;
}

/** Eighty-four nights of one file each of the source `portal`, a hundred rows, two of which had been read before. */
export function ordinaryDeliveries(): Delivery[] {
  return eachDay(addDays(TONIGHT, -83), TONIGHT).map((night) => ({ night, rows_read: 100, duplicate: 2 }));
}

/** Puts the ledger into the store; each event comes with the file of its own day, or of `deliveredOn`. */
export async function putDeliveries(
  store: Store,
  deliveries: readonly Delivery[],
  deliveredOn: { readonly from: Day; readonly night: Day } | null = null,
): Promise<void> {
  await insertRows(
    store,
    "file",
    deliveries.map(({ night, rows_read, duplicate }, i) => ({
      file_id: i + 1,
      path: `access/portal-${night}.csv`,
      feed: "access",
      source: "portal",
      format: "sharewatch",
      status: "read",
      reason: null,
      known_from: night,
      size_bytes: 1,
      file_digest: night,
      content_digest: night,
      content_bytes: 1,
      is_terminated: true,
      rows_read,
      accepted: rows_read - duplicate,
      duplicate,
      refused: 0,
      recovered: 0,
      unmapped: "[]",
    })),
  );
  await store.run("UPDATE event SET file_id = file.file_id FROM file WHERE file.known_from = event.day");
  if (deliveredOn !== null)
    await store.run(
      "UPDATE event SET file_id = file.file_id FROM file WHERE file.known_from = $night::DATE AND event.day >= $from::DATE",
      deliveredOn,
    );
  await rebuild(store);
}
