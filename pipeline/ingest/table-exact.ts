import { z } from "zod";
import { type Fragment, integer, literal, sql } from "../../data/store/compose.js";
import type { Store } from "../../data/store/store.js";
import { listCell } from "./cell.js";
import type { ExactNotes } from "./exact.js";
import { allLines } from "./exact.js";
import type { Layout } from "./head.js";
import type { Shape } from "./shape.js";

/** Lines and bytes that one record with line ends inside its quotes may have; beyond, its lines are refused one by one. */
const RECORD_LINES_MAX = 1000;
const RECORD_BYTES_MAX = 1 << 20;
const STRAY_LINES_SHOWN = 10;

/**
 * Stages a table line by line, so that a stray quote cannot hide the rows after it.
 *
 * A line that by itself is a whole, acceptable row is taken as one, even where the quotes before it say that it stands
 * inside a field: whoever can write a quote and a line end into a logged field could otherwise make later rows part of that
 * field. Of the lines left over, those that together make one record (a field with line ends in it) are joined; the rest
 * are refused one by one.
 *
 * fits       the line is a record of RFC 4180 with as many fields as the header; a quote inside an unquoted field is text
 * is_whole   it fits, and nothing is wrong with its values
 * is_open    an odd number of quotes that no record explains stands before the line
 */
export async function stageTable(
  store: Store,
  fileId: number,
  layout: Extract<Layout, { kind: "table" }>,
  shape: Shape,
): Promise<ExactNotes> {
  const cell = listCell(layout.header, sql`cells`);
  const width = layout.header.length;
  const q = patterns(layout.separator, width);
  const body = sql`SELECT * FROM (${allLines(fileId)}) WHERE line > ${integer(layout.header_lines)}`;
  await store.run(
    sql`CREATE OR REPLACE TEMP TABLE single AS
      SELECT line, text, broken, broken IS NULL AND text <> '' AND regexp_matches(text, ${q.record}) AS fits FROM (${body})`
      .text,
  );
  const singles = sql`SELECT ${integer(fileId)} AS file_id, line, text AS raw, NULL::VARCHAR AS broken, ${q.cells(sql`text`)} AS cells
    FROM single WHERE fits`;
  await store.run(sql`CREATE OR REPLACE TEMP TABLE candidate AS ${shape.interpret(singles, cell)}`.text);
  await store.run(sql`CREATE OR REPLACE TEMP TABLE leftover AS ${LEFTOVER}`.text);
  await store.run(sql`CREATE OR REPLACE TEMP TABLE joined AS ${joined(q.record)}`.text);
  const joins = sql`SELECT ${integer(fileId)} AS file_id, line, raw, NULL::VARCHAR AS broken, ${q.cells(sql`raw`)} AS cells
    FROM joined WHERE is_record`;
  await store.run(`INSERT INTO staged ${WHOLE}`);
  await store.run(sql`INSERT INTO staged ${shape.interpret(joins, cell)}`.text);
  const broken = sql`SELECT ${integer(fileId)} AS file_id, line, text AS raw, ${REASON} AS broken, []::VARCHAR[] AS cells FROM (${ALONE})`;
  await store.run(sql`INSERT INTO staged ${shape.interpret(broken, cell)}`.text);
  const stray = await store.rows(STRAY, z.object({ line: z.number() }), { limit: STRAY_LINES_SHOWN });
  const { recovered } = await store.row(RECOVERED, z.object({ recovered: z.number() }));
  await store.run(DROP);
  return { stray_quote_lines: stray.map(({ line }) => line), recovered };
}

/** The pattern of a record, and the expression that splits one into its fields. RE2 matches in linear time. */
function patterns(separator: string, width: number): { record: Fragment; cells: (text: Fragment) => Fragment } {
  const s = separator === "|" ? "\\|" : separator;
  const quoted = ` *"(?:[^"]|"")*" *`;
  const field = `(?:${quoted}|[^"${s}\\n][^${s}\\n]*|)`;
  return {
    record: literal(`^${field}(?:${s}${field}){${width - 1}}$`),
    cells: (text) => sql`list_transform(
      CASE WHEN contains(${text}, '"')
        THEN regexp_extract_all(${literal(separator)} || ${text}, ${literal(`${s}(${quoted}|[^${s}]*)`)}, 1)
        ELSE string_split(${text}, ${literal(separator)}) END,
      lambda x: CASE WHEN regexp_full_match(x, ${literal(quoted)}) THEN replace(trim(x, ' ')[2:-2], '""', '"') ELSE x END)`,
  };
}

const QUOTES = sql`(strlen(text) - strlen(replace(text, '"', '')))`;

/** Lines that are no whole row, in runs of neighbours, and in groups that end where their quotes are even. */
const LEFTOVER = sql`
  SELECT line, text, broken, fits, problem, run, sum(starts::INTEGER) OVER (PARTITION BY run ORDER BY line) AS part, is_odd
  FROM (
    SELECT *, coalesce(sum(is_odd::INTEGER) OVER (PARTITION BY run ORDER BY line ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) % 2 = 0 AS starts
    FROM (
      SELECT line, text, broken, fits, problem, line - row_number() OVER (ORDER BY line) AS run, NOT fits AND ${QUOTES} % 2 = 1 AS is_odd
      FROM (
        SELECT s.line, s.text, s.broken, s.fits, c.problem FROM single s LEFT JOIN candidate c ON c.line = s.line
        WHERE c.line IS NULL OR c.problem IS NOT NULL
      )
    )
  )`;

/** Groups of several lines as one text, and whether that is a record. */
function joined(record: Fragment): Fragment {
  return sql`
  SELECT run, part, line, raw, is_small AND NOT is_broken AND regexp_matches(raw, ${record}) AS is_record
  FROM (
    SELECT run, part, min(line) AS line, bool_or(broken IS NOT NULL) AS is_broken,
      count(*) <= ${integer(RECORD_LINES_MAX)} AND sum(strlen(text)) <= ${integer(RECORD_BYTES_MAX)} AS is_small,
      CASE WHEN count(*) <= ${integer(RECORD_LINES_MAX)} AND sum(strlen(text)) <= ${integer(RECORD_BYTES_MAX)}
        THEN string_agg(text, chr(10) ORDER BY line) END AS raw
    FROM leftover GROUP BY run, part HAVING count(*) > 1
  )`;
}

const WHOLE = `SELECT * FROM candidate WHERE problem IS NULL`;
/** Leftover lines that no record has taken. */
const ALONE = sql`
  SELECT l.line, l.text, l.broken, l.fits, l.problem, l.is_odd FROM leftover l
  WHERE l.text <> '' AND NOT EXISTS (SELECT 1 FROM joined j WHERE j.run = l.run AND j.part = l.part AND j.is_record)`;
const REASON = sql`CASE WHEN broken IS NOT NULL THEN broken WHEN fits THEN problem WHEN is_odd THEN 'stray quote'
  ELSE 'number of fields differs from the header' END`;
const STRAY = `SELECT line FROM (${ALONE.text}) WHERE is_odd ORDER BY line LIMIT $limit::INTEGER`;
/** Whole rows with an odd number of unexplained quotes before them: a reader that trusts quotes would have lost them. */
const RECOVERED = `
  SELECT count(*) AS recovered FROM candidate c
  ASOF JOIN (
    SELECT line, sum(1) OVER (ORDER BY line) AS before FROM (${ALONE.text}) WHERE is_odd
  ) s ON c.line > s.line
  WHERE c.problem IS NULL AND s.before % 2 = 1`;
const DROP = "DROP TABLE single; DROP TABLE candidate; DROP TABLE leftover; DROP TABLE joined";
