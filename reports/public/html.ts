import { group } from "d3-array";
import { type Html, html, type Part } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatDay, formatInterval, formatNumber } from "../charts/format.js";
import { page } from "../page/document.js";
import { keyFigures, list, note, priceLine, section } from "../page/parts.js";
import { table } from "../page/table.js";
import { type PublicId, publicCard } from "./allowed.js";
import { requestCharts } from "./charts.js";
import { countingRules } from "./counting.js";
import { isEdition, type NothingYet, type PublicEdition } from "./edition.js";
import type { PublicFigure } from "./figure.js";
import { sentence } from "./sentences.js";
import { blindSpots, hiddenCounts, ruleStatements, wholeOf } from "./statements.js";
import { cellWords, groupWords, valueWords } from "./words.js";

const TITLE = "How requests to share classified material with allies were handled";

const WHAT_IT_IS = [
  "Each night a program reads the logs and registers of material that is shared with allied states. It puts unusual patterns before reviewers as questions, holds each act against the rules, and counts how long requests wait. This page sums up one period.",
  "A question is not a finding. Chance alone raises some, and what looks unusual may well be ordinary. Nothing here says that anybody did wrong, and no person, unit, file or single act can be found here.",
  "The figures are hidden where they are small and rounded where they are not, so that nobody can be recognised in them. They show how the sharing is watched over, not what was shared.",
];

const HEADLINES = [
  "requests_received_count",
  "requested_to_decided_hours_median",
  "decided_within_target_share",
  "exceptions_per_1000_releases",
] as const;

/** How much is shown, and how much hidden as small, stands there even where it is none. */
const FIRST_LINES = 2;

const COLUMNS = [
  ["requests_received_count", "Made"],
  ["requests_decided_count", "Decided"],
  ["requests_open_count", "Still open"],
  ["requested_to_decided_hours_median", "Half decided within"],
  ["requested_to_decided_hours_p90", "Nine in ten decided within"],
  ["decided_within_target_share", "In time"],
] as const satisfies readonly (readonly [PublicId, string])[];

/** Where the page is, and what it says of itself. */
export interface PublicPage {
  readonly marking: string;
  readonly night: string;
}

/** public.html: one period for everybody, or why there is none yet. */
export function publicHtml(told: PublicEdition | NothingYet, { marking, night }: PublicPage): string {
  return isEdition(told) ? editionPage(told, marking) : nothingPage(told, { marking, night });
}

function nothingPage({ nothing_yet }: NothingYet, { marking, night }: PublicPage): string {
  return page({
    title: TITLE,
    marking,
    heading: TITLE,
    standfirst: `For the public · as of the night of ${formatDay(night)}`,
    about: "Nothing can be published yet",
    body: html`${note("Nothing can be published yet", html`<p>${nothing_yet}</p>`)}${whatItIs()}`,
    colophon: "A period of the calendar is published once, when it is over and was seen whole.",
  });
}

function editionPage(edition: PublicEdition, marking: string): string {
  const { period, version } = edition;
  const parts = [
    { at: anchor("figures"), title: "The period in figures", body: headlines(edition) },
    { at: anchor("requests"), title: "How long requests waited", body: requests(edition) },
    { at: anchor("leads"), title: "Questions put to reviewers", body: leads(edition) },
    { at: anchor("unseen"), title: "What could not be seen", body: list(blindSpots(edition)) },
    { at: anchor("hidden"), title: "What is hidden here, and why", body: hiding(edition) },
    { at: anchor("counting"), title: "How each figure is counted", body: countingRules(edition) },
  ];
  return page({
    title: `${TITLE}, ${period.words}`,
    marking,
    heading: `${TITLE}: ${period.words}`,
    standfirst: html`For the public · ${formatDay(period.first)} to ${formatDay(period.last)} · fixed as known on the night of ${formatDay(period.last)} and unchanged since · Sharewatch ${version}`,
    about: `${TITLE}, ${period.words}`,
    contents: parts.map(({ at, title }) => ({ label: title, to: at })),
    body: html`${whatItIs()}${parts.map(({ at, title, body }) => section(at, title, body))}`,
    colophon: html`The same figures stand in public-metrics.json for programs, each with its counting rule, what it was rounded to and why it is hidden where it is. From the same records, settings and version anybody with access to them gets the same figures.`,
  });
}

function whatItIs(): Html {
  return section(
    anchor("about"),
    "What this is, and what it is not",
    html`${WHAT_IT_IS.map((text) => html`<p>${text}</p>`)}`,
  );
}

function headlines(edition: PublicEdition): Html {
  const { threshold } = edition.rules;
  const items = HEADLINES.map((id) => {
    const figure = wholeOf(edition, id);
    return {
      name: html`<a href="${anchor("rule", id)}">${publicCard(id).title}</a>`,
      value: cellWords(figure, threshold),
      interval: intervalWords(figure),
      n: sentence(figure, threshold),
    };
  });
  return keyFigures(items);
}

function intervalWords({ id, content }: PublicFigure): string {
  const { interval, base } = content;
  const [low, high] = interval ?? [null, null];
  const { unit } = publicCard(id);
  const end = (value: number) => valueWords(id, value, base);
  if (low === null) return high === null ? "" : `95 % interval: up to ${end(high)}`;
  if (high === null) return `95 % interval: ${end(low)} or more`;
  return unit === "share"
    ? `95 % interval: ${end(low)} to ${end(high)}`
    : `95 % interval: ${formatInterval(low, high)}`;
}

function requests(edition: PublicEdition): Html {
  const { threshold } = edition.rules;
  const told = COLUMNS.map(([id]) => sentence(wholeOf(edition, id), threshold));
  return html`<p>${told.join(" ")}</p>${groupTable(edition)}${requestCharts(edition)}`;
}

function groupTable({ figures, rules }: PublicEdition): Html {
  const groups = group(figures, ({ content }) => groupWords(content.slice));
  const rows = [...groups].map(([name, own]): Part[] => [
    name,
    ...COLUMNS.map(([id]) => {
      const figure = own.find((one) => one.id === id);
      return figure === undefined ? "not counted" : cellOf(figure, rules.threshold);
    }),
  ]);
  return table({
    at: anchor("groups"),
    caption: "Requests by urgency, and by the partners that have agreed to be named",
    note: `“Under ${formatNumber(rules.threshold)}”: too few to be told; “hidden”: rests on too few, or would tell another figure; in time “all but under ${formatNumber(rules.threshold)}”: so few of those decided were late. Counts to the nearest ${formatNumber(rules.count_base)}; rounded figures need not add up. Groups stand in the order of the settings, never by size.`,
    columns: [{ head: "Requests" }, ...COLUMNS.map(([, head]) => ({ head, isNumber: true }))],
    rows,
    isStacked: true,
  });
}

/** A figure, with its target where it has one of its own. */
function cellOf(figure: PublicFigure, threshold: number): Part {
  const { id, content } = figure;
  const words = cellWords(figure, threshold);
  if (content.target === null || content.value === null) return words;
  const target = valueWords(id, content.target, content.base);
  return html`${words}<span class="second">target ${target}</span>`;
}

function leads(edition: PublicEdition): Html {
  const { threshold } = edition.rules;
  const raised = wholeOf(edition, "leads_count");
  const chance = wholeOf(edition, "leads_expected_by_chance");
  const confirmed = wholeOf(edition, "leads_confirmed_share");
  return html`${priceLine([
    { value: cellWords(raised, threshold), label: "questions put to a reviewer" },
    { value: cellWords(chance, threshold), label: "that chance alone would have given" },
    { value: cellWords(confirmed, threshold), label: "of those decided were confirmed as a concern" },
  ])}<p>${[raised, chance, confirmed].map((figure) => sentence(figure, threshold)).join(" ")}</p>`;
}

function hiding(edition: PublicEdition): Html {
  const hidden = hiddenCounts(edition);
  const lines = [
    { value: hidden.shown, label: "figures are shown" },
    { value: hidden.primary, label: "are hidden because they are small, or largely one partner’s" },
    { value: hidden.complementary, label: "are hidden because another could be computed from them" },
    {
      value: hidden.primary_or_complementary,
      label: "are hidden for one of these reasons; saying which would tell too much",
    },
    { value: hidden.not_publishable, label: "are hidden because no choice of gaps would protect the others" },
    { value: hidden.not_assessed, label: "were not assessed, because records are absent" },
  ].filter(({ value }, index) => index < FIRST_LINES || value > 0);
  return html`${priceLine(lines.map(({ value, label }) => ({ value: formatNumber(value), label })))}${list(ruleStatements(edition.rules))}`;
}
