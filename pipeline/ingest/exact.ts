import { join as joinPath } from "node:path";
import type { LineRule } from "../../data/formats/format.js";
import { type Fragment, integer, literal, sql } from "../../data/store/compose.js";
import type { Store } from "../../data/store/store.js";
import { jsonStructure, structCell } from "./cell.js";
import type { Layout } from "./head.js";
import { lineRecords } from "./line-records.js";
import type { Prepared } from "./prepare.js";
import { PHYSICAL } from "./scratch.js";
import { MARKS, scrub } from "./scrub.js";
import type { Shape } from "./shape.js";
import { stageTable } from "./table-exact.js";

/** Objects of a JSON document are held in memory whole up to this size; a larger document is refused. */
export const DOCUMENT_BYTES_MAX = 1 << 30;

const DROP_PHYSICAL = /* sql */ `DROP TABLE physical`;
/** U+001F stands in no line of a scrubbed copy, so each line is one cell. */
const READ_LINES = /* sql */ `
  INSERT INTO physical SELECT text FROM read_csv($path, auto_detect = false, header = false, columns = {'text': 'VARCHAR'},
    delim = chr(31), quote = '', escape = '', strict_mode = false)
`;
const READ_ARRAY = /* sql */ `
  INSERT INTO physical SELECT '.' || json::VARCHAR
  FROM read_json_objects($path, format = 'array', maximum_object_size = $bytes::UINTEGER)
`;
const READ_OBJECTS = /* sql */ `
  INSERT INTO physical SELECT '.' || json::VARCHAR
  FROM read_json_objects($path, format = 'unstructured', maximum_object_size = $bytes::UINTEGER)
`;
const READ_RECORDS = /* sql */ `
  INSERT INTO physical SELECT '.' || unnest(from_json(json->'$.Records', '["JSON"]'))::VARCHAR
  FROM read_json_objects($path, format = 'unstructured', maximum_object_size = $bytes::UINTEGER)
`;
const READ_PARQUET = /* sql */ `
  INSERT INTO physical SELECT '.' || to_json(p)::VARCHAR FROM read_parquet($path) p
`;

export interface ExactFile {
  readonly file_id: number;
  readonly prepared: Prepared;
  readonly layout: Layout;
  readonly line: LineRule | null;
  readonly tmp: string;
}

/** What was noticed while a file was read line by line. */
export interface ExactNotes {
  /** Lines at which a quote opens that nothing closes properly, at most 10. */
  readonly stray_quote_lines: readonly number[];
  /** Rows that stood inside such a quotation and were taken all the same. */
  readonly recovered: number;
}

/**
 * Stages one file record by record, with line numbers and raw text, so that every record is either a row or a refusal.
 * Records of documents and of Parquet are numbered from 1 in their order.
 */
export async function stageExactly(store: Store, file: ExactFile, shape: Shape): Promise<ExactNotes> {
  await store.run(PHYSICAL);
  await fill(store, file);
  let notes: ExactNotes = { stray_quote_lines: [], recovered: 0 };
  if (file.layout.kind === "table") notes = await stageTable(store, file.file_id, file.layout, shape);
  else if (file.layout.kind === "lines" && file.line !== null) {
    const { relation, cell } = lineRecords(file.line, lines(file.file_id), shape.paths);
    await store.run(sql`INSERT INTO staged ${shape.interpret(relation, cell)}`.text);
  } else
    await store.run(
      sql`INSERT INTO staged ${shape.interpret(jsonRecords(file.file_id, shape), structCell(sql`r`))}`.text,
    );
  await store.run(DROP_PHYSICAL);
  return notes;
}

async function fill(store: Store, { prepared, layout, file_id, tmp }: ExactFile): Promise<void> {
  const bytes = Math.min(prepared.content_bytes + 1024, DOCUMENT_BYTES_MAX);
  if (layout.kind === "parquet") await store.run(READ_PARQUET, { path: prepared.plain });
  else if (layout.kind === "document")
    await store.run({ array: READ_ARRAY, objects: READ_OBJECTS, records: READ_RECORDS }[layout.shape], {
      path: prepared.plain,
      bytes,
    });
  else {
    const copy = joinPath(tmp, `scrubbed-${file_id}.txt`);
    await scrub(prepared.plain, copy);
    await store.run(READ_LINES, { path: copy });
  }
}

/** Lines as a relation of file_id, line, text and broken, without the blank ones. */
function lines(fileId: number): Fragment {
  return sql`SELECT * FROM (${allLines(fileId)}) WHERE text <> ''`;
}

/** The same with the blank lines, whose text is empty. */
export function allLines(fileId: number): Fragment {
  return sql`SELECT ${integer(fileId)} AS file_id, rowid + 1 AS line, text[2:] AS text,
      CASE text[1] WHEN ${literal(MARKS.long)} THEN 'line too long' WHEN ${literal(MARKS.control)} THEN 'control character'
        WHEN ${literal(MARKS.encoding)} THEN 'not valid UTF-8' END AS broken
    FROM physical`;
}

function jsonRecords(fileId: number, shape: Shape): Fragment {
  return sql`SELECT file_id, line, text AS raw,
      coalesce(broken, CASE WHEN NOT is_object THEN 'not a JSON object' END) AS broken,
      CASE WHEN is_object THEN from_json(text, ${jsonStructure(shape.paths)}) END AS r
    FROM (SELECT file_id, line, text, broken, broken IS NULL AND json_valid(text)
        AND coalesce(json_type(CASE WHEN json_valid(text) THEN text END), '') = 'OBJECT' AS is_object
      FROM (${lines(fileId)}))`;
}
