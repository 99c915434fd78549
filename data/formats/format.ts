/** The columns of an event that a format may fill from its record, as the contract of the access feed names them. */
export const FIELD_COLUMNS = [
  "source",
  "seq",
  "actor_id",
  "object_id",
  "collection",
  "marking",
  "partner",
  "request_id",
  "bytes",
  "client_ip",
  "site",
  "channel",
] as const;
export type FieldColumn = (typeof FIELD_COLUMNS)[number];

export const ACTIONS = [
  "login",
  "logout",
  "search",
  "view",
  "download",
  "print",
  "export",
  "share",
  "receive",
  "forward",
  "modify",
  "destroy",
  "admin",
  "other",
] as const;
export type Action = (typeof ACTIONS)[number];
export const OUTCOMES = ["success", "denied", "error"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Where a value stands in a record: keys from the outside in; a number is a place in a list, from 0. */
export type Path = readonly (string | number)[];

/** Several places joined; empty when one of them is. */
export interface Joined {
  readonly joined: readonly Path[];
  readonly separator: string;
}

/**
 * The first of several places that is not empty.
 *
 * clean   address: without port and brackets; word: without the format's sign for "nothing", `-`; item: the first text of
 *         a list, where a field may be one text or several
 */
export interface Field {
  readonly first: readonly (Path | Joined)[];
  readonly clean?: "address" | "word" | "item";
}

/** Words of a format and ours for them: the first rule that fits decides. */
export interface WordMap<W extends string> {
  readonly from: Field;
  /** Whether case is ignored; the rules are then in lower case. */
  readonly is_folded?: boolean;
  readonly rules: readonly WordRule<W>[];
  /** What an empty field means; null leaves it to the next map. */
  readonly empty: W | null;
  /** What any other word means; null leaves it to the next map. */
  readonly otherwise: W | null;
}
export interface WordRule<W extends string> {
  readonly to: W;
  readonly exact?: readonly string[];
  readonly prefix?: readonly string[];
}

/**
 * How a format writes time. rfc3339: with an offset, or in the source's zone where the settings name it; utc: without an
 * offset, in UTC by the format's definition; epoch_ms: milliseconds since 1970; clf: `17/May/2015:10:05:03 +0000`;
 * cef: epoch milliseconds or `May 17 2015 10:05:03`.
 */
export type TimeRule = "rfc3339" | "utc" | "epoch_ms" | "clf" | "cef";

/** How lines of text become records: a pattern with named groups, W3C's `#Fields`, or CEF's header and extension. */
export type LineRule =
  | { readonly kind: "pattern"; readonly pattern: string; readonly groups: readonly string[] }
  | { readonly kind: "w3c" }
  | { readonly kind: "cef" };

/** Names that a file's first records give: a header's, or the keys of the first record. */
export function namesIn(head: Head): ReadonlySet<string> {
  return new Set(head.header ?? Object.keys(head.records[0] ?? {}));
}

/** What is seen of a file before it is read: enough to recognise its format. */
export interface Head {
  /** Names of the columns of a table or of Parquet, as written; null for anything else. */
  readonly header: readonly string[] | null;
  /** First records of JSON, parsed; empty for anything but JSON. */
  readonly records: readonly Readonly<Record<string, unknown>>[];
  /** First lines of text. */
  readonly lines: readonly string[];
}

/** A log format as a declaration; the stage that reads knows no format by name. */
export interface Format {
  readonly id: string;
  /** Where the meaning of the fields is defined. */
  readonly reference: string;
  readonly line?: LineRule;
  /** The column in which a table, where the log is exported as one, has each record as JSON. */
  readonly embedded_in?: string;
  readonly recognise: (head: Head) => boolean;
  /** Name of the source where neither the record nor the settings give one. */
  readonly source: string;
  /** Columns without which a table of this format cannot be read. */
  readonly required?: readonly string[];
  readonly event_id: Field;
  /** Whether a record without an id is known by its content: SHA-256 of the record and how often it stood before. */
  readonly identified_by_content: boolean;
  readonly event_time: Field;
  readonly time: TimeRule;
  readonly fields: Readonly<Partial<Record<FieldColumn, Field>>>;
  /** Tried in order; where none answers, the row is refused. */
  readonly action: readonly WordMap<Action>[];
  readonly outcome: readonly WordMap<Outcome>[];
  /** Keys that are read for recognition or carry nothing for oversight, and are not reported as unmapped. */
  readonly ignored?: readonly string[];
}

/** `at("a.b", "c")` is the first non-empty of `a.b` and `c`; `[0]` is a place in a list. */
export function at(...paths: readonly string[]): Field {
  return { first: paths.map(path) };
}

/** `path("a.b[0].c")` is `["a", "b", 0, "c"]`. */
export function path(text: string): Path {
  return text
    .split(".")
    .flatMap((part) => part.split(/[[\]]/).filter((piece) => piece !== ""))
    .map((piece) => (/^\d+$/.test(piece) ? Number(piece) : piece));
}

/** The same format where each record stands as JSON under a key of an outer record. */
export function within(format: Format, key: string): Format {
  const inner = (field: Field): Field => ({ ...field, first: field.first.map(innerPlace) });
  const innerPlace = (place: Path | Joined): Path | Joined =>
    "joined" in place ? { ...place, joined: place.joined.map((path) => [key, ...path]) } : [key, ...place];
  const innerMap = <W extends string>(map: WordMap<W>): WordMap<W> => ({ ...map, from: inner(map.from) });
  return {
    ...format,
    event_id: inner(format.event_id),
    event_time: inner(format.event_time),
    fields: Object.fromEntries(Object.entries(format.fields).map(([column, field]) => [column, inner(field)])),
    action: format.action.map(innerMap),
    outcome: format.outcome.map(innerMap),
  };
}

/** Every place a format reads. */
export function pathsOf(format: Format): readonly Path[] {
  const fields = [
    format.event_id,
    format.event_time,
    ...format.action.map(({ from }) => from),
    ...format.outcome.map(({ from }) => from),
  ];
  for (const column of FIELD_COLUMNS) {
    const field = format.fields[column];
    if (field !== undefined) fields.push(field);
  }
  return fields.flatMap(({ first }) => first.flatMap((place) => ("joined" in place ? place.joined : [place])));
}
