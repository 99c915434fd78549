import { type Html, html, type Part } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { bandChart } from "../charts/band.js";
import { formatDay, formatMonth, formatNumber } from "../charts/format.js";
import { recentDays } from "../metrics/cards/recent-days.js";
import type { AssessedFigure } from "../metrics/engine.js";
import type { NowcastDay } from "../metrics/methods/reporting-delay.js";
import { isoDate } from "../metrics/methods/working-calendar.js";
import { isDelivered } from "../metrics/reporting-lag.js";
import { monthPeriod } from "../metrics/slices.js";
import { table } from "../page/table.js";
import { assessedOf, type OversightReport } from "./report.js";
import { intervalWords, valueWords } from "./words.js";

/** Days drawn: four weeks, the longest delay that is considered. */
const DAYS = 28;

const COLUMNS = [
  ["requests_received_count", "Made"],
  ["requests_open_count", "Still open"],
  ["requested_to_decided_hours_median", "Half decided within"],
  ["requested_to_decided_hours_p90", "Nine in ten within"],
  ["decided_within_target_share", "Within target"],
  ["closed_only_decided_hours_median", "Decided ones alone"],
] as const;

/** Month by month, and the last days with what is still to be reported. */
export function recentCharts(report: OversightReport): Html {
  return html`${months(report)}${days(report)}`;
}

function months(report: OversightReport): Html {
  const { context, night } = report;
  const names = report.figures.flatMap(({ figure }) =>
    figure.id === COLUMNS[0][0] && figure.slice.month !== undefined ? [figure.slice.month] : [],
  );
  return table({
    at: anchor("months"),
    caption: "Month by month",
    note: "Requests by the month they were made in, as they stand at the end of the night, each with its 95 % interval; open ones count as waiting. The median of the decided ones alone stands beside it: counted that way the newest month always looks quick.",
    columns: [
      { head: "Month" },
      ...COLUMNS.map(([, head]) => ({ head, isNumber: true })),
      { head: "Records", isTight: true },
    ],
    rows: names.map((month): Part[] => {
      const period = monthPeriod(month, night);
      const isWhole = monthPeriod(month, "9999-12-31").last === period.last;
      return [
        `${formatMonth(period.first)}${isWhole ? "" : `, to ${formatDay(period.last)}`}`,
        ...COLUMNS.map(([id]) => cell(assessedOf(report, id, { month }))),
        !context.lag.is_known
          ? "as delivered"
          : isDelivered(period, context.lag, night)
            ? "whole"
            : "some still to come",
      ];
    }),
    isStacked: true,
    none: "No request was made.",
  });
}

function cell(assessed: AssessedFigure | null): Html {
  if (assessed === null) return html`<span class="second">not assessed</span>`;
  const interval = intervalWords(assessed.figure);
  return html`${valueWords(assessed.figure)}${interval === "" ? null : html`<span class="second">${interval}</span>`}`;
}

function days({ context, night }: OversightReport): Html {
  const shown = recentDays(context, DAYS);
  const of = (status: NowcastDay["status"]) => shown.filter((day) => day.status === status).length;
  const [corrected, withheld] = [of("corrected"), of("withheld")];
  return bandChart(
    {
      at: anchor("chart-recent"),
      title: "Requests made, day by day",
      description: context.lag.is_known
        ? `Of the last ${DAYS} days ${formatNumber(corrected)} are corrected for records still to come, and ${formatNumber(withheld)} withheld.`
        : "How late records come cannot be told yet, or all came at once: every day stands as delivered, none is corrected or withheld.",
      rule: "Requests by the day they were made on. A day of which 99 % or more has come, by how late steps came so far, stands as it is; else the band shows with 95 % what it will become, and a day of which less than half has come is withheld. Weeks whose decisions have not come as far are withheld from the charts by week.",
      source: "sharing_steps",
      n: shown.reduce((sum, { observed }) => sum + observed, 0),
    },
    {
      days: shown.map(({ day, observed, status, expected, lower, upper }) => ({
        day: isoDate(day),
        observed: status === "withheld" ? null : observed,
        expected: status === "corrected" ? expected : null,
        low: status === "corrected" ? lower : null,
        high: status === "corrected" ? upper : null,
        note: status === "complete" ? null : status,
      })),
      tonight: night,
      unit: "requests",
      bandName: "Will become, 95 %",
    },
  );
}
