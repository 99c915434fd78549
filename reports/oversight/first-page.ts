import { group } from "d3-array";
import { type Html, html, logged } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatInterval, formatNumber } from "../charts/format.js";
import { judgedWeek } from "../metrics/cards/weekly-waits.js";
import type { AssessedFigure } from "../metrics/engine.js";
import type { MetricFigure } from "../metrics/figure.js";
import type { Chapter } from "../metrics/index.js";
import { CHANGE_LEVEL } from "../metrics/methods/change.js";
import { keyFigures, shortLists } from "../page/parts.js";
import { figureOf, type OversightReport } from "./report.js";
import { untold } from "./untold.js";
import { formatOf, intervalWords, isWhole, sliceWords, valueWords } from "./words.js";

/** Lines of each list that a committee reads in two minutes; the rest is counted and stands below. */
const LINES_MAX = 6;

/** Parts named in one line after the first; the others are counted. */
const PARTS_MAX = 1;

const HEADLINES = [
  ["requested_to_decided_hours_median", "requests made"],
  ["requested_to_decided_hours_p90", "requests made"],
  ["decided_within_target_share", "requests made"],
  ["exceptions_per_1000_releases", "releases"],
] as const;

/** What a committee reads in two minutes: the headline figures, then what changed, what misses, what cannot be told. */
export function firstPage(report: OversightReport, chapters: readonly Chapter[]): Html {
  const aimed = new Set(report.figures.flatMap(({ figure }) => (figure.target === null ? [] : [figure.id]))).size;
  const all = new Set(report.figures.map(({ figure }) => figure.id)).size;
  return html`${headlines(report)}${shortLists([
    {
      title: "What changed",
      items: limited(changed(report)),
      none: "No figure is outside its ordinary variation.",
      note: priceOfLooking(report),
    },
    {
      title: "What misses its target",
      items: limited(missing(report)),
      none: "No figure misses its target.",
      note: html`${formatNumber(aimed)} of ${formatNumber(all)} figures have a target; the settings may give one to any.`,
    },
    {
      title: "What cannot be told",
      items: limited(untold(report, chapters)),
      none: "Every figure could be told.",
      note: html`What could not be seen is never read as normal: <a href="${anchor("chapter", "coverage")}">what could not be seen</a>.`,
    },
  ])}`;
}

function headlines(report: OversightReport): Html {
  const items = HEADLINES.flatMap(([id, of]) => {
    const found = report.figures.find(({ figure }) => figure.id === id && isWhole(figure));
    if (found === undefined) return [];
    const { figure, before } = found;
    return [
      {
        name: html`<a href="${anchor("metric", figure.id)}">${figure.title}</a>`,
        value: valueWords(figure),
        interval: intervalWords(figure) || "no interval",
        n: html`${formatNumber(figure.n)} ${of}${before === null ? null : html`<br>was ${valueWords({ ...figure, value: before.value })} in the ${periodWord(report)} before`}${id === "requested_to_decided_hours_median" ? hidden(report) : null}`,
      },
    ];
  });
  const leads = figureOf(report, "leads_count");
  const chance = figureOf(report, "leads_expected_by_chance");
  if (leads === null || chance === null || leads.value === null || chance.value === null) return keyFigures(items);
  const lead = {
    name: html`<a href="${anchor("metric", leads.id)}">${leads.title}</a>`,
    value: valueWords(leads),
    interval: html`chance alone: ${formatNumber(chance.value, { digits: 1 })}`,
    n: "questions put to a reviewer, not findings",
  };
  return keyFigures([...items, lead]);
}

/** What the median would read if open requests were left out. */
function hidden(report: OversightReport): Html | null {
  const closed = figureOf(report, "closed_only_decided_hours_median");
  const open = figureOf(report, "requests_open_count");
  if (closed?.value == null || open?.value == null || open.value === 0) return null;
  return html`<br>would be ${valueWords(closed)} without the ${formatNumber(open.value)} still open`;
}

function periodWord({ period_days }: OversightReport): string {
  return period_days === 1 ? "day" : `${formatNumber(period_days)} days`;
}

/** Worse first, then in the order of the report. */
function changed(report: OversightReport): Html[] {
  return (["worsening", "improving"] as const).flatMap((word) =>
    byFigure(
      report.figures.filter(({ figure }) => figure.verdict === word),
      (assessed) => moved(report, assessed),
    ).map((line) => html`<strong>${word === "worsening" ? "Worse" : "Better"}:</strong> ${line}`),
  );
}

/** One line a figure, the whole before its parts. */
function byFigure(figures: readonly AssessedFigure[], words: (assessed: AssessedFigure) => Html): Html[] {
  return [...group(figures, ({ figure }) => figure.id).values()].flatMap((own) => {
    const [first, ...others] = wholeFirst(own);
    if (first === undefined) return [];
    const parts = others.slice(0, PARTS_MAX);
    const more = others.length - parts.length;
    return [
      html`${nameOf(first.figure)}: ${words(first)}${parts.map(
        (part) => html`; ${sliceWords(part.figure.slice)}: ${words(part)}`,
      )}${more > 0 ? `; and ${formatNumber(more)} more ${more === 1 ? "part" : "parts"}` : null}`,
    ];
  });
}

/** What moved, from what to what: the last week against ordinary ones, or the period against the one before. */
function moved(report: OversightReport, { figure, before }: AssessedFigure): Html {
  const week = judgedWeek(report.context, figure.id, figure.slice);
  if (week !== null) {
    const ordinary = formatInterval(week.low, week.high, figure.unit === "share" ? formatOf(figure.unit) : rounded);
    return html`${valueWords({ ...figure, value: week.value })} in the last week <span class="second">(ordinary weeks: ${ordinary})</span>`;
  }
  const then = before === null ? null : html`, was ${valueWords({ ...figure, value: before.value })}`;
  return html`${valueWords(figure)}${intervalOf(figure)}${then}`;
}

function rounded(hours: number): string {
  return formatNumber(hours, { digits: 0 });
}

/** How many figures were held against the period before, and how many of them chance alone would have listed. */
function priceOfLooking({ figures }: OversightReport): Html {
  const tested = figures.filter(({ before }) => before?.is_tested).length;
  return html`${formatNumber(tested)} figures were held against the period before; of as many that had not changed, chance alone would list ${formatNumber(tested * (1 - CHANGE_LEVEL), { digits: 1 })}. Waits are also judged week by week.`;
}

function missing({ figures }: OversightReport): Html[] {
  return byFigure(
    figures.filter(({ figure }) => figure.verdict === "misses target"),
    ({ figure }) =>
      html`${valueWords(figure)}${intervalOf(figure)}, target ${figure.target === null ? "none" : valueWords({ ...figure, value: figure.target })}`,
  );
}

function nameOf(figure: MetricFigure): Html {
  return html`<a href="${anchor("metric", figure.id)}">${figure.title}</a>${isWhole(figure) ? null : html`, ${sliceWords(figure.slice)}`}`;
}

function intervalOf(figure: MetricFigure): Html | null {
  const interval = intervalWords(figure);
  return interval === "" ? null : html` <span class="second">${interval}</span>`;
}

function wholeFirst(figures: readonly AssessedFigure[]): AssessedFigure[] {
  const sorted = group(figures, ({ figure }) => isWhole(figure));
  return [...(sorted.get(true) ?? []), ...(sorted.get(false) ?? [])];
}

function limited(lines: readonly Html[]): Html[] {
  if (lines.length <= LINES_MAX) return [...lines];
  return [
    ...lines.slice(0, LINES_MAX),
    html`and ${logged(formatNumber(lines.length - LINES_MAX))} more, each with its figure below`,
  ];
}
