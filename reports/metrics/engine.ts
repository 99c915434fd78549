import { z } from "zod";
import type { Settings } from "../../data/settings/shape.js";
import type { Store } from "../../data/store/store.js";
import { exclusionIds, type MetricCard } from "./card.js";
import { lintFigure, type MetricFigure, type Period } from "./figure.js";
import { dayNumber, isoDate } from "./methods/working-calendar.js";
import type { Before, Estimated, Metric, MetricContext } from "./metric.js";
import { readReportingLag } from "./reporting-lag.js";
import { readRequests } from "./request-frame.js";
import { buildRequestLife } from "./request-life.js";
import { metricVerdict } from "./verdict.js";

/** Days of the period that a night's figures are over. Source: the contract of metrics.json. */
export const PERIOD_DAYS = 90;

/** A figure, or that it was not assessed because a feed is absent: then nothing of it was computed. */
export interface AssessedFigure {
  readonly figure: MetricFigure;
  /** What it was in the period before; null where that was not computed, or could not be. */
  readonly before: Before | null;
  readonly missing_feed: string | null;
}

const FEEDS = /* sql */ `
  SELECT DISTINCT feed
  FROM file
  WHERE known_from <= $night::DATE AND status <> 'refused'
  ORDER BY feed
`;

const PARTNERS = /* sql */ `
  SELECT DISTINCT partner
  FROM agreement
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND coalesce(valid_from, $first::DATE) <= $night::DATE AND coalesce(valid_to, $night::DATE) >= $first::DATE
  ORDER BY partner
`;

const TIERS = /* sql */ `
  SELECT DISTINCT tier
  FROM tier
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
  ORDER BY tier
`;

/** The days up to and with a night that its figures are over. */
export function periodOf(night: string): Period {
  return { first: isoDate(dayNumber(night) - PERIOD_DAYS + 1), last: night };
}

/** Brings the table of requests to the end of a period's last day and gathers what metrics are computed with. */
export async function openContext(
  store: Store,
  period: Period,
  settings: Pick<Settings, "home" | "targets" | "working" | "reviewers" | "rebases">,
): Promise<MetricContext> {
  const night = period.last;
  const { nation: home_nation, time_zone } = settings.home;
  await buildRequestLife(store, night, time_zone);
  const requests = await readRequests(store, night, time_zone);
  const feeds = await store.rows(FEEDS, z.object({ feed: z.string() }), { night });
  const agreed = await store.rows(PARTNERS, z.object({ partner: z.string() }), { night, first: period.first });
  const tiered = await store.rows(TIERS, z.object({ tier: z.string() }), { night });
  return {
    store,
    night,
    period,
    settings,
    values: { night, first: period.first, time_zone, home_nation },
    feeds: new Set(feeds.map(({ feed }) => feed)),
    requests,
    lag: await readReportingLag(store, night, time_zone),
    partners: sorted([...agreed.map(({ partner }) => partner), ...requests.namesOf("partner")]),
    tiers: sorted([...tiered.map(({ tier }) => tier), ...requests.namesOf("tier")]),
  };
}

/**
 * Every figure of the metrics, in the order of their list and of each metric's slices. A metric whose feed is absent gives
 * one figure without a value that names the feed.
 *
 * throws   an Error for a figure that its own card forbids: a bug, and nothing of it is published
 */
export async function computeFigures(metrics: readonly Metric[], context: MetricContext): Promise<AssessedFigure[]> {
  const figures: AssessedFigure[] = [];
  for (const { card, estimate } of metrics) {
    const missing_feed = card.needs.find((feed) => feed !== "flags" && !context.feeds.has(feed)) ?? null;
    const estimates =
      missing_feed === null ? await estimate(context) : [{ slice: {}, n: 0, value: null } satisfies Estimated];
    for (const estimated of estimates) {
      const figure = figureOf(card, estimated, context);
      const faults = lintFigure(figure, card);
      if (faults.length > 0) throw new Error(`figure not to be published: ${faults.join("; ")}`);
      figures.push({ figure, before: estimated.before ?? null, missing_feed });
    }
  }
  return figures;
}

function figureOf(card: MetricCard, estimated: Estimated, { period, settings }: MetricContext): MetricFigure {
  const value = finite(estimated.value);
  const interval = value === null ? null : openEnds(estimated.interval ?? null);
  const target = estimated.target === undefined ? cardTarget(card, settings) : estimated.target;
  const { excluded = {} } = estimated;
  return {
    id: card.id,
    title: card.title,
    slice: estimated.slice,
    period: estimated.period ?? period,
    n: estimated.n,
    excluded: exclusionIds(card).map((reason) => ({ reason, n: excluded[reason] ?? 0 })),
    value,
    unit: card.unit,
    interval,
    method: card.method,
    target,
    verdict: metricVerdict({
      value,
      interval: estimated.interval == null ? null : [interval?.[0] ?? -Infinity, interval?.[1] ?? Infinity],
      target,
      direction: card.direction,
      variation: estimated.variation ?? null,
    }),
  };
}

/** A card's target where it is one number: from the settings, which may give one to any card, or fixed. */
export function cardTarget(
  { id, direction, target }: MetricCard,
  { targets }: Pick<Settings, "targets">,
): number | null {
  const chosen = direction === "neutral" ? undefined : targets[id];
  return chosen ?? (target.kind === "fixed" ? target.value : null);
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

function openEnds(interval: readonly [number | null, number | null] | null): [number | null, number | null] | null {
  if (interval === null) return null;
  const [low, high] = [finite(interval[0]), finite(interval[1])];
  return low === null && high === null ? null : [low, high];
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
