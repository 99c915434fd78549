import { z } from "zod";
import type { Day } from "../data/days.js";
import type { Store } from "../data/store/store.js";

const FORGET = /* sql */ `DELETE FROM night WHERE night = $night::DATE`;

const KEEP = /* sql */ `
  INSERT INTO night (night, settings_digest, code_version, is_published, last_file_id)
  SELECT $night::DATE, $settings_digest, $code_version, true, coalesce(max(file_id), 0)
  FROM file
`;

const LAST = /* sql */ `SELECT max(night) AS night FROM night WHERE is_published`;

/** Notes that a night's reports stand, and on which files. */
export async function markPublished(
  store: Store,
  night: Day,
  run: { readonly settings_digest: string; readonly code_version: string },
): Promise<void> {
  await store.transaction(async () => {
    await store.run(FORGET, { night });
    await store.run(KEEP, { night, ...run });
  });
}

/** The last night whose reports stand, or null where there is none. */
export async function lastPublished(store: Store): Promise<Day | null> {
  return (await store.row(LAST, z.object({ night: z.string().nullable() }))).night;
}
