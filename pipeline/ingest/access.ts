import { FIELD_COLUMNS, type Field, type Format, pathsOf } from "../../data/formats/format.js";
import { type Fragment, identifier, integer, join, literal, sql } from "../../data/store/compose.js";
import { type Cell, fieldText, mapped, NOTHING } from "./cell.js";
import type { Shape } from "./shape.js";
import { boundsOf, instant, lacksOffset, type YearBounds } from "./time.js";

/** Bytes beyond which a field is refused: no name, address or marking comes near. */
const FIELD_BYTES_MAX = 8192;

/** What the settings say of the source of a file. */
export interface SourceSettings {
  readonly name: string | null;
  readonly time_zone: string | null;
}

const NONE: ReadonlySet<string> = new Set();

const TEXTS = FIELD_COLUMNS.filter((column) => column !== "source" && column !== "seq" && column !== "bytes");

/** The shape of an event: a format's declaration as one query. */
export function accessShape(format: Format, source: SourceSettings, years: YearBounds): Shape {
  return {
    columns: accessColumns,
    paths: pathsOf(format),
    takes_native: true,
    needs_raw: format.identified_by_content,
    interpret: (relation, cell, native = NONE) =>
      judged(format, years, native, typed(format, source, native, texts(format, relation, cell, native))),
  };
}

/** Definitions of the columns of a staged event. */
export const accessColumns = sql`event_id VARCHAR, source VARCHAR, event_time TIMESTAMPTZ, seq BIGINT, actor_id VARCHAR, action VARCHAR,
  outcome VARCHAR, object_id VARCHAR, collection VARCHAR, marking VARCHAR, partner VARCHAR, request_id VARCHAR,
  bytes BIGINT, client_ip VARCHAR, site VARCHAR, channel VARCHAR`;

/** Every field of a record as text. */
function texts(format: Format, relation: Fragment, cell: Cell, native: ReadonlySet<string>): Fragment {
  const place = (column: string, field: Field | undefined): Fragment => {
    const own = native.has(column) ? cell([column]) : null;
    return own ?? (field === undefined ? NOTHING : fieldText(field, cell));
  };
  const columns = FIELD_COLUMNS.map(
    (column) => sql`${place(column, format.fields[column])} AS ${identifier(`${column}_text`)}`,
  );
  const words = [
    ...format.action.map(({ from }, index) => sql`${fieldText(from, cell)} AS ${actionWord(index)}`),
    ...format.outcome.map(({ from }, index) => sql`${fieldText(from, cell)} AS ${outcomeWord(index)}`),
  ];
  return sql`SELECT file_id, line, raw, broken, ${eventId(format, fieldText(format.event_id, cell))} AS event_id,
      ${place("event_time", format.event_time)} AS time_text, ${join(words, ", ")},
      ${join(columns, ", ")}
    FROM (${relation})`;
}

const actionWord = (index: number): Fragment => identifier(`action_word_${index}`);
const outcomeWord = (index: number): Fragment => identifier(`outcome_word_${index}`);

/** Equal records in one log stay apart by how many equal ones stood before; the same log again has the same ids. */
function eventId(format: Format, text: Fragment): Fragment {
  if (!format.identified_by_content) return text;
  return sql`coalesce(${text}, left(sha256(raw), 40) || '-' || row_number() OVER (PARTITION BY file_id, raw ORDER BY line))`;
}

function typed(format: Format, source: SourceSettings, native: ReadonlySet<string>, inner: Fragment): Fragment {
  const whole = (column: "seq" | "bytes"): Fragment => {
    const text = identifier(`${column}_text`);
    return native.has(column) ? sql`CASE WHEN ${text} >= 0 THEN try_cast(${text} AS BIGINT) END` : count(text);
  };
  const time = native.has("event_time") ? sql`time_text` : instant(format.time, sql`time_text`, source.time_zone);
  return sql`SELECT file_id, line, raw, broken, event_id, coalesce(source_text, ${literal(source.name ?? format.source)}) AS source,
      time_text, ${time} AS event_time, seq_text, ${whole("seq")} AS seq,
      actor_id_text AS actor_id, action_word_0, ${mapped(format.action, actionWord)} AS action,
      outcome_word_0, ${mapped(format.outcome, outcomeWord)} AS outcome,
      object_id_text AS object_id, collection_text AS collection, marking_text AS marking, partner_text AS partner,
      request_id_text AS request_id, bytes_text, ${whole("bytes")} AS bytes, client_ip_text AS client_ip,
      site_text AS site, channel_text AS channel
    FROM (${inner})`;
}

function judged(format: Format, years: YearBounds, native: ReadonlySet<string>, inner: Fragment): Fragment {
  const lacks = native.has("event_time") ? sql`false` : lacksOffset(format.time, sql`time_text`);
  const isNegative = native.has("bytes") ? sql`bytes_text < 0` : sql`starts_with(bytes_text, '-')`;
  const { from, until } = boundsOf(years);
  const lengths = [sql`event_id`, sql`source`, ...TEXTS.map(identifier)].map(
    (column) => sql`coalesce(strlen(${column}), 0) > ${integer(FIELD_BYTES_MAX)}`,
  );
  return sql`SELECT file_id, line, raw, event_id, source, event_time, seq, actor_id, action, outcome, object_id, collection,
      marking, partner, request_id, bytes, client_ip, site, channel,
      CASE
        WHEN broken IS NOT NULL THEN broken
        WHEN event_id IS NULL THEN 'no event_id'
        WHEN time_text IS NULL THEN 'no event_time'
        WHEN event_time IS NULL THEN
          CASE WHEN ${lacks} THEN 'time without offset' ELSE 'unreadable time' END
        WHEN event_time < ${from} OR event_time >= ${until} THEN ${literal(impossible(years))}
        WHEN actor_id IS NULL THEN 'no actor_id'
        WHEN action IS NULL THEN CASE WHEN action_word_0 IS NULL THEN 'no action' ELSE 'unknown action' END
        WHEN outcome IS NULL THEN CASE WHEN outcome_word_0 IS NULL THEN 'no outcome' ELSE 'unknown outcome' END
        WHEN bytes_text IS NOT NULL AND bytes IS NULL THEN
          CASE WHEN ${isNegative} THEN 'negative size' ELSE 'size is not a whole number' END
        WHEN seq_text IS NOT NULL AND seq IS NULL THEN 'running number is not a whole number'
        WHEN ${join(lengths, " OR ")} THEN ${literal(`field longer than ${FIELD_BYTES_MAX} bytes`)}
      END AS problem
    FROM (${inner})`;
}

export function impossible(years: YearBounds): string {
  return `impossible date: not within ${years.year_min} to ${years.year_max}`;
}

/** A whole number from 0, also as `4.0`; DuckDB's own cast would round 1.5 and take 1e3. Eighteen digits fit 64 bits. */
function count(text: Fragment): Fragment {
  return sql`CASE WHEN regexp_full_match(${text}, '[0-9]{1,18}') THEN try_cast(${text} AS BIGINT)
    WHEN regexp_full_match(${text}, '[0-9]{1,18}\\.0+') THEN split_part(${text}, '.', 1)::BIGINT END`;
}
