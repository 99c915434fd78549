import { z } from "zod";
import type { Store } from "../../data/store/store.js";
import { REPEAT } from "./scratch.js";

const DISTINCT_COUNT = /* sql */ `
  SELECT count(*) AS rows, count(DISTINCT hash(source, event_id)) AS keys FROM staged WHERE problem IS NULL
`;
/** The first occurrence wins: files in their order, rows in the order of their lines. */
const REPEATED_HERE = /* sql */ `
  INSERT INTO repeat SELECT row FROM (
    SELECT rowid AS row,
      row_number() OVER (PARTITION BY source, event_id ORDER BY file_id, coalesce(line, rowid)) AS occurrence
    FROM staged WHERE problem IS NULL
  ) WHERE occurrence > 1
`;
const KNOWN_ALREADY = /* sql */ `
  INSERT INTO repeat SELECT s.rowid FROM staged s JOIN event e ON e.event_id = s.event_id AND e.source = s.source
  WHERE s.problem IS NULL AND NOT EXISTS (SELECT 1 FROM repeat r WHERE r.row = s.rowid)
`;
const INSERT_EVENTS = /* sql */ `
  INSERT INTO event (source, event_id, event_time, day, seq, actor_id, action, outcome, object_id, collection, marking, partner,
    request_id, bytes, client_ip, site, channel, file_id, is_provisional)
  SELECT source, event_id, event_time, timezone($zone, event_time)::DATE, seq, actor_id, action::action, outcome::outcome,
    object_id, collection, marking, partner, request_id, bytes, client_ip, site, channel, file_id, false
  FROM staged s
  WHERE problem IS NULL AND NOT EXISTS (SELECT 1 FROM repeat r WHERE r.row = s.rowid)
`;
/** The last row of each file whose content does not end in a line end. */
const MARK_PROVISIONAL = /* sql */ `
  UPDATE event SET is_provisional = true
  WHERE file_id = $file_id::INTEGER AND (source, event_id) IN (
    SELECT (s.source, s.event_id) FROM staged s
    WHERE s.file_id = $file_id::INTEGER AND coalesce(s.line, s.rowid) = (
        SELECT max(coalesce(line, rowid)) FROM staged WHERE file_id = $file_id::INTEGER)
      AND NOT EXISTS (SELECT 1 FROM repeat r WHERE r.row = s.rowid)
  )
`;
const UNFINISHED = /* sql */ `
  UPDATE staged SET problem = 'unfinished last line: ' || problem
  WHERE file_id = $file_id::INTEGER AND problem IS NOT NULL
    AND line = (SELECT max(line) FROM staged WHERE file_id = $file_id::INTEGER)
`;
const INSERT_REFUSED = /* sql */ `
  INSERT INTO refused_row (file_id, line, reason, raw_text)
  SELECT file_id, coalesce(line, 0), problem, left(coalesce(raw, ''), 1000) FROM staged
  WHERE problem IS NOT NULL ORDER BY file_id, line
`;
const TALLIES = /* sql */ `
  SELECT s.file_id, count(*) AS rows_read, count(s.problem) AS refused, count(r.row) AS duplicate,
    CASE WHEN count(DISTINCT s.source) = 1 THEN any_value(s.source) END AS source
  FROM staged s LEFT JOIN repeat r ON r.row = s.rowid
  GROUP BY s.file_id ORDER BY s.file_id
`;
const tally = z.object({
  file_id: z.number(),
  rows_read: z.number(),
  refused: z.number(),
  duplicate: z.number(),
  source: z.string().nullable(),
});
const TOUCH = /* sql */ `
  INSERT INTO touched_day (night, day)
  SELECT DISTINCT $night::DATE, day FROM event
  WHERE file_id BETWEEN $first::INTEGER AND $last::INTEGER
    AND day NOT IN (SELECT day FROM touched_day WHERE night = $night::DATE)
  ORDER BY day
`;
const COUNT_ACCEPTED = /* sql */ `
  SELECT file_id, count(*) AS rows FROM event WHERE file_id BETWEEN $first::INTEGER AND $last::INTEGER
  GROUP BY file_id ORDER BY file_id
`;
const accepted = z.object({ file_id: z.number(), rows: z.number() });
const NEW_ACTORS = /* sql */ `
  INSERT INTO known_actor (actor_id)
  SELECT DISTINCT actor_id FROM event
  WHERE file_id BETWEEN $first::INTEGER AND $last::INTEGER AND actor_id NOT IN (SELECT actor_id FROM known_actor)
  ORDER BY actor_id
`;

export interface Tally {
  readonly rows_read: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly refused: number;
  /** The source of all rows, or null where they differ. */
  readonly source: string | null;
}
export const NO_ROWS: Tally = { rows_read: 0, accepted: 0, duplicate: 0, refused: 0, source: null };

/** The files whose rows are staged, with the numbers they have in the ledger. */
export interface Load {
  readonly night: string;
  readonly zone: string;
  readonly file_ids: readonly number[];
  /** Of these, the plain texts whose last line no line end closes. */
  readonly unterminated: readonly number[];
}

/**
 * Moves the staged rows of the access feed into the store, each (source, event_id) once; call it in a transaction.
 * The counts are taken independently: rows and refusals from what was staged, accepted from what stands in the store.
 */
export async function loadEvents(store: Store, load: Load): Promise<Map<number, Tally>> {
  for (const file_id of load.unterminated) await store.run(UNFINISHED, { file_id });
  await store.run(REPEAT);
  const { rows, keys } = await store.row(DISTINCT_COUNT, z.object({ rows: z.number(), keys: z.number() }));
  if (rows > keys) await store.run(REPEATED_HERE);
  await store.run(KNOWN_ALREADY);
  await store.run(INSERT_EVENTS, { zone: load.zone });
  for (const file_id of load.unterminated) await store.run(MARK_PROVISIONAL, { file_id });
  await store.run(INSERT_REFUSED);
  const first = Math.min(...load.file_ids);
  const last = Math.max(...load.file_ids);
  await recordLoad(store, load.night, first, last);
  const inStore = new Map(
    (await store.rows(COUNT_ACCEPTED, accepted, { first, last })).map((row) => [row.file_id, row.rows]),
  );
  const tallies = await store.rows(TALLIES, tally);
  return new Map(tallies.map((row) => [row.file_id, { ...row, accepted: inStore.get(row.file_id) ?? 0 }]));
}

/** Marks the days that files `first` to `last` touched, and notes actors that are new with them. */
export async function recordLoad(store: Store, night: string, first: number, last: number): Promise<void> {
  await store.run(TOUCH, { night, first, last });
  await store.run(NEW_ACTORS, { first, last });
}
