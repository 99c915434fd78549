import { SOURCES } from "./events.js";
import { drawWorld } from "./sample.js";
import type { Cell } from "./table.js";
import { type SampleOptions, worldParameters } from "./world.js";

/** Places of the cells that a repetition changes: see the access feed's columns. */
const EVENT_ID = 0;
const EVENT_TIME = 1;
const SEQ = 3;

const DAY_MS = 86_400_000;

/**
 * `count` access rows in the contract's columns (header first), for measuring: one world's log, then the same log again
 * as later days with later numbers, as often as needed. Event ids stay unique and `seq` stays without a hole; a day's
 * three sources follow one another. Names of people and items repeat, as they do in a real log. About a second per
 * million rows after the three that the world itself takes.
 */
export function* sampleAccessRows(count: number, options: SampleOptions = {}): Generator<readonly Cell[]> {
  const parameters = worldParameters({ ...options, planted: false });
  const { access } = drawWorld(parameters);
  const tables = [...access].sort(([a], [b]) =>
    a.slice(-10) < b.slice(-10) ? -1 : a.slice(-10) > b.slice(-10) ? 1 : 0,
  );
  const rows = tables.flatMap(([, table]) => table.rows);
  const lengths = new Map(SOURCES.map((source) => [String(source), rows.filter((row) => row[2] === source).length]));
  const header = tables[0]?.[1].columns;
  if (header !== undefined) yield header;
  for (let done = 0, turn = 0; done < count && rows.length > 0; turn += 1) {
    for (const row of rows.slice(0, count - done)) {
      yield turn === 0 ? row : later(row, turn, lengths.get(String(row[2])) ?? 0, parameters.days);
    }
    done += rows.length;
  }
}

function later(row: readonly Cell[], turn: number, length: number, days: number): readonly Cell[] {
  const seq = Number(row[SEQ]) + turn * length;
  const time = new Date(Date.parse(String(row[EVENT_TIME])) + turn * days * DAY_MS).toISOString();
  const moved = [...row];
  moved[EVENT_ID] = `${row[2]}-${seq}`;
  moved[EVENT_TIME] = `${time.slice(0, 19)}Z`;
  moved[SEQ] = seq;
  return moved;
}
