import { type Html, html, logged } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatDay, formatNumber } from "../charts/format.js";
import { histogram } from "../charts/histogram.js";
import { partitionBar } from "../charts/partition.js";
import { classicalOf } from "../metrics/cards/classical.js";
import type { DurationBin } from "../metrics/methods/classical-set.js";
import { DECISIONS } from "../metrics/request-frame.js";
import { TO_DECISION, waitingOf } from "../metrics/waiting.js";
import { table } from "../page/table.js";
import type { OversightReport } from "./report.js";

/** What became of the period's requests as it stands at the end of the night. */
export function outcomeCharts({ context }: OversightReport): Html {
  const { durations, n } = waitingOf(context.requests, TO_DECISION, {}, context.period);
  const counts = [0, 0, 0, 0];
  for (const cause of durations.cause) counts[cause] = (counts[cause] ?? 0) + 1;
  const [waiting = 0, ...decided] = counts;
  const parts = [
    ...DECISIONS.map((label, index) => ({ label, count: decided[index] ?? 0 })),
    { label: "still waiting", count: waiting, isStrong: true },
  ];
  return partitionBar(
    {
      at: anchor("chart-outcomes"),
      title: "What became of the requests made in the period, as it stands",
      description: parts.map(({ label, count }) => `${formatNumber(count)} ${label}`).join(" · "),
      rule: "Requests made in the period by the first of approved, denied and withdrawn; the youngest have had little time. The shares below take account of that.",
      source: "sharing_steps",
      n,
    },
    { parts, unit: "requests" },
  );
}

/** The thirteen bins of annual reports, and the ten oldest open requests. */
export function classicalCharts(report: OversightReport): Html {
  const { set } = classicalOf(report.context, {});
  return html`${bins("decided", "Days that decided requests took", "Requests decided in the period, whenever they were made.", set.bins)}${bins("open", "Days that open requests have waited", "Requests open at the end of the period, whenever they were made.", set.backlog)}${oldest(report)}`;
}

function bins(name: string, title: string, rule: string, counted: readonly DurationBin[]): Html {
  const n = counted.reduce((sum, { count }) => sum + count, 0);
  return histogram(
    {
      at: anchor("chart-bins", name),
      title,
      description: `${
        counted
          .filter(({ count }) => count > 0)
          .map(({ label, count }) => `${formatNumber(count)} in ${label} days`)
          .join(" · ") || "none"
      }.`,
      rule: `${rule} Calendar days, in the thirteen bins of annual reports; the first also holds those of less than a day.`,
      source: "sharing_steps",
      n,
    },
    {
      bins: counted.map(({ label, count }) => {
        const [from = "", to] = label.replace("+", "").split("-");
        return { from: Number(from) - 1, to: to === undefined ? null : Number(to), count };
      }),
      unit: "days",
      countUnit: "requests",
      pointer: null,
    },
  );
}

function oldest({ exhibits }: OversightReport): Html {
  return table({
    at: anchor("oldest"),
    caption: "The ten oldest open requests",
    note: "Requests without a decision at the end of the night, whenever they were made, the oldest first.",
    columns: [
      { head: "Request" },
      { head: "Partner" },
      { head: "Tier" },
      { head: "Made on", isTight: true },
      { head: "Days open", isNumber: true },
    ],
    rows: exhibits.oldest.map(({ request_id, partner, tier, made_on, age_days }) => [
      logged(request_id),
      logged(partner ?? "unknown"),
      logged(tier ?? "unknown"),
      formatDay(made_on),
      formatNumber(age_days),
    ]),
    isStacked: true,
    none: "No request is open.",
  });
}
