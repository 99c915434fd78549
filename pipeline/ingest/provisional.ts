import { z } from "zod";
import type { Store } from "../../data/store/store.js";
import type { LedgerEntry } from "./ledger.js";

const FIND = /* sql */ `
  SELECT source, event_id, CAST(day AS VARCHAR) AS day, CAST(event_time AS VARCHAR) AS event_time
  FROM event WHERE file_id = $file_id::INTEGER AND is_provisional
`;
const provisional = z.object({ source: z.string(), event_id: z.string(), day: z.string(), event_time: z.string() });
const TOUCH = /* sql */ `
  INSERT INTO touched_day (night, day)
  SELECT $night::DATE, $day::DATE
  WHERE NOT EXISTS (SELECT 1 FROM touched_day WHERE night = $night::DATE AND day = $day::DATE)
`;
const REMOVE = /* sql */ `DELETE FROM event WHERE file_id = $file_id::INTEGER AND is_provisional`;
const REFUSE = /* sql */ `
  INSERT INTO refused_row (file_id, line, reason, raw_text)
  VALUES ($file_id::INTEGER, $line::BIGINT, 'unfinished last line, whole in a later delivery', $raw_text)
`;
const CORRECT = /* sql */ `
  UPDATE file SET accepted = accepted - 1, refused = refused + 1 WHERE file_id = $file_id::INTEGER
`;

/**
 * Takes back the event that an earlier delivery's unfinished last line gave, now that a delivery which begins with the same
 * bytes has that line whole; its day counts as touched. Does nothing where that line gave no event.
 */
export async function withdrawProvisional(store: Store, night: string, earlier: LedgerEntry): Promise<void> {
  const { file_id } = earlier;
  const [found] = await store.rows(FIND, provisional, { file_id });
  if (found === undefined) return;
  await store.run(TOUCH, { night, day: found.day });
  await store.run(REMOVE, { file_id });
  await store.run(REFUSE, { file_id, line: earlier.rows_read, raw_text: `${found.event_id} ${found.event_time}` });
  await store.run(CORRECT, { file_id });
}
