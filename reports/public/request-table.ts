import type { PublicSettings } from "../../data/settings/public.js";
import { countCell } from "../disclosure/primary.js";
import { type Suppressed, suppress } from "../disclosure/suppress.js";
import type { Cell, Relation } from "../disclosure/table.js";
import type { MetricContext, Slice } from "../metrics/metric.js";
import type { PublicSlice } from "./figure.js";
import type { PublicLabels } from "./label.js";

const HOUR_MS = 3_600_000;

/**
 * Requests that are counted: received = decided + open, decided = in time + late; beyond the target or undecided = late + open.
 */
const STATUSES = ["received", "decided", "open", "in_time", "late", "beyond"] as const;
type Status = (typeof STATUSES)[number];
type Counts = Readonly<Record<Status, number>>;

/**
 * What hiding a count costs the reader, in figures lost: with the requests made of a group its waits and its share in time are
 * lost too, and that share rests on two counts. `beyond` is never printed, but follows from what is.
 */
const COST: Readonly<Record<Status, number | null>> = {
  ...{ received: 4, decided: 1, open: 1, in_time: 0.5, late: 0.5, beyond: null },
};

/** A figure of the whole is worth as much as those of all tiers that the settings may name. */
const COST_OF_WHOLE = 12;

/** The share in time is printed where both of its counts can be: once one cannot, the other is worth next to nothing. */
const COST_OF_LOST = 0.01;

/** What requests are counted from. */
export type Counted = Pick<MetricContext, "requests" | "period" | "partners" | "tiers">;

/** One group of requests: its label, what of the store's it is, and its counts, its own and by who asked. */
export interface RequestGroup {
  readonly slice: PublicSlice;
  /** As the metrics name it; null for the rest, which they do not know. */
  readonly asMeasured: Slice | null;
  readonly counts: Counts;
  /** One entry a partner; null where the group is one partner that has agreed to be named. */
  readonly byPartner: readonly Counts[] | null;
}

/** The groups, and why a count of one is not printed, or null where it is. */
export interface RequestTable {
  readonly groups: readonly RequestGroup[];
  reasonOf(group: RequestGroup, status: Status): Suppressed | null;
}

/**
 * Every count of requests that is released, taken together: by status in the whole, by tier and by partner, with all sums
 * between them and with what follows from two of them (late, beyond the target or undecided).
 *
 * Where no pattern protects all of it, nothing is told of partners, then nothing of tiers, then nothing.
 */
export function requestTable(context: Counted, labels: PublicLabels, rule: PublicSettings): RequestTable {
  const whole = groupOf(context, {}, {});
  const tiers = partition(context, "tier", labels, whole);
  const partners = partition(context, "partner", labels, whole);
  const groups = [whole, ...tiers, ...partners];
  for (const partitions of [[tiers, partners], [tiers], []]) {
    const told = patternOf(whole, partitions, rule);
    if (told.pattern.includes("not publishable")) continue;
    const reasonOf = (group: RequestGroup, status: Status) => {
      const index = told.groups.indexOf(group);
      return index < 0 ? "not publishable" : (told.pattern[placeOf(index, status)] ?? null);
    };
    return { groups, reasonOf };
  }
  return { groups, reasonOf: () => "not publishable" };
}

function patternOf(whole: RequestGroup, partitions: readonly (readonly RequestGroup[])[], rule: PublicSettings) {
  const groups = [whole, ...partitions.flat()];
  const cells = groups.flatMap((group) => STATUSES.map((status) => cellOf(group, status, rule)));
  const at = (group: RequestGroup, status: Status) => placeOf(groups.indexOf(group), status);
  const relations: Relation[] = groups.flatMap((group) => [
    { total: at(group, "received"), parts: [at(group, "decided"), at(group, "open")] },
    { total: at(group, "decided"), parts: [at(group, "in_time"), at(group, "late")] },
    { total: at(group, "beyond"), parts: [at(group, "late"), at(group, "open")] },
  ]);
  for (const parts of partitions.filter(({ length }) => length > 0))
    for (const status of STATUSES)
      relations.push({ total: at(whole, status), parts: parts.map((group) => at(group, status)) });
  return { groups, pattern: suppress({ cells, relations, threshold: rule.threshold }) };
}

function placeOf(group: number, status: Status): number {
  return group * STATUSES.length + STATUSES.indexOf(status);
}

function cellOf({ slice, counts, byPartner }: RequestGroup, status: Status, rule: PublicSettings): Cell {
  const isShare = status === "in_time" || status === "late";
  const isLost = isShare && Math.min(counts.in_time, counts.late) < rule.threshold;
  const own = isLost ? COST_OF_LOST : COST[status];
  const isWhole = Object.keys(slice).length === 0;
  const cell = countCell(rule, {
    value: counts[status],
    parts: own === null ? null : (byPartner?.map((part) => part[status]) ?? null),
    cost: own === null ? null : own * (isWhole ? COST_OF_WHOLE : 1),
  });
  /** Of all that may be small in good times this is what readers ask for: it is worth the gaps that telling it costs. */
  return { ...cell, isAlwaysTold: status === "late" };
}

/** The groups of one kind that have a name, and the rest where there is one; none where nothing has a name. */
function partition(
  context: Counted,
  kind: "tier" | "partner",
  labels: PublicLabels,
  whole: RequestGroup,
): RequestGroup[] {
  const known = kind === "tier" ? context.tiers : context.partners;
  const named = (kind === "tier" ? labels.tiers : labels.partners)
    .filter(({ text }) => known.includes(text))
    .map((label) => groupOf(context, { [kind]: label }, { [kind]: label.text }));
  if (named.length === 0) return [];
  const counts = less(
    whole.counts,
    named.map((group) => group.counts),
  );
  const isWhole = counts.received === 0 && known.length === named.length;
  if (isWhole) return named;
  const byPartner =
    kind === "tier"
      ? (whole.byPartner ?? []).map((all, index) =>
          less(
            all,
            named.flatMap((group) => group.byPartner?.[index] ?? []),
          ),
        )
      : (whole.byPartner ?? []).filter((_counts, index) =>
          labels.partners.every(({ text }) => text !== partnersOf(context)[index]),
        );
  return [...named, { slice: { [kind]: labels.others }, asMeasured: null, counts, byPartner }];
}

function groupOf(context: Counted, slice: PublicSlice, asMeasured: Slice): RequestGroup {
  const counts = countsOf(context, asMeasured);
  if (slice.partner !== undefined) return { slice, asMeasured, counts, byPartner: null };
  const parts = partnersOf(context).map((partner) => countsOf(context, { ...asMeasured, partner }));
  return { slice, asMeasured, counts, byPartner: [...parts, less(counts, parts)] };
}

function partnersOf({ requests }: Counted): readonly string[] {
  return requests.namesOf("partner");
}

function countsOf({ requests, period }: Counted, slice: Slice): Counts {
  const requested = requests.instant("requested_at");
  const decided = requests.instant("decided_at");
  const { decision, target_hours } = requests;
  const counts = { received: 0, decided: 0, open: 0, in_time: 0, late: 0, beyond: 0 };
  for (const row of requests.rows(slice, period.first, period.last)) {
    const from = requested[row] ?? Number.NaN;
    if (Number.isNaN(from)) continue;
    const isDecided = (decision[row] ?? 0) > 0;
    const isInTime = isDecided && (decided[row] ?? Number.NaN) - from <= (target_hours[row] ?? Number.NaN) * HOUR_MS;
    counts.received += 1;
    counts[isDecided ? "decided" : "open"] += 1;
    if (isDecided) counts[isInTime ? "in_time" : "late"] += 1;
    if (!isInTime) counts.beyond += 1;
  }
  return counts;
}

function less(counts: Counts, parts: readonly Counts[]): Counts {
  const rest = (status: Status) => parts.reduce((left, part) => left - part[status], counts[status]);
  return {
    ...{ received: rest("received"), decided: rest("decided"), open: rest("open") },
    ...{ in_time: rest("in_time"), late: rest("late"), beyond: rest("beyond") },
  };
}
