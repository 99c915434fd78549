import { type Html, html, logged, type Part } from "../border/html.js";
import type { Anchor } from "../border/slug.js";
import { anchor } from "../border/slug.js";
import { crossChart } from "../charts/crosses.js";
import { formatNumber } from "../charts/format.js";
import type { AssessedFigure } from "../metrics/engine.js";
import { type BothSides, type Standing, standings } from "../metrics/methods/both-sides.js";
import { list, section, verdict } from "../page/parts.js";
import { table } from "../page/table.js";
import { assessedOf, figureOf, type OversightReport } from "./report.js";
import { intervalWords, shareWords, valueWords } from "./words.js";

const TIMELINESS = "decided_within_target_share";
const PROTECTION = "releases_safeguarded_share";

const COLUMNS = [
  ["requested_to_decided_hours_median", "Half decided within"],
  [TIMELINESS, "Within target"],
  [PROTECTION, "Every safeguard in place"],
  ["exceptions_per_1000_releases", "Exceptions per 1,000"],
  ["accuracy_confirmed_share", "Debriefs: confirmed"],
] as const;

/** Both sides of sharing for each partner on one page: how fast, and how well protected. By name, never ranked. */
export function partnersSection(at: Anchor, report: OversightReport): Html {
  const { partners } = report.context;
  return section(
    at,
    "Protection beside timeliness",
    html`${both(report)}${table({
      at: anchor("partners-table"),
      caption: "Each partner: how fast, and how well protected",
      note: "In the order of their names; partners are not ranked. Each value with its 95 % interval, and what it was in the period before. A small number of requests gives a wide interval: little can be told.",
      columns: [
        { head: "Partner" },
        { head: "Requests", isNumber: true },
        ...COLUMNS.map(([, head]) => ({ head, isNumber: true })),
        { head: "Verdict: wait, protection", isTight: true },
      ],
      rows: partners.map((partner): Part[] => [
        logged(partner),
        formatNumber(figureOf(report, "requests_received_count", { partner })?.value ?? 0),
        ...COLUMNS.map(([id]) => cell(assessedOf(report, id, { partner }))),
        html`${[TIMELINESS, PROTECTION].map(
          (id, index) =>
            html`${index > 0 ? html`<br>` : null}${verdict(figureOf(report, id, { partner })?.verdict ?? "cannot tell")}`,
        )}`,
      ]),
      isStacked: true,
      none: "No partner is named in the feeds.",
    })}`,
  );
}

function both(report: OversightReport): Html {
  const sides = report.context.partners.map((id): BothSides => {
    return { id, timeliness: sideOf(report, TIMELINESS, id), protection: sideOf(report, PROTECTION, id) };
  });
  const told = standings(sides);
  const n = figureOf(report, PROTECTION)?.n ?? 0;
  return html`${crossChart(
    {
      at: anchor("chart-both"),
      title: "Decided within target, and released with every safeguard in place",
      description:
        "Each partner on both sides at once, with the 95 % interval of each. Up and to the right is both faster and safer; neither side is weighed against the other.",
      rule: "Across: requests of the period decided within their tier’s target. Up: releases of the period that were assessed, approved and under a valid rights review.",
      source: "sharing_steps, tiers, agreements",
      n,
    },
    {
      points: sides.flatMap(({ id, timeliness, protection }) =>
        timeliness === null || protection === null
          ? []
          : [
              {
                label: id,
                x: timeliness,
                y: protection,
                isBehind: told.some((each) => each.id === id && each.standing === "better_elsewhere"),
              },
            ],
      ),
      xUnit: "decided within target",
      yUnit: "every safeguard in place",
      format: shareWords,
    },
  )}${list(standingWords(told))}`;
}

function standingWords(told: readonly Standing[]): Html[] {
  const of = (standing: Standing["standing"]) => told.filter((each) => each.standing === standing);
  const named = (all: readonly { readonly id: string }[]) =>
    html`${all.map(({ id }, index) => html`${index > 0 ? ", " : null}${logged(id)}`)}`;
  const behind = of("better_elsewhere").map(
    ({ id, than }) =>
      html`<strong>${logged(id)}</strong> is both slower and less protected than ${named(than.map((other) => ({ id: other })))}, beyond chance.`,
  );
  const untold = of("cannot_tell");
  return [
    ...(behind.length === 0 ? [html`No partner is behind another on both sides at once, beyond chance.`] : behind),
    ...(untold.length === 0 ? [] : [html`Cannot be told for ${named(untold)}: nothing to count on one side.`]),
  ];
}

function sideOf(report: OversightReport, id: string, partner: string): BothSides["timeliness"] {
  const figure = figureOf(report, id, { partner });
  if (figure?.value == null) return null;
  const [low, high] = figure.interval ?? [null, null];
  return { value: figure.value, low: low ?? 0, high: high ?? 1 };
}

function cell(assessed: AssessedFigure | null): Html {
  if (assessed === null) return html`<span class="second">not assessed</span>`;
  const { figure, before } = assessed;
  const second = [
    ...(intervalWords(figure) === "" ? [] : [intervalWords(figure)]),
    ...(before === null ? [] : [`was ${valueWords({ ...figure, value: before.value })}`]),
  ];
  return html`${valueWords(figure)}${second.map((words) => html`<span class="second">${words}</span>`)}`;
}
