import { type Html, html, logged, type Part } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatDay, formatNumber } from "../charts/format.js";
import type { MetricCard } from "../metrics/card.js";
import type { AssessedFigure } from "../metrics/engine.js";
import type { MetricFigure } from "../metrics/figure.js";
import { page } from "../page/document.js";
import { disclosure, section, shortLists, verdict } from "../page/parts.js";
import { table } from "../page/table.js";
import type { OversightReport } from "./report.js";
import { excludedWords, intervalWords, sliceWords, valueWords } from "./words.js";

const SUMMARY_MAX = 8;

/** oversight.html: what changed, what misses its target, what cannot be told; then every figure with its rule. */
export function oversightHtml(report: OversightReport, cards: readonly MetricCard[]): string {
  const { night, home, marking, version, settings_digest, feeds_digest, figures, period_words } = report;
  return page({
    title: `Oversight of sharing, ${formatDay(night)}`,
    marking,
    heading: `Oversight of sharing: ${period_words}`,
    standfirst: html`For the oversight committee · as of the end of ${formatDay(night)}, ${home.time_zone} · Sharewatch ${version}`,
    about: `Oversight of sharing, ${period_words}`,
    contents: [{ label: "Figures", to: anchor("figures") }],
    body: html`${summary(figures.map(({ figure }) => figure))}
${section(anchor("figures"), "Figures", html`${cards.map((card) => family(card, figures))}`)}`,
    colophon: html`Settings ${settings_digest}; feeds ${feeds_digest}. Every figure stands in metrics.json. The same feeds, settings and version give the same bytes.`,
  });
}

function summary(figures: readonly MetricFigure[]): Html {
  const of = (...words: MetricFigure["verdict"][]) => {
    const found = figures.filter((figure) => words.includes(figure.verdict) && figure.n > 0);
    return [
      ...found.slice(0, SUMMARY_MAX).map(sentence),
      ...(found.length > SUMMARY_MAX ? [html`and ${formatNumber(found.length - SUMMARY_MAX)} more, below`] : []),
    ];
  };
  return shortLists([
    { title: "What changed", items: of("worsening", "improving"), none: "Nothing beyond ordinary variation." },
    { title: "What misses its target", items: of("misses target"), none: "No figure misses its target." },
    { title: "What cannot be told", items: of("cannot tell"), none: "Every figure could be told." },
  ]);
}

function sentence(figure: MetricFigure): Html {
  const interval = intervalWords(figure);
  return html`<strong>${figure.title}</strong>, ${sliceWords(figure.slice)}: ${valueWords(figure)}${interval === "" ? null : ` (${interval})`}${figure.target === null ? null : `, target ${valueWords({ ...figure, value: figure.target })}`}`;
}

function family(card: MetricCard, figures: readonly AssessedFigure[]): Html {
  const own = figures.filter(({ figure }) => figure.id === card.id);
  const missing = own.find(({ missing_feed }) => missing_feed !== null)?.missing_feed ?? null;
  const head = html`<h3 id="${anchor("metric", card.id)}">${card.title}</h3><p>${card.question}</p>`;
  if (missing !== null) return html`${head}<p class="note">Not assessed: no ${missing} feed.</p>`;
  return html`${head}${table({
    at: anchor("figures", card.id),
    caption: card.title,
    note: card.counting_rule,
    columns: [
      { head: "Of" },
      { head: "Value", isNumber: true },
      { head: "95 % interval", isNumber: true },
      { head: "n", isNumber: true },
      { head: "Target", isNumber: true },
      { head: "Verdict", isTight: true },
      { head: "Left out" },
    ],
    rows: own.map(({ figure }) => row(figure, card)),
  })}${disclosure("How this is counted", html`<p>Counted: ${card.numerator}. Held against: ${card.denominator}. ${card.method}. Source: ${card.source}. Answers for it: ${card.owner}.</p>`)}`;
}

function row(figure: MetricFigure, card: MetricCard): Part[] {
  const words = (reason: string) =>
    Array.isArray(card.exclusions) ? (card.exclusions.find(({ id }) => id === reason)?.words ?? reason) : reason;
  return [
    sliceWords(figure.slice),
    valueWords(figure),
    intervalWords(figure) || "none",
    formatNumber(figure.n),
    figure.target === null ? "none" : valueWords({ ...figure, value: figure.target }),
    verdict(figure.verdict),
    logged(excludedWords(figure.excluded, words) || "none", { limit: 400 }),
  ];
}
