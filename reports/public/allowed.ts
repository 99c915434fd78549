import type { MetricCard } from "../metrics/card.js";
import { metrics } from "../metrics/index.js";
import type { Metric } from "../metrics/metric.js";

/**
 * How a metric may be told to the public.
 *
 * volume      a count of requests, by tier and by the partners named, printed as the linked tables allow
 * wait        a quantile of waits: `tail` is the smaller share of requests on one side of it
 * in_time     the share of requests in time: printed as the linked tables allow its numerator
 * rate        events per 1,000: printed where the events are many enough
 * count       a count of its own
 * ratio       a share whose numerator and rest are both counts of people's matters
 * expected    follows from the settings and from how much was judged, and is no one's
 * instrument  about our own logs, detectors and feeds, never about a person, a request or a partner
 */
type Telling =
  | { readonly kind: "volume" | "in_time" | "rate" | "count" | "ratio" | "expected" | "instrument" }
  | { readonly kind: "wait"; readonly tail: number };

/** What the public may be told of: everything else that is measured stays in the house. */
const ALLOWED = [
  { id: "requests_received_count", telling: { kind: "volume" } },
  { id: "requests_decided_count", telling: { kind: "volume" } },
  { id: "requests_open_count", telling: { kind: "volume" } },
  { id: "requested_to_decided_hours_median", telling: { kind: "wait", tail: 0.5 } },
  { id: "requested_to_decided_hours_p90", telling: { kind: "wait", tail: 0.1 } },
  { id: "decided_within_target_share", telling: { kind: "in_time" } },
  { id: "exceptions_per_1000_releases", telling: { kind: "rate" } },
  { id: "leads_count", telling: { kind: "count" } },
  { id: "leads_expected_by_chance", telling: { kind: "expected" } },
  { id: "leads_confirmed_share", telling: { kind: "ratio" } },
  { id: "source_nights_heard_share", telling: { kind: "instrument" } },
  { id: "rows_refused_share", telling: { kind: "instrument" } },
  { id: "cases_not_judged_share", telling: { kind: "instrument" } },
  { id: "detectors_uncalibrated_count", telling: { kind: "instrument" } },
  { id: "feeds_absent_count", telling: { kind: "instrument" } },
] as const satisfies readonly { readonly id: string; readonly telling: Telling }[];

export type PublicId = (typeof ALLOWED)[number]["id"];

export const PUBLIC_IDS: readonly PublicId[] = ALLOWED.map(({ id }) => id);

const METRICS: ReadonlyMap<string, Metric> = new Map(metrics.map((metric) => [metric.card.id, metric]));

/** The metrics of the allow-list, in its order. */
export const publicMetrics: readonly Metric[] = PUBLIC_IDS.map(metricOf);

/** How a metric of the allow-list may be told. */
export function tellingOf(wanted: PublicId): Telling {
  const found = ALLOWED.find(({ id }) => id === wanted);
  if (found === undefined) throw new Error(`not for the public: ${wanted}`);
  return found.telling;
}

/** The card of a metric of the allow-list. */
export function publicCard(id: PublicId): MetricCard {
  return metricOf(id).card;
}

/** A card's words where they name the days up to a night, for a figure over a calendar period. */
export function periodWords(text: string): string {
  return text
    .replaceAll("one of the 90 days up to the night", "a day of the period")
    .replaceAll("the 90 days up to the night", "the period")
    .replaceAll("the end of the night", "the end of the period")
    .replaceAll("by the night", "by the end of the period");
}

function metricOf(id: PublicId): Metric {
  const metric = METRICS.get(id);
  if (metric === undefined) throw new Error(`no such metric: ${id}`);
  return metric;
}
