import { z } from "zod";
import { type Fragment, sql } from "../../data/store/compose.js";
import type { Store } from "../../data/store/store.js";
import { fastRows } from "./fast.js";
import { type Load, recordLoad, type Tally } from "./load.js";
import type { Shape } from "./shape.js";
import { isBadData, isPlain, linesOf, type Planned } from "./stage.js";

/** Thrown to undo an express load that found something amiss; the rows then take the way through staging. */
export class NotClean extends Error {
  override readonly name = "NotClean";
}

const INSERT_FIELDS = sql`INSERT INTO event (source, event_id, event_time, day, seq, actor_id, action, outcome, object_id,
    collection, marking, partner, request_id, bytes, client_ip, site, channel, file_id, is_provisional)`;
const COUNTS = /* sql */ `
  SELECT file_id, count(*) AS rows, CASE WHEN count(DISTINCT source) = 1 THEN any_value(source) END AS source
  FROM event WHERE file_id BETWEEN $first::INTEGER AND $last::INTEGER GROUP BY file_id ORDER BY file_id
`;
const counts = z.object({ file_id: z.number(), rows: z.number(), source: z.string().nullable() });
const KEYS = /* sql */ `
  SELECT count(*) AS rows, count(DISTINCT hash(source, event_id)) AS keys
  FROM event WHERE file_id BETWEEN $first::INTEGER AND $last::INTEGER
`;
const KNOWN = /* sql */ `
  SELECT count(*) AS rows FROM event old JOIN event new ON new.event_id = old.event_id AND new.source = old.source
  WHERE old.file_id < $first::INTEGER AND new.file_id BETWEEN $first::INTEGER AND $last::INTEGER
`;
const rows = z.object({ rows: z.number() });

/**
 * Writes the rows of files straight into the store, without staging them, and proves afterwards that nothing was amiss: as
 * many rows as lines in every file, no (source, event_id) twice, none that was known. Otherwise nothing of it stays and the
 * answer is null. `finish` runs in the same transaction.
 */
export async function loadExpress(
  store: Store,
  files: readonly Planned[],
  shape: Shape,
  load: Load,
  finish: (tallies: ReadonlyMap<number, Tally>) => Promise<void>,
): Promise<boolean> {
  const [leader] = files;
  if (leader === undefined || !files.every(isPlain) || load.unterminated.length > 0) return false;
  const inputs = files.map(({ file_id, prepared }) => ({ file_id, plain: prepared.plain }));
  const query = fastRows(inputs, leader.layout, shape);
  if (query === null) return false;
  try {
    await store.transaction(async () => {
      const inserted = await store.run(insertion(query).text, { zone: load.zone });
      await finish(await proven(store, files, load, inserted));
    });
    return true;
  } catch (error) {
    if (error instanceof NotClean || isBadData(error)) return false;
    throw error;
  }
}

function insertion(query: Fragment): Fragment {
  return sql`${INSERT_FIELDS}
    SELECT source, event_id, event_time, timezone($zone, event_time)::DATE, seq, actor_id, action::action, outcome::outcome,
      object_id, collection, marking, partner, request_id, bytes, client_ip, site, channel, file_id, false
    FROM (${query}) WHERE problem IS NULL`;
}

async function proven(
  store: Store,
  files: readonly Planned[],
  load: Load,
  inserted: number,
): Promise<ReadonlyMap<number, Tally>> {
  const first = Math.min(...load.file_ids);
  const last = Math.max(...load.file_ids);
  const found = new Map((await store.rows(COUNTS, counts, { first, last })).map((row) => [row.file_id, row]));
  const expected = files.map((file) => ({ file_id: file.file_id, lines: linesOf(file) }));
  if (expected.some(({ file_id, lines }) => (found.get(file_id)?.rows ?? 0) !== lines)) throw new NotClean();
  const keys = await store.row(KEYS, z.object({ rows: z.number(), keys: z.number() }), { first, last });
  if (keys.rows !== keys.keys || keys.rows !== inserted) throw new NotClean();
  if ((await store.row(KNOWN, rows, { first, last })).rows > 0) throw new NotClean();
  await recordLoad(store, load.night, first, last);
  const tally = ({ file_id, lines }: { file_id: number; lines: number }): [number, Tally] => [
    file_id,
    { rows_read: lines, accepted: lines, duplicate: 0, refused: 0, source: found.get(file_id)?.source ?? null },
  ];
  return new Map(expected.map(tally));
}
