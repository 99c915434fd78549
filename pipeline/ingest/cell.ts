import type { Field, Joined, Path, WordMap } from "../../data/formats/format.js";
import { type Fragment, identifier, integer, join, literal, sql } from "../../data/store/compose.js";

/** The text at a place of a record, as an expression over the relation that holds it; null where it cannot be there. */
export type Cell = (path: Path) => Fragment | null;

export const NOTHING = sql`NULL::VARCHAR`;

/** A field's text, or NULL: an empty text is no value. */
export function fieldText(field: Field, cell: Cell): Fragment {
  const texts = field.first
    .map((place) => ("joined" in place ? joinedText(place, cell) : cell(place)))
    .filter((part) => part !== null)
    .map((part) => (field.clean === undefined ? part : CLEAN[field.clean](part)))
    .map((part) => sql`nullif(${part}, '')`);
  const [only] = texts;
  if (only === undefined) return NOTHING;
  return texts.length === 1 ? only : sql`coalesce(${join(texts, ", ")})`;
}

function joinedText({ joined, separator }: Joined, cell: Cell): Fragment | null {
  const parts = joined.map((path) => cell(path)).filter((part) => part !== null);
  if (parts.length < joined.length) return null;
  const texts = parts.map((part) => sql`nullif(nullif(${part}, ''), '-')`);
  return join(
    texts.flatMap((part, index) => (index === 0 ? [part] : [literal(separator), part])),
    " || ",
  );
}

const CLEAN = {
  word: (text: Fragment) => sql`nullif(${text}, '-')`,
  item: (text: Fragment) =>
    sql`CASE WHEN starts_with(${text}, '[') THEN regexp_extract(${text}, '^\\[\\s*"([^"]*)"', 1) ELSE ${text} END`,
  address: (text: Fragment) => sql`CASE
    WHEN starts_with(${text}, '[') THEN regexp_extract(${text}, '^\\[([^\\]]*)\\]', 1)
    WHEN regexp_matches(${text}, '^[^:]+:[0-9]+$') THEN split_part(${text}, ':', 1)
    ELSE nullif(${text}, '-') END`,
} as const;

/** Our word for a format's words; NULL where no map answers. */
export function mapped<W extends string>(maps: readonly WordMap<W>[], word: (index: number) => Fragment): Fragment {
  const answers = maps.map((map, index) => one(map, word(index)));
  const [only] = answers;
  return answers.length === 1 && only !== undefined ? only : sql`coalesce(${join(answers, ", ")})`;
}

function one<W extends string>(map: WordMap<W>, text: Fragment): Fragment {
  const word = map.is_folded === true ? sql`lower(${text})` : text;
  const cases = map.rules.map((rule) => {
    const tests = [
      ...(rule.exact === undefined ? [] : [sql`${word} IN (${join(rule.exact.map(literal), ", ")})`]),
      ...(rule.prefix ?? []).map((prefix) => sql`starts_with(${word}, ${literal(prefix)})`),
    ];
    return sql`WHEN ${join(tests, " OR ")} THEN ${literal(rule.to)}`;
  });
  const empty = map.empty === null ? NOTHING : literal(map.empty);
  const otherwise = map.otherwise === null ? NOTHING : literal(map.otherwise);
  return sql`CASE WHEN ${text} IS NULL THEN ${empty} ${join(cases, " ")} ELSE ${otherwise} END`;
}

/** A tree of the keys that are read; a leaf is null, a list has its element under `[]`. */
interface Tree {
  readonly [key: string]: Tree | null;
}

/** The structure that holds all the places, as nested keys. */
function treeOf(paths: readonly Path[]): Tree | null {
  if (paths.some((path) => path.length === 0)) return null;
  const keys = [...new Set(paths.map(([key]) => (typeof key === "number" ? "[]" : String(key))))];
  return Object.fromEntries(
    keys.map((key) => [
      key,
      treeOf(
        paths.filter(([first]) => (typeof first === "number" ? "[]" : first) === key).map((path) => path.slice(1)),
      ),
    ]),
  );
}

/** The structure as from_json takes it. */
export function jsonStructure(paths: readonly Path[]): Fragment {
  const render = (tree: Tree | null): unknown => {
    if (tree === null) return "VARCHAR";
    const list = tree["[]"];
    if (list !== undefined) return [render(list)];
    return Object.fromEntries(Object.entries(tree).map(([key, inner]) => [key, render(inner)]));
  };
  return literal(JSON.stringify(render(treeOf(paths))));
}

/** The structure as read_json takes it: a struct of column names and types. */
export function jsonColumns(paths: readonly Path[]): Fragment {
  const type = (tree: Tree | null): Fragment => {
    if (tree === null) return sql`VARCHAR`;
    const list = tree["[]"];
    if (list !== undefined) return sql`${type(list)}[]`;
    return sql`STRUCT(${join(
      Object.entries(tree).map(([key, inner]) => sql`${identifier(key)} ${type(inner)}`),
      ", ",
    )})`;
  };
  const columns = Object.entries(treeOf(paths) ?? {});
  return sql`{${join(
    columns.map(([key, inner]) => sql`${literal(key)}: ${literal(type(inner).text)}`),
    ", ",
  )}}`;
}

/** The place in a relation whose columns, or whose struct `base`, are the keys. */
export function structCell(base: Fragment | null): Cell {
  return (path) => {
    let place = base;
    for (const key of path) {
      if (typeof key === "number") place = sql`${place ?? NOTHING}[${integer(key + 1)}]`;
      else place = place === null ? identifier(key) : sql`${place}.${identifier(key)}`;
    }
    return place;
  };
}

/** The place in a list of cells whose names are known: position by name. */
export function listCell(names: readonly string[], base: Fragment): Cell {
  return tableCell(names, (position) => sql`${base}[${integer(position)}]`);
}

/** The place among columns c1, c2, … whose names are known. */
export function columnCell(names: readonly string[]): Cell {
  return tableCell(names, (position) => identifier(`c${position}`));
}

/** A column by its name; what lies deeper is looked for in the column's text as JSON. */
function tableCell(names: readonly string[], column: (position: number) => Fragment): Cell {
  return ([name, ...rest]) => {
    const index = names.indexOf(String(name));
    if (index === -1) return null;
    const text = column(index + 1);
    return rest.length === 0 ? text : sql`(try_cast(${text} AS JSON) ->> ${literal(jsonPath(rest))})`;
  };
}

function jsonPath(keys: Path): string {
  return `$${keys.map((key) => (typeof key === "number" ? `[${key}]` : `."${key}"`)).join("")}`;
}
