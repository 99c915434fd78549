import { z } from "zod";
import { columnOf, type Feed } from "../../data/feeds/feed.js";
import { identifier, join, sql } from "../../data/store/compose.js";
import type { Store } from "../../data/store/store.js";
import { NO_ROWS, type Tally } from "./load.js";

const INSERT_REFUSED = /* sql */ `
  INSERT INTO refused_row (file_id, line, reason, raw_text)
  SELECT file_id, coalesce(line, 0), problem, left(coalesce(raw, ''), 1000) FROM staged
  WHERE problem IS NOT NULL ORDER BY line
`;
const COUNTS = /* sql */ `SELECT count(*) AS rows_read, count(problem) AS refused FROM staged`;

/**
 * Puts the staged snapshot of a feed beside the versions that are kept: a row that is new is known from the night, a row
 * that is gone was known until it, a row that still stands is a duplicate. Call it in a transaction.
 *
 * known_from   the night, or `-infinity` for the first snapshot ever
 */
export async function loadVersions(store: Store, feed: Feed, night: string, known_from: string): Promise<Tally> {
  const table = identifier(feed.table);
  const names = feed.columns.map((column) => identifier(columnOf(column)));
  const columns = join(names, ", ");
  const same = join(
    names.map((name) => sql`s.${name} IS NOT DISTINCT FROM t.${name}`),
    " AND ",
  );
  const close = sql`UPDATE ${table} t SET known_until = $night::DATE
    WHERE t.known_until IS NULL AND NOT EXISTS (SELECT 1 FROM staged s WHERE s.problem IS NULL AND ${same})`;
  const open = sql`INSERT INTO ${table} (known_from, ${columns})
    SELECT $known_from::DATE, ${columns} FROM (
      SELECT ${columns} FROM staged WHERE problem IS NULL EXCEPT SELECT ${columns} FROM ${table} WHERE known_until IS NULL
    ) ORDER BY ${columns}`;
  const { rows_read, refused } = await store.row(COUNTS, z.object({ rows_read: z.number(), refused: z.number() }));
  await store.run(close.text, { night });
  const accepted = await store.run(open.text, { known_from });
  await store.run(INSERT_REFUSED);
  return { ...NO_ROWS, rows_read, refused, accepted, duplicate: rows_read - refused - accepted };
}
