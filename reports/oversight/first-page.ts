import { group } from "d3-array";
import { type Html, html, logged } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatNumber } from "../charts/format.js";
import type { MetricFigure } from "../metrics/figure.js";
import type { Chapter } from "../metrics/index.js";
import { keyFigures, shortLists } from "../page/parts.js";
import { figureOf, type OversightReport } from "./report.js";
import { intervalWords, sliceWords, valueWords } from "./words.js";

/** Lines of each list that a committee reads in two minutes; the rest is counted and stands below. */
const LINES_MAX = 6;

/** Names in one line. */
const NAMES_MAX = 8;

const HEADLINES = [
  ["requested_to_decided_hours_median", "requests made"],
  ["requested_to_decided_hours_p90", "requests made"],
  ["decided_within_target_share", "requests made"],
  ["exceptions_per_1000_releases", "releases"],
] as const;

/** What a committee reads in two minutes: the headline figures, then what changed, what misses, what cannot be told. */
export function firstPage(report: OversightReport, chapters: readonly Chapter[]): Html {
  const figures = report.figures.map(({ figure }) => figure);
  return html`${headlines(report)}${shortLists([
    {
      title: "What changed",
      items: limited(changed(figures)),
      none: "No figure is outside its ordinary variation.",
    },
    { title: "What misses its target", items: limited(missing(figures)), none: "No figure misses its target." },
    { title: "What cannot be told", items: limited(untold(report, chapters)), none: "Every figure could be told." },
  ])}`;
}

function headlines(report: OversightReport): Html {
  const known = HEADLINES.flatMap(([id, of]) => {
    const figure = figureOf(report, id);
    return figure === null ? [] : [{ figure, of }];
  });
  const leads = figureOf(report, "leads_count");
  const chance = figureOf(report, "leads_expected_by_chance");
  const items = known.map(({ figure, of }) => ({
    name: html`<a href="${anchor("metric", figure.id)}">${figure.title}</a>`,
    value: valueWords(figure),
    interval: intervalWords(figure) || "no interval",
    n: `${formatNumber(figure.n)} ${of}`,
  }));
  if (leads === null || chance === null || leads.value === null || chance.value === null) return keyFigures(items);
  const lead = {
    name: html`<a href="${anchor("metric", leads.id)}">${leads.title}</a>`,
    value: valueWords(leads),
    interval: html`chance alone: ${formatNumber(chance.value, { digits: 1 })}`,
    n: "questions put to a reviewer, not findings",
  };
  return keyFigures([...items, lead]);
}

/** Worse first, the whole before its parts, then in the order of the report. */
function changed(figures: readonly MetricFigure[]): Html[] {
  return (["worsening", "improving"] as const).flatMap((word) =>
    wholeFirst(figures.filter(({ verdict }) => verdict === word)).map(
      (figure) => html`<strong>${word === "worsening" ? "Worse" : "Better"}:</strong> ${sentence(figure)}`,
    ),
  );
}

function missing(figures: readonly MetricFigure[]): Html[] {
  return wholeFirst(figures.filter(({ verdict }) => verdict === "misses target")).map(
    (figure) =>
      html`${sentence(figure)}, target ${figure.target === null ? "none" : valueWords({ ...figure, value: figure.target })}`,
  );
}

/** Feeds that are absent, then by chapter what could not be estimated, and for whom. */
function untold({ figures }: OversightReport, chapters: readonly Chapter[]): Html[] {
  const absent = group(
    figures.filter(({ missing_feed }) => missing_feed !== null),
    ({ missing_feed }) => missing_feed,
  );
  const feeds = [...absent].map(
    ([feed, own]) => html`<strong>No ${feed ?? ""} feed:</strong> ${countOf(own.length)} not assessed.`,
  );
  const open = figures
    .filter(({ figure, missing_feed }) => missing_feed === null && figure.value === null)
    .map(({ figure }) => figure);
  const thin = chapters.flatMap(({ id, title, metrics }) => {
    const own = open.filter((figure) => metrics.some(({ card }) => card.id === figure.id));
    const whole = own.filter(({ slice }) => Object.keys(slice).length === 0);
    const ids = new Set(whole.map((figure) => figure.id));
    const parts = own.filter((figure) => !ids.has(figure.id));
    const link = html`<a href="${anchor("chapter", id)}">${title}</a>`;
    return [
      ...(whole.length === 0 ? [] : [html`${link}: ${countOf(whole.length)} with nothing to count, or too little.`]),
      ...(parts.length === 0 ? [] : [html`${link}: too few for ${namesOf(parts)}.`]),
    ];
  });
  return [...feeds, ...thin];
}

function countOf(count: number): string {
  return `${formatNumber(count)} ${count === 1 ? "figure" : "figures"}`;
}

/** The parts that figures are about, each once, in the order of their names. */
function namesOf(figures: readonly MetricFigure[]): Html {
  const slices = [...new Map(figures.map(({ slice }) => [Object.values(slice).join(" "), slice])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, slice]) => slice);
  const names = slices.slice(0, NAMES_MAX).map((slice, index) => html`${index > 0 ? ", " : null}${sliceWords(slice)}`);
  const more = slices.length > NAMES_MAX ? ` and ${formatNumber(slices.length - NAMES_MAX)} more` : "";
  return html`${names}${more}`;
}

function sentence(figure: MetricFigure): Html {
  const interval = intervalWords(figure);
  const isWhole = Object.keys(figure.slice).length === 0;
  return html`<a href="${anchor("metric", figure.id)}">${figure.title}</a>${isWhole ? null : html`, ${sliceWords(figure.slice)}`}: ${valueWords(figure)}${interval === "" ? null : html` <span class="second">${interval}</span>`}`;
}

function wholeFirst(figures: readonly MetricFigure[]): MetricFigure[] {
  const isWhole = ({ slice }: MetricFigure) => Object.keys(slice).length === 0;
  return [...figures.filter(isWhole), ...figures.filter((figure) => !isWhole(figure))];
}

function limited(lines: readonly Html[]): Html[] {
  if (lines.length <= LINES_MAX) return [...lines];
  return [
    ...lines.slice(0, LINES_MAX),
    html`and ${logged(formatNumber(lines.length - LINES_MAX))} more, each with its figure below`,
  ];
}
