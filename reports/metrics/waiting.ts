import type { Period } from "./figure.js";
import { type Durations, eventTable } from "./methods/durations.js";
import type { EventTable } from "./methods/event-table.js";
import { gridTable } from "./methods/grid-table.js";
import { type IntervalOptions, kaplanMeier, LOG_LOG_95, type SurvivalCurve } from "./methods/kaplan-meier.js";
import type { Clock } from "./methods/working-clock.js";
import type { Slice } from "./metric.js";
import { DECISIONS, type Instant, type RequestFrame } from "./request-frame.js";

const HOUR_MS = 3_600_000;

/**
 * From so many requests on waits are counted in whole steps, rounded up: minutes, or thousandths of the target. A rounded wait
 * is within a target of whole minutes exactly when the wait itself is; a median moves by less than a step. Below it every wait
 * counts as it is. A table of so many distinct waits is as fine as a million requests can be told apart by in print.
 */
export const GRID_REQUESTS_MIN = 50_000;

/** Steps of the grid in an hour and in a target. */
const GRID_STEPS = { hours: 60, target: 1000 } as const;

/** A wait of whole steps is not rounded up by what binary fractions are off: far below a microsecond in hours. */
const GRID_SLACK = 1e-9;

/** Beyond this many steps (nine years of minutes) waits are sorted after all. */
const GRID_STEPS_MAX = 5_000_000;

/** One wait in the life of a request. */
export interface Stage {
  readonly from: Instant;
  readonly to: Instant;
  /** A step at which the wait is over without its end; the request then counts as waiting until there. */
  readonly otherwise?: Instant;
  /** Hours on a clock; "target" counts in the target hours of the request's own tier: 1 is the target. */
  readonly scale: "hours" | "target";
  /** Working time by its clock; every hour counts where there is none. */
  readonly clock?: { readonly name: string; readonly clock: Clock };
}

/** From the request to the first of approved, denied, withdrawn: the wait that partners feel. */
export const TO_DECISION: Stage = { from: "requested_at", to: "decided_at", scale: "hours" };

/** The same in units of each tier's own target, so that tiers with different targets can be counted together. */
export const TO_DECISION_IN_TARGETS: Stage = { from: "requested_at", to: "decided_at", scale: "target" };

/** How long the requests of a slice waited, and who could not be counted. */
export interface Waiting {
  readonly curve: SurvivalCurve;
  readonly durations: Durations;
  /** Those counted: ended and still waiting. */
  readonly n: number;
  /** Those made before the feed began: they count from its beginning on (left truncation). */
  readonly late: number;
  readonly excluded: {
    readonly no_request_step: number;
    readonly ended_before_it_began: number;
    readonly no_target: number;
  };
}

const known = new WeakMap<RequestFrame, Map<string, Waiting>>();

/** `measureWaiting`, computed once a frame: for what several figures rest on. Each holds as much as its requests. */
export function waitingOf(frame: RequestFrame, stage: Stage, slice: Slice, period: Period): Waiting {
  const ofFrame = known.get(frame) ?? new Map<string, Waiting>();
  known.set(frame, ofFrame);
  const { clock, ...rest } = stage;
  const key = JSON.stringify([rest, clock?.name ?? null, Object.entries(slice).sort(), period.first, period.last]);
  const found = ofFrame.get(key) ?? measureWaiting(frame, stage, slice, period);
  ofFrame.set(key, found);
  return found;
}

/** The waits of requests made in a period, by the curve that counts open ones. */
export function measureWaiting(
  frame: RequestFrame,
  stage: Stage,
  slice: Slice,
  { first, last, interval = LOG_LOG_95 }: Period & { readonly interval?: IntervalOptions },
): Waiting {
  return measure(frame, stage, frame.rows(slice, first, last), interval);
}

/** The risk sets; on the grid where the frame is large, whatever the slice, so that a slice and the whole are told alike. */
function tableOf(durations: Durations, causes: number, { steps, size }: { steps: number; size: number }): EventTable {
  const { exit, cause, entry } = durations;
  if (entry !== undefined) return eventTable(durations, causes);
  const longest = exit.reduce((most, time) => Math.max(most, time), 0);
  if (size < GRID_REQUESTS_MIN || longest * steps > GRID_STEPS_MAX) return eventTable(durations, causes);
  const step = new Int32Array(exit.length);
  for (let i = 0; i < exit.length; i++) step[i] = Math.ceil((exit[i] ?? 0) * steps - GRID_SLACK);
  return gridTable(step, cause, causes, 1 / steps);
}

function measure(frame: RequestFrame, stage: Stage, rows: Int32Array, interval: IntervalOptions): Waiting {
  const requested = frame.instant("requested_at");
  const from = frame.instant(stage.from);
  const to = frame.instant(stage.to);
  const otherwise = stage.otherwise === undefined ? null : frame.instant(stage.otherwise);
  const { decision, target_hours, end_at, observed_from } = frame;
  const begins = observed_from === null ? Number.NEGATIVE_INFINITY : observed_from - 1;
  const isDecision = stage.to === "decided_at";
  const hours = stage.clock?.clock.hours ?? ((start: number, end: number) => (end - start) / HOUR_MS);
  const exit = new Float64Array(rows.length);
  const cause = new Uint8Array(rows.length);
  const entry = observed_from === null ? undefined : new Float64Array(rows.length);
  let late = 0;
  const excluded = { no_request_step: 0, ended_before_it_began: 0, no_target: 0 };
  let n = 0;
  for (const row of rows) {
    const start = from[row] ?? Number.NaN;
    const target = target_hours[row] ?? Number.NaN;
    if (Number.isNaN(requested[row] ?? Number.NaN)) excluded.no_request_step += 1;
    if (Number.isNaN(start)) continue;
    const end = to[row] ?? Number.NaN;
    const other = otherwise?.[row] ?? Number.NaN;
    const isEnded = !Number.isNaN(end);
    const seen = isEnded ? end : Number.isNaN(other) ? end_at : other;
    if (seen < start) excluded.ended_before_it_began += 1;
    else if (stage.scale === "target" && !(target > 0)) excluded.no_target += 1;
    else {
      const waited = hours(start, seen);
      exit[n] = stage.scale === "target" ? waited / target : waited;
      if (entry !== undefined) {
        const known =
          start < begins ? hours(start, begins) / (stage.scale === "target" ? target : 1) : Number.NEGATIVE_INFINITY;
        entry[n] = known < (exit[n] ?? 0) ? known : Number.NEGATIVE_INFINITY;
        if (start < begins) late += 1;
      }
      cause[n] = isEnded ? (isDecision ? (decision[row] ?? 0) : 1) : 0;
      n += 1;
    }
  }
  const ended = { exit: exit.subarray(0, n), cause: cause.subarray(0, n) };
  const durations = entry === undefined || late === 0 ? ended : { ...ended, entry: entry.subarray(0, n) };
  const table = tableOf(durations, isDecision ? DECISIONS.length : 1, {
    steps: GRID_STEPS[stage.scale],
    size: frame.size,
  });
  return { curve: kaplanMeier(table, interval), durations, n, late, excluded };
}
