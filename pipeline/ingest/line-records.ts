import type { LineRule, Path } from "../../data/formats/format.js";
import { type Fragment, join, literal, literals, sql } from "../../data/store/compose.js";
import { type Cell, structCell } from "./cell.js";

export interface Records {
  readonly relation: Fragment;
  readonly cell: Cell;
}

/** Lines of text as records, by the rule of their format. `lines` has file_id, line, text and broken. */
export function lineRecords(rule: LineRule, lines: Fragment, paths: readonly Path[]): Records {
  switch (rule.kind) {
    case "pattern":
      return patternRecords(rule.pattern, rule.groups, lines);
    case "w3c":
      return w3cRecords(lines);
    case "cef":
      return cefRecords(lines, paths);
  }
}

function patternRecords(pattern: string, groups: readonly string[], lines: Fragment): Records {
  const regex = literal(pattern);
  return {
    relation: sql`SELECT file_id, line, text AS raw,
        coalesce(broken, CASE WHEN NOT regexp_matches(text, ${regex}) THEN 'not a line of this format' END) AS broken,
        regexp_extract(text, ${regex}, ${literals(groups)}) AS r
      FROM (${lines})`,
    cell: structCell(sql`r`),
  };
}

/**
 * W3C extended log: each line has the fields of the last `#Fields` before it, which may change within a file.
 *
 * Where these have no `date`, the day is that of the last `#Date`, or the one after it where the line's time of day lies
 * more than half a day before that directive's: the log then ran past midnight. The day becomes part of the record, which
 * would otherwise equal the one of the same time on any other day.
 */
function w3cRecords(lines: Fragment): Records {
  return {
    relation: sql`SELECT file_id, line, CASE WHEN day IS NULL THEN raw ELSE day || ' ' || raw END AS raw, names, cells, day,
        coalesce(broken, CASE WHEN names IS NULL THEN 'no #Fields line before this line'
          WHEN len(names) <> len(cells) THEN 'number of fields differs from the #Fields line' END) AS broken
      FROM (SELECT *, CASE WHEN NOT list_contains(names, 'date') THEN strftime(
            CASE WHEN dated::DATE + try_cast(cells[list_position(names, 'time')] AS TIME) < dated - INTERVAL 12 HOUR
              THEN dated + INTERVAL 1 DAY ELSE dated END, '%Y-%m-%d') END AS day
        FROM (SELECT file_id, line, text AS raw, broken, starts_with(text, '#') AS is_directive,
            last_value(CASE WHEN starts_with(text, '#Fields:') THEN string_split_regex(trim(text[9:]), '[ \\t]+') END IGNORE NULLS)
              OVER (ORDER BY line) AS names,
            last_value(CASE WHEN starts_with(text, '#Date:') THEN try_cast(trim(text[7:]) AS TIMESTAMP) END IGNORE NULLS)
              OVER (ORDER BY line) AS dated,
            CASE WHEN contains(text, '"')
              THEN list_transform(regexp_extract_all(text, '"(?:[^"]|"")*"|[^ \\t]+'),
                lambda x: CASE WHEN starts_with(x, '"') THEN replace(x[2:-2], '""', '"') ELSE x END)
              ELSE string_split_regex(trim(text), '[ \\t]+') END AS cells
          FROM (${lines})))
      WHERE NOT is_directive`,
    cell: ([name]) => {
      const cell = sql`cells[list_position(names, ${literal(String(name))})]`;
      return name === "date" ? sql`coalesce(day, ${cell})` : cell;
    },
  };
}

const HEADER = ["version", "vendor", "product", "device_version", "signature", "name", "severity", "extension"];
/** Seven bars, a bar inside a field escaped by a backslash; a syslog header may stand before. */
const CEF = `CEF:([0-9.]+)${"\\|((?:[^|\\\\]|\\\\.)*)".repeat(6)}\\|(.*)$`;

/** ArcSight CEF: header, then `key=value` with unquoted spaces; a key is known by the `=` after it. */
function cefRecords(lines: Fragment, paths: readonly Path[]): Records {
  const keys = [...new Set(paths.map(([key]) => String(key)))].filter((key) => !HEADER.includes(key));
  const value = (key: string): Fragment =>
    sql`trim(replace(replace(regexp_extract(parts, ${literal(`\x1e${key}\x1d([^\x1e]*)`)}, 1), '\\=', '='), '\\\\', '\\'))`;
  return {
    relation: sql`SELECT file_id, line, raw, broken, h, {${join(
      keys.map((key) => sql`${literal(key)}: ${value(key)}`),
      ", ",
    )}} AS x
      FROM (SELECT file_id, line, raw, h, coalesce(broken, CASE WHEN h.version = '' THEN 'not a line of CEF' END) AS broken,
          regexp_replace(' ' || h.extension, ' ([A-Za-z0-9_.\\[\\]-]+)=', chr(30) || '\\1' || chr(29), 'g') AS parts
        FROM (SELECT file_id, line, text AS raw, broken, regexp_extract(text, ${literal(CEF)}, ${literals(HEADER)}) AS h
          FROM (${lines})))`,
    cell: (path) => structCell(HEADER.includes(String(path[0])) ? sql`h` : sql`x`)(path),
  };
}
