import type { PublicSettings } from "../../data/settings/public.js";
import { toBase } from "../disclosure/rounding.js";
import type { Suppressed } from "../disclosure/suppress.js";
import type { AssessedFigure } from "../metrics/engine.js";
import type { MetricFigure } from "../metrics/figure.js";
import type { MetricContext, Slice } from "../metrics/metric.js";
import { TO_DECISION, waitingOf } from "../metrics/waiting.js";
import type { PublicId } from "./allowed.js";
import { type PublicContent, PublicFigure } from "./figure.js";
import type { RequestGroup, RequestTable } from "./request-table.js";
import { BASES, blank, excludedOf, hidden, shown, unknown } from "./telling.js";

/** What public figures are projected from. */
export interface Sources {
  readonly context: MetricContext;
  readonly figures: readonly AssessedFigure[];
  readonly table: RequestTable;
  readonly rule: PublicSettings;
}

const STATUS_OF: Partial<Record<PublicId, "decided" | "open">> = {
  requests_decided_count: "decided",
  requests_open_count: "open",
};

/** A count of requests of a group, as the linked tables have it. */
export function volume({ context, figures, table, rule }: Sources, id: PublicId, group: RequestGroup): PublicFigure {
  const status = STATUS_OF[id] ?? "received";
  const figure = group.asMeasured === null ? null : measured({ figures }, id, group.asMeasured).figure;
  const reason = table.reasonOf(group, status);
  const value = group.counts[status];
  if (figure !== null && figure.value !== value) throw new Error(`the table of requests does not agree: ${id}`);
  const isCounted = reason === null && table.reasonOf(group, "received") === null;
  const base = rule.count_base;
  return PublicFigure.of(id, {
    ...blank(id, context.period, base),
    slice: group.slice,
    n: isCounted ? toBase(group.counts.received, base) : null,
    excluded: figure === null ? unknown(id) : excludedOf(figure, rule),
    value: reason === null ? toBase(value, base) : null,
    target: figure?.target ?? null,
    verdict: reason === null && figure !== null ? figure.verdict : "cannot tell",
    suppressed: reason,
    few: reason === "primary" && value < rule.threshold ? "counted" : null,
  });
}

/**
 * A quantile of waits: at least the threshold of requests on either side of it, and beyond each end of its interval; an end
 * with fewer is open. Each would else be, within its rounding, the wait of one of a few.
 *
 * source  Brandt et al. 2010, Guidelines for the checking of output based on microdata research, ESSnet SDC: percentiles
 */
export function wait(sources: Sources, id: PublicId, group: RequestGroup, tail: number): PublicFigure {
  const { context, rule } = sources;
  const slice = group.asMeasured ?? {};
  const { figure } = measured(sources, id, slice);
  const tooFew = figure.n * tail < rule.threshold ? "primary" : null;
  const { exit } = waitingOf(context.requests, TO_DECISION, slice, context.period).durations;
  const [low, high] = figure.interval ?? [null, null];
  const enough = (end: number | null, isBeyond: (waited: number, end: number) => boolean) =>
    end !== null && exit.filter((waited) => isBeyond(waited, end)).length >= rule.threshold ? end : null;
  const interval = [enough(low, (waited, end) => waited <= end), enough(high, (waited, end) => waited >= end)] as const;
  const isOpen = interval[0] === null && interval[1] === null;
  const told = { ...figure, interval: isOpen ? null : interval };
  return ofRequests(sources, id, { group, figure: told, base: rule.hours_base, own: tooFew });
}

/**
 * The share in time: how many are in time and how many late could both be computed from it. Where one of them is small it is
 * said to be small, which the reason says anyway.
 */
export function inTime(sources: Sources, id: PublicId, group: RequestGroup): PublicFigure {
  const { table, rule } = sources;
  const { figure } = measured(sources, id, group.asMeasured ?? {});
  const reasons = { in_time: table.reasonOf(group, "in_time"), late: table.reasonOf(group, "late") };
  const isFew = (status: "in_time" | "late") => reasons[status] === "primary" && group.counts[status] < rule.threshold;
  const few = isFew("in_time") ? "counted" : isFew("late") ? "rest" : null;
  const own = few === null ? (reasons.in_time ?? reasons.late) : "primary";
  return ofRequests(sources, id, { group, figure, base: BASES.share, own, few });
}

/** A figure over requests: n would tell the excluded from the received, so they are told together or not at all. */
function ofRequests(
  { rule, table }: Sources,
  id: PublicId,
  {
    group,
    figure,
    base,
    own,
    few = null,
  }: {
    readonly group: RequestGroup;
    readonly figure: MetricFigure;
    readonly base: number;
    /** Why it may not be told even where the number of requests is. */
    readonly own: Suppressed | null;
    readonly few?: PublicContent["few"];
  },
): PublicFigure {
  const { slice } = group;
  const received = table.reasonOf(group, "received");
  if (received !== null) return hidden(id, figure, { n: null, slice, reason: received, base });
  if (own !== null) return hidden(id, figure, { n: null, slice, reason: own, few, base });
  const excluded = excludedOf(figure, rule);
  const isTold = excluded.every((one) => one !== null);
  const told = isTold ? { n: toBase(figure.n, rule.count_base), excluded } : { n: null };
  return shown(id, figure, { ...told, slice, base });
}

/** Quantiles of several groups together are those of none: the rest has counts alone. */
export function groupsMeasured({ table }: Pick<Sources, "table">): RequestGroup[] {
  return table.groups.filter(({ asMeasured }) => asMeasured !== null);
}

/** The measured figure of an id and slice. Throws an Error, a bug of ours, where there is none. */
export function measured({ figures }: Pick<Sources, "figures">, id: PublicId, slice: Slice): AssessedFigure {
  const wanted = JSON.stringify(slice);
  const found = figures.find(({ figure }) => figure.id === id && JSON.stringify(figure.slice) === wanted);
  if (found === undefined) throw new Error(`not measured: ${id}`);
  return found;
}
