import { type Html, html, logged, type Part } from "../border/html.js";
import type { Anchor } from "../border/slug.js";
import { anchor } from "../border/slug.js";
import { formatNumber } from "../charts/format.js";
import type { MetricFigure } from "../metrics/figure.js";
import { section, verdict } from "../page/parts.js";
import { table } from "../page/table.js";
import { figureOf, type OversightReport } from "./report.js";
import { intervalWords, valueWords } from "./words.js";

const COLUMNS = [
  ["requested_to_decided_hours_median", "Half decided within"],
  ["decided_within_target_share", "Within target"],
  ["exceptions_per_1000_releases", "Exceptions per 1,000"],
  ["releases_under_valid_rights_review_share", "Under valid rights review"],
  ["custody_skipped_share", "Step missing"],
  ["accuracy_confirmed_share", "Debriefs: confirmed"],
] as const;

/** Both sides of sharing for each partner on one page: how fast, and how well protected. By name, never ranked. */
export function partnersSection(at: Anchor, report: OversightReport): Html {
  const { partners } = report.context;
  return section(
    at,
    "Protection beside timeliness",
    table({
      at: anchor("partners-table"),
      caption: "Each partner: how fast, and how well protected",
      note: "In the order of their names; partners are not ranked. Each value with its 95 % interval. A small number of requests gives a wide interval: little can be told.",
      columns: [
        { head: "Partner" },
        { head: "Requests", isNumber: true },
        ...COLUMNS.map(([, head]) => ({ head, isNumber: true })),
        { head: "Verdict on the wait", isTight: true },
      ],
      rows: partners.map((partner): Part[] => [
        logged(partner),
        formatNumber(figureOf(report, "requests_received_count", { partner })?.value ?? 0),
        ...COLUMNS.map(([id]) => cell(figureOf(report, id, { partner }))),
        verdict(figureOf(report, "decided_within_target_share", { partner })?.verdict ?? "cannot tell"),
      ]),
      isStacked: true,
      none: "No partner is named in the feeds.",
    }),
  );
}

function cell(figure: MetricFigure | null): Html {
  if (figure === null) return html`<span class="second">not assessed</span>`;
  const interval = intervalWords(figure);
  return html`${valueWords(figure)}${interval === "" ? null : html`<br><span class="second">${interval}</span>`}`;
}
