import { z } from "zod";
import type { Store } from "../../data/store/store.js";
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
  "corrected_at",
  "recalled_at",
  "reviewed_at",
] as const;

export type Instant = (typeof INSTANTS)[number];

/** Ways a request is decided, in the order of their codes 1, 2, 3; 0 is still waiting. */
export const DECISIONS = ["approved", "denied", "withdrawn"] as const;

/** What the requests can be told apart by, beside the month. */
const LABELS = ["partner", "tier", "unit", "purpose"] as const;
type Label = (typeof LABELS)[number];

const NUMBERS = /* sql */ `
  WITH label AS (
    SELECT kind, name, row_number() OVER (PARTITION BY kind ORDER BY name) AS code
    FROM (
      SELECT DISTINCT 'partner' AS kind, partner AS name FROM request_life
      UNION ALL SELECT DISTINCT 'tier', tier FROM request_life
      UNION ALL SELECT DISTINCT 'unit', requester_unit FROM request_life
      UNION ALL SELECT DISTINCT 'purpose', purpose FROM request_life
    )
    WHERE name IS NOT NULL
  )
  SELECT
    coalesce(partner_label.code, 0)::DOUBLE AS partner,
    coalesce(tier_label.code, 0)::DOUBLE AS tier,
    coalesce(unit_label.code, 0)::DOUBLE AS unit,
    coalesce(purpose_label.code, 0)::DOUBLE AS purpose,
    coalesce(list_position(['approved', 'denied', 'withdrawn'], decision), 0)::DOUBLE AS decision,
    target_hours::DOUBLE AS target_hours,
    date_diff('day', DATE '1970-01-01', timezone($time_zone, coalesce(requested_at, first_step_at))::DATE)::DOUBLE AS day,
    date_diff('day', DATE '1970-01-01', timezone($time_zone, decided_at)::DATE)::DOUBLE AS decided_day,
    epoch_us(requested_at) / 1000.0::DOUBLE AS requested_at,
    epoch_us(risk_assessed_at) / 1000.0::DOUBLE AS risk_assessed_at,
    epoch_us(decided_at) / 1000.0::DOUBLE AS decided_at,
    epoch_us(approved_at) / 1000.0::DOUBLE AS approved_at,
    epoch_us(least(coalesce(denied_at, withdrawn_at), coalesce(withdrawn_at, denied_at))) / 1000.0::DOUBLE AS refused_at,
    epoch_us(released_at) / 1000.0::DOUBLE AS released_at,
    epoch_us(received_at) / 1000.0::DOUBLE AS received_at,
    epoch_us(used_at) / 1000.0::DOUBLE AS used_at,
    epoch_us(corrected_at) / 1000.0::DOUBLE AS corrected_at,
    epoch_us(recalled_at) / 1000.0::DOUBLE AS recalled_at,
    epoch_us(reviewed_at) / 1000.0::DOUBLE AS reviewed_at
  FROM request_life
  LEFT JOIN label AS partner_label ON partner_label.kind = 'partner' AND partner_label.name = request_life.partner
  LEFT JOIN label AS tier_label ON tier_label.kind = 'tier' AND tier_label.name = request_life.tier
  LEFT JOIN label AS unit_label ON unit_label.kind = 'unit' AND unit_label.name = request_life.requester_unit
  LEFT JOIN label AS purpose_label ON purpose_label.kind = 'purpose' AND purpose_label.name = request_life.purpose
  ORDER BY day
`;

const NAMES = /* sql */ `
  SELECT kind, list(name ORDER BY name) AS names
  FROM (
    SELECT DISTINCT 'partner' AS kind, partner AS name FROM request_life
    UNION ALL SELECT DISTINCT 'tier', tier FROM request_life
    UNION ALL SELECT DISTINCT 'unit', requester_unit FROM request_life
    UNION ALL SELECT DISTINCT 'purpose', purpose FROM request_life
  )
  WHERE name IS NOT NULL
  GROUP BY kind
  ORDER BY kind
`;

const END = /* sql */ `
  SELECT epoch_ms(timezone($time_zone, ($night::DATE + 1)::TIMESTAMP))::DOUBLE AS end_at
`;

/** All requests as columns, in the order of their days, so that a million of them are walked and not read one by one. */
export class RequestFrame {
  readonly size: number;

  constructor(
    private readonly columns: Readonly<Record<string, Float64Array>>,
    private readonly names: ReadonlyMap<string, readonly string[]>,
    /** The end of the night, milliseconds since 1970 UTC: when open requests were last seen. */
    readonly end_at: number,
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
    const start = this.firstOnOrAfter(dayNumber(first));
    const end = this.firstOnOrAfter(dayNumber(last) + 1);
    const wanted = LABELS.filter((label) => slice[label] !== undefined).map((label) => ({
      codes: this.column(label),
      code: this.namesOf(label).indexOf(slice[label] ?? "") + 1,
    }));
    if (wanted.some(({ code }) => code === 0)) return new Int32Array(0);
    const found = new Int32Array(Math.max(0, end - start));
    let count = 0;
    for (let row = start; row < end; row++) {
      if (wanted.every(({ codes, code }) => codes[row] === code)) found[count++] = row;
    }
    return found.subarray(0, count);
  }

  /** Rows are in the order of their days: a period is a stretch of them. */
  private firstOnOrAfter(wanted: number): number {
    const { day } = this;
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((day[middle] ?? Number.NaN) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private column(name: string): Float64Array {
    const column = this.columns[name];
    if (column === undefined) throw new Error(`no such column of requests: ${name}`);
    return column;
  }
}

const namesShape = z.object({ kind: z.string(), names: z.array(z.string()) });

/** Reads the requests that `buildRequestLife` left. */
export async function readRequests(store: Store, night: string, time_zone: string): Promise<RequestFrame> {
  const names = await store.rows(NAMES, namesShape);
  const { end_at } = await store.row(END, z.object({ end_at: z.number() }), { night, time_zone });
  return new RequestFrame(
    await store.columns(NUMBERS, { time_zone }),
    new Map(names.map((each) => [each.kind, each.names])),
    end_at,
  );
}
