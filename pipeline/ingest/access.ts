import { FIELD_COLUMNS, type Format, pathsOf } from "../../data/formats/format.js";
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

const TEXTS = FIELD_COLUMNS.filter((column) => column !== "source" && column !== "seq" && column !== "bytes");

/** The shape of an event: a format's declaration as one query. */
export function accessShape(format: Format, source: SourceSettings, years: YearBounds): Shape {
  return {
    columns: accessColumns,
    paths: pathsOf(format),
    needs_raw: format.identified_by_content,
    interpret: (relation, cell) => judged(format, years, typed(format, source, texts(format, relation, cell))),
  };
}

/** Definitions of the columns of a staged event. */
export const accessColumns = sql`event_id VARCHAR, source VARCHAR, event_time TIMESTAMPTZ, seq BIGINT, actor_id VARCHAR, action VARCHAR,
  outcome VARCHAR, object_id VARCHAR, collection VARCHAR, marking VARCHAR, partner VARCHAR, request_id VARCHAR,
  bytes BIGINT, client_ip VARCHAR, site VARCHAR, channel VARCHAR`;

/** Every field of a record as text. */
function texts(format: Format, relation: Fragment, cell: Cell): Fragment {
  const field = (name: "event_id" | "event_time"): Fragment => fieldText(format[name], cell);
  const columns = FIELD_COLUMNS.map((column) => {
    const declared = format.fields[column];
    return sql`${declared === undefined ? NOTHING : fieldText(declared, cell)} AS ${identifier(`${column}_text`)}`;
  });
  return sql`SELECT file_id, line, raw, broken, ${eventId(format, field("event_id"))} AS event_id,
      ${field("event_time")} AS time_text, ${fieldText(format.action.from, cell)} AS action_word,
      ${fieldText(format.outcome.from, cell)} AS outcome_word, ${join(columns, ", ")}
    FROM (${relation})`;
}

/** Equal records in one log stay apart by how many equal ones stood before; the same log again has the same ids. */
function eventId(format: Format, text: Fragment): Fragment {
  if (!format.identified_by_content) return text;
  return sql`coalesce(${text}, left(sha256(raw), 40) || '-' || row_number() OVER (PARTITION BY file_id, raw ORDER BY line))`;
}

function typed(format: Format, source: SourceSettings, inner: Fragment): Fragment {
  return sql`SELECT file_id, line, raw, broken, event_id, coalesce(source_text, ${literal(source.name ?? format.source)}) AS source,
      time_text, ${instant(format.time, sql`time_text`, source.time_zone)} AS event_time, seq_text, ${count(sql`seq_text`)} AS seq,
      actor_id_text AS actor_id, action_word, ${mapped(format.action, sql`action_word`)} AS action,
      outcome_word, ${mapped(format.outcome, sql`outcome_word`)} AS outcome,
      object_id_text AS object_id, collection_text AS collection, marking_text AS marking, partner_text AS partner,
      request_id_text AS request_id, bytes_text, ${count(sql`bytes_text`)} AS bytes, client_ip_text AS client_ip,
      site_text AS site, channel_text AS channel
    FROM (${inner})`;
}

function judged(format: Format, years: YearBounds, inner: Fragment): Fragment {
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
          CASE WHEN ${lacksOffset(format.time, sql`time_text`)} THEN 'time without offset' ELSE 'unreadable time' END
        WHEN event_time < ${from} OR event_time >= ${until} THEN ${literal(impossible(years))}
        WHEN actor_id IS NULL THEN 'no actor_id'
        WHEN action IS NULL THEN CASE WHEN action_word IS NULL THEN 'no action' ELSE 'unknown action' END
        WHEN outcome IS NULL THEN CASE WHEN outcome_word IS NULL THEN 'no outcome' ELSE 'unknown outcome' END
        WHEN bytes_text IS NOT NULL AND bytes IS NULL THEN
          CASE WHEN starts_with(bytes_text, '-') THEN 'negative size' ELSE 'size is not a whole number' END
        WHEN seq_text IS NOT NULL AND seq IS NULL THEN 'running number is not a whole number'
        WHEN ${join(lengths, " OR ")} THEN ${literal(`field longer than ${FIELD_BYTES_MAX} bytes`)}
      END AS problem
    FROM (${inner})`;
}

export function impossible(years: YearBounds): string {
  return `impossible date: not within ${years.year_min} to ${years.year_max}`;
}

/** A whole number from 0; DuckDB's own cast would round 1.5 and take 1e3. Eighteen digits fit 64 bits. */
function count(text: Fragment): Fragment {
  return sql`CASE WHEN ltrim(${text}, '0123456789') = '' AND strlen(${text}) <= 18 THEN try_cast(${text} AS BIGINT) END`;
}
