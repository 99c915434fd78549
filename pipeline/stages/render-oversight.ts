import type { Day } from "../../data/days.js";
import { formatDay } from "../../reports/charts/format.js";
import { PERIOD_DAYS } from "../../reports/metrics/engine.js";
import { metrics } from "../../reports/metrics/index.js";
import { oversightHtml } from "../../reports/oversight/html.js";
import { metricsJson } from "../../reports/oversight/json.js";
import type { OversightReport } from "../../reports/oversight/report.js";
import type { PublishedFile } from "../publish.js";
import type { Measured } from "./measure.js";

/** What a report says of where it comes from. */
type Origin = Pick<OversightReport, "home" | "marking" | "version" | "settings_digest" | "feeds_digest">;

/** How readers name the period of a night's figures. */
export function nightWords(night: Day): string {
  return `the ${PERIOD_DAYS} days to ${formatDay(night)}`;
}

/** metrics.json and oversight.html of what was measured. */
export function renderOversight(
  { figures, context: { night, period } }: Measured,
  { home, marking, version, settings_digest, feeds_digest }: Origin,
  period_words: string,
): PublishedFile[] {
  const report: OversightReport = {
    night,
    period,
    period_words,
    ...{ home, marking, version, settings_digest, feeds_digest, figures },
  };
  return [
    {
      name: "metrics.json",
      content: metricsJson(
        night,
        period,
        figures.map(({ figure }) => figure),
      ),
    },
    {
      name: "oversight.html",
      content: oversightHtml(
        report,
        metrics.map(({ card }) => card),
      ),
    },
  ];
}
