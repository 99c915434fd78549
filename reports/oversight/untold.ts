import { group } from "d3-array";
import { type Html, html, logged } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatDay, formatNumber } from "../charts/format.js";
import type { MetricFigure } from "../metrics/figure.js";
import type { Chapter } from "../metrics/index.js";
import { dayNumber } from "../metrics/methods/working-calendar.js";
import { figureOf, type OversightReport } from "./report.js";
import { isWhole, sliceWords } from "./words.js";

/** Names in one line. */
const NAMES_MAX = 8;

/** Silences within so many days of the period's end are named on the first page. */
const RECENT_DAYS = 7;

/** What could not be told: feeds that are absent, logs that were silent, detectors set aside, then what was too little. */
export function untold(report: OversightReport, chapters: readonly Chapter[]): Html[] {
  return [...absent(report), ...silent(report), ...uncalibrated(report), ...thin(report, chapters)];
}

function absent({ figures }: OversightReport): Html[] {
  const missing = figures.filter(({ missing_feed }) => missing_feed !== null);
  const feeds = [...group(missing, ({ missing_feed }) => missing_feed ?? "").keys()];
  if (feeds.length === 0) return [];
  const named = [feeds.slice(0, -1).join(", "), ...feeds.slice(-1)].filter((name) => name !== "").join(" or ");
  return [html`<strong>No ${named} feed:</strong> ${countOf(missing.length)} not assessed.`];
}

function silent({ exhibits, night }: OversightReport): Html[] {
  return exhibits.silent.flatMap(({ source, days }) => {
    const recent = days.filter((day) => dayNumber(night) - dayNumber(day) < RECENT_DAYS);
    const last = recent.at(-1);
    if (last === undefined) return [];
    return [
      html`<strong>${logged(source)} was silent</strong> on ${recent.length === 1 ? formatDay(last) : `${formatNumber(recent.length)} of the last ${RECENT_DAYS} days, the last ${formatDay(last)}`}.`,
    ];
  });
}

function uncalibrated(report: OversightReport): Html[] {
  const figure = figureOf(report, "detectors_uncalibrated_count");
  if (figure?.value == null || figure.value === 0) return [];
  return [
    html`<a href="${anchor("metric", figure.id)}">${formatNumber(figure.value)} of ${formatNumber(figure.n)} detectors</a> failed their last self-test and were set aside.`,
  ];
}

/** By chapter what had nothing to count, or too little, and for whom; a month that has just begun is always too little. */
function thin({ figures }: OversightReport, chapters: readonly Chapter[]): Html[] {
  const open = figures
    .filter(({ figure, missing_feed }) => missing_feed === null && figure.value === null && !figure.slice.month)
    .map(({ figure }) => figure);
  return chapters.flatMap(({ id, title, metrics }) => {
    const own = open.filter((figure) => metrics.some(({ card }) => card.id === figure.id));
    const whole = own.filter(isWhole);
    const ids = new Set(whole.map((figure) => figure.id));
    const parts = own.filter((figure) => !ids.has(figure.id));
    const link = html`<a href="${anchor("chapter", id)}">${title}</a>`;
    return [
      ...(whole.length === 0 ? [] : [html`${link}: ${countOf(whole.length)} with nothing to count, or too little.`]),
      ...(parts.length === 0 ? [] : [html`${link}: too few for ${namesOf(parts)}.`]),
    ];
  });
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
