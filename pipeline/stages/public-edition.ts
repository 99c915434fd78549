import { z } from "zod";
import type { Day } from "../../data/days.js";
import type { Settings } from "../../data/settings/shape.js";
import type { Store } from "../../data/store/store.js";
import { formatDay } from "../../reports/charts/format.js";
import { protectionLevel } from "../../reports/disclosure/suppress.js";
import { computeFigures, openContext } from "../../reports/metrics/engine.js";
import type { Period } from "../../reports/metrics/figure.js";
import { dayNumber } from "../../reports/metrics/methods/working-calendar.js";
import { publicMetrics } from "../../reports/public/allowed.js";
import { editionText, type NothingYet, type PublicEdition, readEdition } from "../../reports/public/edition.js";
import { PublicLabel } from "../../reports/public/label.js";
import { type CalendarPeriod, completedPeriod, periodAround } from "../../reports/public/period.js";
import { publicFigures } from "../../reports/public/project.js";

const KEPT = /* sql */ `
  SELECT content
  FROM public_edition
  WHERE first_day = $first::DATE AND last_day = $last::DATE
`;

const OVERLAPPING = /* sql */ `
  SELECT count(*)::INTEGER AS edition_count
  FROM public_edition
  WHERE first_day <= $last::DATE AND last_day >= $first::DATE
`;

/** When anything was first known, and the first day of which there is a record. */
const SEEN = /* sql */ `
  SELECT
    (SELECT min(known_from) FROM file WHERE status <> 'refused') AS first_known,
    (SELECT min(day) FROM source_hour) AS first_day
`;

const JUDGED = /* sql */ `
  SELECT count(DISTINCT night)::INTEGER AS night_count
  FROM night_price
  WHERE queue = 'leads' AND night BETWEEN $first::DATE AND $last::DATE
`;

const KEEP = /* sql */ `
  INSERT INTO public_edition (first_day, last_day, content)
  VALUES ($first::DATE, $last::DATE, $content)
`;

const contentShape = z.object({ content: z.string() });
const seenShape = z.object({ first_known: z.string().nullable(), first_day: z.string().nullable() });

/**
 * What the public is told on a night: the last calendar period that is over, as it stood and was known at the end of its own
 * last night. It is fixed the first time that it is asked for and the same on every night after, whatever the feeds,
 * the settings or the code say later; the same nights in another workspace fix the same.
 *
 * No two editions share a day, so that no difference of two is the figure of days that have none: a period that overlaps one
 * published before, because the settings had another calendar then, is not published.
 */
export function publicEdition(
  store: Store,
  night: Day,
  settings: Settings,
  version: string,
): Promise<PublicEdition | NothingYet> {
  return editionOf(store, completedPeriod(settings.public.period, night), settings, version);
}

/**
 * What the public is told of one period, up to a night that has been run: its edition, where it is one of the calendar's and over.
 */
export function publicEditionOf(
  store: Store,
  { first, last }: Period,
  { night, settings, version }: { readonly night: Day; readonly settings: Settings; readonly version: string },
): Promise<PublicEdition | NothingYet> {
  const unit = settings.public.period;
  const own = periodAround(unit, first);
  if (own.first !== first || own.last !== last)
    return Promise.resolve({
      nothing_yet: `Public figures are published by the ${unit} alone: figures of other periods beside them could be subtracted from each other.`,
    });
  if (night < last)
    return Promise.resolve({ nothing_yet: `The period is not over: ${own.words} ends on ${formatDay(last)}.` });
  return editionOf(store, own, settings, version);
}

async function editionOf(
  store: Store,
  period: CalendarPeriod,
  settings: Settings,
  version: string,
): Promise<PublicEdition | NothingYet> {
  const { first, last } = period;
  const [kept] = await store.rows(KEPT, contentShape, { first, last });
  if (kept !== undefined) return readEdition(kept.content);
  const nothing_yet = await reasonNot(store, period);
  if (nothing_yet !== null) return { nothing_yet };
  return store.transaction(async () => {
    const edition = await fix(store, period, settings, version);
    await store.run(KEEP, { first, last, content: editionText(edition) });
    return edition;
  });
}

/** Why a period cannot be published, or null where it can. */
async function reasonNot(store: Store, { first, last, words }: CalendarPeriod): Promise<string | null> {
  const { edition_count } = await store.row(OVERLAPPING, z.object({ edition_count: z.number() }), { first, last });
  if (edition_count > 0)
    return `Days of ${words} were published before, in periods of another length. The difference of two overlapping periods would be a figure of its own, so this one is not published.`;
  const { first_known, first_day } = await store.row(SEEN, seenShape);
  if (first_known === null || first_day === null) return "No record has been read.";
  if (first_known > last)
    return `The last period that is over, ${words}, ended on ${formatDay(last)}; the records were first read on the night of ${formatDay(first_known)}, when nobody could say any more how it had stood.`;
  if (first_day > first)
    return `The last period that is over, ${words}, began on ${formatDay(first)}; the records begin only on ${formatDay(first_day)}, so that they do not cover it.`;
  return null;
}

async function fix(store: Store, period: CalendarPeriod, settings: Settings, version: string): Promise<PublicEdition> {
  const { first, last } = period;
  const rule = settings.public;
  const context = await openContext(store, { first, last }, settings);
  const figures = await computeFigures(publicMetrics, context);
  const { night_count } = await store.row(JUDGED, z.object({ night_count: z.number() }), { first, last });
  const { threshold, dominance_percent, count_base, hours_base } = rule;
  return {
    period,
    version,
    rules: { threshold, protection_level: protectionLevel(threshold), dominance_percent, count_base, hours_base },
    nights_judged: night_count,
    days: dayNumber(last) - dayNumber(first) + 1,
    figures: publicFigures(context, figures, { labels: PublicLabel.of(rule), rule }),
  };
}
