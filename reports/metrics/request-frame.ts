import { z } from "zod";
import type { Store } from "../../data/store/store.js";
import { feedBeginning } from "./feed-beginning.js";
import { localDays } from "./local-days.js";
import { dayNumber } from "./methods/working-calendar.js";
import type { Slice } from "./metric.js";

/**
 * The instants of a request, milliseconds since 1970 UTC; NaN where the step is not there. refused_at is the first of denied
 * and withdrawn.
 */
export const INSTANTS = [
  "requested_at",
  "risk_assessed_at",
  "decided_at",
  "approved_at",
  "refused_at",
  "released_at",
  "received_at",
  "used_at",
] as const;

export type Instant = (typeof INSTANTS)[number];

/** Ways a request is decided, in the order of their codes 1, 2, 3; 0 is still waiting. */
export const DECISIONS = ["approved", "denied", "withdrawn"] as const;

/** What the requests can be told apart by, beside the month. */
const LABELS = ["partner", "tier", "unit", "purpose"] as const;
type Label = (typeof LABELS)[number];

/** What requests are told apart by: every combination of names once, numbered. */
const COMBINATIONS = /* sql */ `
  SELECT row_number() OVER (ORDER BY partner, tier, requester_unit, purpose)::INTEGER AS code,
    partner, tier, requester_unit AS unit, purpose
  FROM (SELECT DISTINCT partner, tier, requester_unit, purpose FROM request_life)
  ORDER BY code
`;

/** What is absent is NaN already here: a column without NULL is read much faster than one with. */
const NUMBERS = /* sql */ `
  WITH combination AS (
    SELECT row_number() OVER (ORDER BY partner, tier, requester_unit, purpose) AS code,
      partner, tier, requester_unit, purpose
    FROM (SELECT DISTINCT partner, tier, requester_unit, purpose FROM request_life)
  )
  SELECT
    combination.code::DOUBLE AS combination,
    coalesce(list_position(['approved', 'denied', 'withdrawn'], decision), 0)::DOUBLE AS decision,
    coalesce(target_hours::DOUBLE, 'NaN'::DOUBLE) AS target_hours,
    coalesce(epoch_us(coalesce(requested_at, first_step_at)) / 1000.0::DOUBLE, 'NaN'::DOUBLE) AS made_at,
    coalesce(epoch_us(requested_at) / 1000.0::DOUBLE, 'NaN'::DOUBLE) AS requested_at,
    coalesce(epoch_us(risk_assessed_at) / 1000.0::DOUBLE, 'NaN'::DOUBLE) AS risk_assessed_at,
    coalesce(epoch_us(decided_at) / 1000.0::DOUBLE, 'NaN'::DOUBLE) AS decided_at,
    coalesce(epoch_us(approved_at) / 1000.0::DOUBLE, 'NaN'::DOUBLE) AS approved_at,
    coalesce(epoch_us(least(coalesce(denied_at, withdrawn_at), coalesce(withdrawn_at, denied_at))) / 1000.0::DOUBLE, 'NaN'::DOUBLE) AS refused_at,
    coalesce(epoch_us(released_at) / 1000.0::DOUBLE, 'NaN'::DOUBLE) AS released_at,
    coalesce(epoch_us(received_at) / 1000.0::DOUBLE, 'NaN'::DOUBLE) AS received_at,
    coalesce(epoch_us(used_at) / 1000.0::DOUBLE, 'NaN'::DOUBLE) AS used_at
  FROM request_life
  JOIN combination ON combination.partner IS NOT DISTINCT FROM request_life.partner
    AND combination.tier IS NOT DISTINCT FROM request_life.tier
    AND combination.requester_unit IS NOT DISTINCT FROM request_life.requester_unit
    AND combination.purpose IS NOT DISTINCT FROM request_life.purpose
  ORDER BY made_at
`;

const END = /* sql */ `
  SELECT epoch_ms(timezone($time_zone, ($night::DATE + 1)::TIMESTAMP))::DOUBLE AS end_at
`;

/** All requests as columns, in the order of their days, so that a million of them are walked and not read one by one. */
export class RequestFrame {
  readonly size: number;
  private readonly byLabel = new Map<Label, readonly Int32Array[]>();

  constructor(
    private readonly columns: Readonly<Record<string, Float64Array>>,
    private readonly names: ReadonlyMap<Label, readonly string[]>,
    /** The end of the night, milliseconds since 1970 UTC: when open requests were last seen. */
    readonly end_at: number,
    /** From when on the feed records what becomes of requests, where it began late: see `feedBeginning`. */
    readonly observed_from: number | null,
  ) {
    this.size = this.column("day").length;
  }

  /** Milliseconds since 1970 UTC; NaN where there was no such step. */
  instant(name: Instant): Float64Array {
    return this.column(name);
  }

  /** 0 waiting, 1 approved, 2 denied, 3 withdrawn. */
  get decision(): Float64Array {
    return this.column("decision");
  }

  /** Of the request's tier; NaN where it has none. */
  get target_hours(): Float64Array {
    return this.column("target_hours");
  }

  /** The home-zone day of the request (of its first step, where it was never requested), days since 1970-01-01. */
  get day(): Float64Array {
    return this.column("day");
  }

  /** The home-zone day of the decision, days since 1970-01-01; NaN where there is none. */
  get decided_day(): Float64Array {
    return this.column("decided_day");
  }

  /** Every name of one kind, ascending. */
  namesOf(kind: Label): readonly string[] {
    return this.names.get(kind) ?? [];
  }

  /** Rows of a slice made on the days `first` to `last`, both included, YYYY-MM-DD, by day. */
  rows(slice: Slice, first: string, last: string): Int32Array {
    const start = firstNotBelow(this.day, dayNumber(first));
    const end = firstNotBelow(this.day, dayNumber(last) + 1);
    const [first_label, ...others] = LABELS.filter((label) => slice[label] !== undefined);
    const end_row = Math.max(start, end);
    if (first_label === undefined) return consecutive(start, end_row);
    const named = this.rowsNamed(first_label, slice[first_label] ?? "");
    const found = named.subarray(firstNotBelow(named, start), firstNotBelow(named, end_row));
    return others.reduce((rows, label) => this.among(rows, label, slice[label] ?? ""), found);
  }

  private among(rows: Int32Array, label: Label, name: string): Int32Array {
    const codes = this.column(label);
    const code = this.namesOf(label).indexOf(name) + 1;
    return rows.filter((row) => code > 0 && codes[row] === code);
  }

  /** Every row with one name, ascending; made for all names of the kind at once. */
  private rowsNamed(label: Label, name: string): Int32Array {
    const code = this.namesOf(label).indexOf(name) + 1;
    const byCode = this.byLabel.get(label) ?? rowsByCode(this.column(label), this.namesOf(label).length);
    this.byLabel.set(label, byCode);
    return code === 0 ? new Int32Array(0) : (byCode[code] ?? new Int32Array(0));
  }

  private column(name: string): Float64Array {
    const column = this.columns[name];
    if (column === undefined) throw new Error(`no such column of requests: ${name}`);
    return column;
  }
}

/** The numbers from `start` up to, not with, `end`. */
function consecutive(start: number, end: number): Int32Array {
  const rows = new Int32Array(end - start);
  for (let index = 0; index < rows.length; index++) rows[index] = start + index;
  return rows;
}

/** The rows of each code, 0 (no name) included, ascending. */
function rowsByCode(codes: Float64Array, names: number): Int32Array[] {
  const counts = new Int32Array(names + 1);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  const rows = Array.from(counts, (count) => new Int32Array(count));
  const filled = new Int32Array(names + 1);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? 0;
    const own = rows[code];
    if (own !== undefined) own[filled[code] ?? 0] = row;
    filled[code] = (filled[code] ?? 0) + 1;
  }
  return rows;
}

/** The first place of an ascending array whose value is not below `wanted`. */
function firstNotBelow(ascending: Int32Array | Float64Array, wanted: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Number.NaN) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

const combinationShape = z.object({
  code: z.number(),
  partner: z.string().nullable(),
  tier: z.string().nullable(),
  unit: z.string().nullable(),
  purpose: z.string().nullable(),
});

/** Reads the requests that `buildRequestLife` left. */
export async function readRequests(store: Store, night: string, time_zone: string): Promise<RequestFrame> {
  const combinations = await store.rows(COMBINATIONS, combinationShape);
  const { end_at } = await store.row(END, z.object({ end_at: z.number() }), { night, time_zone });
  const { combination = new Float64Array(0), ...read } = await store.columns(NUMBERS);
  const names = new Map<Label, readonly string[]>();
  const columns: Record<string, Float64Array> = { ...read };
  for (const label of LABELS) {
    const own = [...new Set(combinations.flatMap((each) => each[label] ?? []))].sort(byText);
    names.set(label, own);
    const codes = Float64Array.from([0, ...combinations.map((each) => own.indexOf(each[label] ?? "") + 1)]);
    columns[label] = combination.map((code) => codes[code] ?? 0);
  }
  columns.day = localDays(read.made_at ?? new Float64Array(0), time_zone);
  columns.decided_day = localDays(read.decided_at ?? new Float64Array(0), time_zone);
  const { requested_at = new Float64Array(0) } = read;
  return new RequestFrame(columns, names, end_at, feedBeginning(requested_at, firstLater(read), end_at));
}

/** The first step of each request after it was made; NaN where there is none. */
function firstLater(read: Readonly<Record<string, Float64Array>>): Float64Array {
  const later = ["risk_assessed_at", "decided_at", "released_at", "received_at", "used_at"].flatMap(
    (name) => read[name] ?? [],
  );
  const first = new Float64Array(read.requested_at?.length ?? 0).fill(Number.NaN);
  for (const column of later)
    for (let row = 0; row < first.length; row++) {
      const at = column[row] ?? Number.NaN;
      if (!(at >= (first[row] ?? Number.NaN))) first[row] = Number.isNaN(at) ? (first[row] ?? Number.NaN) : at;
    }
  return first;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
