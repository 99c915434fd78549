import { type CellKind, columnOf, type Feed, type FeedColumn } from "../../data/feeds/feed.js";
import { type Fragment, identifier, integer, join, literal, literals, sql } from "../../data/store/compose.js";
import { impossible } from "./access.js";
import { NOTHING } from "./cell.js";
import type { IngestSettings } from "./settings.js";
import type { Shape } from "./shape.js";
import { boundsOf, instant, lacksOffset, type YearBounds } from "./time.js";

/** The years of dates in registers: people and agreements begin before logs do, and plans reach past them. */
const REGISTER_YEARS: YearBounds = { year_min: 1900, year_max: 2200 };
/** "Without end", as registers write it. */
const NO_END = "9999-12-31";

const TYPES: Readonly<Record<CellKind, Fragment>> = {
  text: sql`VARCHAR`,
  day: sql`DATE`,
  last_day: sql`DATE`,
  instant: sql`TIMESTAMPTZ`,
  boolean: sql`BOOLEAN`,
  count: sql`INTEGER`,
  number: sql`DOUBLE`,
  list: sql`VARCHAR[]`,
  zone: sql`VARCHAR`,
};

/**
 * The shape of a feed's row. Dates that are given as times fall on a date of the home zone.
 *
 * A time of day is of something that happened while systems logged it, and lies within the years of the settings; a plain
 * date may be as old as a register.
 */
export function feedShape(feed: Feed, { home, reading }: Pick<IngestSettings, "home" | "reading">): Shape {
  const columns = feed.columns;
  const names = columns.map((column) => identifier(columnOf(column)));
  return {
    columns: join(
      columns.map((column) => sql`${identifier(columnOf(column))} ${TYPES[column.kind]}`),
      ", ",
    ),
    paths: columns.map(({ name }) => [name]),
    takes_native: false,
    needs_raw: false,
    interpret: (relation, cell) => {
      const texts = columns.map((column) => {
        const place = cell([column.name]);
        return sql`${place === null ? NOTHING : sql`nullif(trim(${place}), '')`} AS ${textName(column)}`;
      });
      const values = columns.map((column) => sql`${value(column, home.time_zone)} AS ${identifier(columnOf(column))}`);
      return sql`SELECT file_id, line, raw, ${join(names, ", ")}, ${problem(feed, reading)} AS problem
        FROM (SELECT *, ${join(values, ", ")} FROM (SELECT file_id, line, raw, broken, ${join(texts, ", ")} FROM (${relation})))`;
    },
  };
}

function textName(column: FeedColumn): Fragment {
  return identifier(`${columnOf(column)}_text`);
}

function value(column: FeedColumn, homeZone: string): Fragment {
  const text = textName(column);
  switch (column.kind) {
    case "text":
    case "zone":
      return text;
    case "boolean":
      return sql`CASE lower(${text}) WHEN 'true' THEN true WHEN 'false' THEN false END`;
    case "count":
      return sql`CASE WHEN ltrim(${text}, '0123456789') = '' AND strlen(${text}) <= 9 THEN ${text}::INTEGER END`;
    case "number":
      return sql`CASE WHEN regexp_full_match(${text}, '[0-9]{1,15}(\\.[0-9]{1,15})?') THEN ${text}::DOUBLE END`;
    case "list":
      return sql`list_filter(list_transform(CASE WHEN json_valid(${text}) AND starts_with(${text}, '[')
        THEN from_json(${text}, '["VARCHAR"]') ELSE string_split(${text}, ';') END, lambda x: trim(x)), lambda x: x <> '')`;
    case "instant":
      return instant("rfc3339", text, null);
    case "day":
    case "last_day":
      return sql`CASE WHEN regexp_full_match(${text}, '[0-9]{4}-[0-9]{2}-[0-9]{2}') THEN try_cast(${text} AS DATE)
        ELSE timezone(${literal(homeZone)}, ${instant("rfc3339", text, null)})::DATE END`;
  }
}

/** Why a row is refused: the first thing that does not fit, named by its column. */
function problem(feed: Feed, logged: YearBounds): Fragment {
  const cases = feed.columns.flatMap((column) => complaints(column, logged));
  const oneOf = feed.one_of?.map((name) => sql`${identifier(`${name}_text`)} IS NULL`);
  if (oneOf !== undefined)
    cases.push(sql`WHEN ${join(oneOf, " AND ")} THEN ${literal(`neither ${feed.one_of?.join(" nor ")}`)}`);
  return sql`CASE WHEN broken IS NOT NULL THEN broken ${join(cases, " ")} END`;
}

function complaints(column: FeedColumn, logged: YearBounds): Fragment[] {
  const text = textName(column);
  const name = identifier(columnOf(column));
  const found: Fragment[] = [];
  const complain = (when: Fragment, reason: string): number => found.push(sql`WHEN ${when} THEN ${literal(reason)}`);
  if (column.is_essential) complain(sql`${text} IS NULL`, `no ${column.name}`);
  if (column.kind === "instant")
    complain(
      sql`${text} IS NOT NULL AND ${name} IS NULL AND ${lacksOffset("rfc3339", text)}`,
      `time without offset: ${column.name}`,
    );
  complain(sql`${text} IS NOT NULL AND ${name} IS NULL`, `${UNREADABLE[column.kind]}: ${column.name}`);
  if (column.kind === "day" || column.kind === "last_day" || column.kind === "instant") {
    const years = column.kind === "instant" ? logged : REGISTER_YEARS;
    const { from, until } = boundsOf(years);
    const open = column.kind === "last_day" ? sql` AND ${name} <> ${literal(NO_END)}::DATE` : sql``;
    complain(sql`(${name} < ${from} OR ${name} >= ${until})${open}`, `${impossible(years)}: ${column.name}`);
  }
  if (column.kind === "zone")
    complain(sql`${name} NOT IN (SELECT name FROM pg_timezone_names())`, `unknown time zone: ${column.name}`);
  if (column.values !== undefined)
    complain(sql`NOT list_contains(${literals(column.values)}, ${name})`, `unknown word: ${column.name}`);
  if (column.range !== undefined) {
    const [low, high] = column.range;
    complain(sql`${name} NOT BETWEEN ${integer(low)} AND ${integer(high)}`, `not ${low} to ${high}: ${column.name}`);
  }
  return found;
}

const UNREADABLE: Readonly<Record<CellKind, string>> = {
  text: "unreadable text",
  zone: "unreadable text",
  boolean: "neither true nor false",
  count: "not a whole number",
  number: "not a number",
  list: "unreadable list",
  instant: "unreadable time",
  day: "unreadable date",
  last_day: "unreadable date",
};
