import { type Html, html, logged, type Part } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatNumber } from "../charts/format.js";
import type { MetricCard } from "../metrics/card.js";
import type { AssessedFigure } from "../metrics/engine.js";
import type { MetricFigure } from "../metrics/figure.js";
import type { Chapter } from "../metrics/index.js";
import { disclosure, section, verdict } from "../page/parts.js";
import { table } from "../page/table.js";
import type { OversightReport } from "./report.js";
import { excludedWords, intervalWords, sliceWords, valueWords } from "./words.js";

/** A chapter: what it shows at a glance, the figures of the whole, and folded below each figure by slice with its rule. */
export function chapterSection(
  { id, title, metrics }: Chapter,
  { figures }: OversightReport,
  charts: Html | null,
): Html {
  const cards = metrics.map(({ card }) => card);
  const own = cards.map((card) => ({ card, figures: figures.filter(({ figure }) => figure.id === card.id) }));
  return section(
    anchor("chapter", id),
    title,
    html`${charts}${table({
      at: anchor("whole", id),
      caption: `${title}: the whole`,
      note: "Each figure with its 95 % interval where it has one, how many it rests on, and what it was in the period before.",
      columns: [
        { head: "Figure" },
        { head: "Value", isNumber: true },
        { head: "95 % interval", isNumber: true },
        { head: "n", isNumber: true },
        { head: "Target", isNumber: true },
        { head: "Verdict", isTight: true },
      ],
      rows: own.flatMap(({ card, figures: [whole] }) => (whole === undefined ? [] : [wholeRow(card, whole)])),
      isStacked: true,
    })}${disclosure(
      "Each figure by partner, tier and other parts, and how it is counted",
      html`${own.map(({ card, figures: ofCard }) => details(card, ofCard))}`,
    )}`,
  );
}

function wholeRow(card: MetricCard, { figure, before, missing_feed }: AssessedFigure): Part[] {
  const name = html`<a href="${anchor("metric", card.id)}">${card.title}</a><br><span class="second">${card.question}</span>`;
  if (missing_feed !== null)
    return [
      name,
      html`<span class="second">not assessed: no ${missing_feed} feed</span>`,
      "none",
      "0",
      "none",
      verdict("cannot tell"),
    ];
  const [value, ...others] = numbers(figure);
  const was =
    before === null ? null : html`<span class="second">was ${valueWords({ ...figure, value: before.value })}</span>`;
  return [name, html`${value ?? ""}${was}`, ...others];
}

function numbers(figure: MetricFigure): Part[] {
  return [
    valueWords(figure),
    intervalWords(figure) || "none",
    formatNumber(figure.n),
    figure.target === null ? "none" : valueWords({ ...figure, value: figure.target }),
    verdict(figure.verdict),
  ];
}

function details(card: MetricCard, figures: readonly AssessedFigure[]): Html {
  const missing = figures.find(({ missing_feed }) => missing_feed !== null)?.missing_feed ?? null;
  const head = html`<h3 id="${anchor("metric", card.id)}">${card.title}</h3><p>${card.counting_rule}</p><p class="second">Counted: ${card.numerator}. Held against: ${card.denominator}. ${exclusionWords(card)} Method: ${card.method}. Source: ${card.source}. Feeds: ${card.needs.join(", ")}. ${targetWords(card)} Answers for it: ${card.owner}. Name in metrics.json: ${card.id}.</p>`;
  if (missing !== null) return html`${head}<p class="note">Not assessed: no ${missing} feed.</p>`;
  const words = (reason: string) =>
    Array.isArray(card.exclusions) ? (card.exclusions.find(({ id }) => id === reason)?.words ?? reason) : reason;
  return html`${head}${table({
    at: anchor("figures", card.id),
    caption: card.title,
    columns: [
      { head: "Of" },
      { head: "Value", isNumber: true },
      { head: "95 % interval", isNumber: true },
      { head: "n", isNumber: true },
      { head: "Target", isNumber: true },
      { head: "Verdict", isTight: true },
      { head: "Left out" },
    ],
    rows: figures.map(({ figure }) => [
      sliceWords(figure.slice),
      ...numbers(figure),
      logged(excludedWords(figure.excluded, words) || "none", { limit: 400 }),
    ]),
  })}`;
}

function exclusionWords({ exclusions }: MetricCard): string {
  if (!Array.isArray(exclusions)) return `Nothing is left out: ${exclusions.none}.`;
  return `Left out and counted: ${exclusions.map(({ words }) => words).join("; ")}.`;
}

function targetWords({ target }: MetricCard): string {
  switch (target.kind) {
    case "none":
      return `No target: ${target.reason}.`;
    case "fixed":
      return `Target: ${target.reason}.`;
    case "feed":
      return `Target, from the ${target.feed} feed: ${target.reason}.`;
    case "setting":
      return `Target: setting ${target.key}.`;
  }
}
