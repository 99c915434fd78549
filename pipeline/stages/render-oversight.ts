import type { Day } from "../../data/days.js";
import type { LoadedSettings } from "../../data/settings/load.js";
import type { Store } from "../../data/store/store.js";
import { formatDay } from "../../reports/charts/format.js";
import { PERIOD_DAYS } from "../../reports/metrics/engine.js";
import { chapters } from "../../reports/metrics/index.js";
import { dayNumber } from "../../reports/metrics/methods/working-calendar.js";
import { oversightHtml } from "../../reports/oversight/html.js";
import { metricsJson } from "../../reports/oversight/json.js";
import type { OversightReport } from "../../reports/oversight/report.js";
import type { PublishedFile } from "../publish.js";
import { feedsDigest } from "./feeds-digest.js";
import type { Measured } from "./measure.js";

/** What a report says of where it comes from. */
type Origin = Pick<OversightReport, "home" | "marking" | "version" | "settings_digest" | "feeds_digest">;

/** Where the report of a period comes from; its figures are totals, so it bears the marking of the settings. */
export async function originOf(
  store: Store,
  night: Day,
  { settings, digest }: LoadedSettings,
  version: string,
): Promise<Origin> {
  return {
    home: settings.home,
    marking: settings.report.marking,
    version,
    settings_digest: digest,
    feeds_digest: await feedsDigest(store, night),
  };
}

/** How readers name the period of a night's figures. */
export function nightWords(night: Day): string {
  return `the ${PERIOD_DAYS} days to ${formatDay(night)}`;
}

/** metrics.json and oversight.html of what was measured. */
export function renderOversight(
  { figures, exhibits, context }: Measured,
  origin: Origin,
  period_words: string,
): PublishedFile[] {
  const { night, period } = context;
  const { home, marking, version, settings_digest, feeds_digest } = origin;
  const all = figures.map(({ figure }) => figure);
  const report: OversightReport = {
    ...{
      night,
      period,
      period_days: dayNumber(period.last) - dayNumber(period.first) + 1,
      period_words,
      figures,
      exhibits,
      context,
    },
    ...{ home, marking, version, settings_digest, feeds_digest },
  };
  return [
    { name: "metrics.json", content: metricsJson(night, period, all) },
    { name: "oversight.html", content: oversightHtml(report, chapters) },
  ];
}
