import { type Html, html, logged, type Part } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatDay, formatNumber } from "../charts/format.js";
import { AUDITABLE_EVENTS } from "../metrics/auditable-events.js";
import { list } from "../page/parts.js";
import { table } from "../page/table.js";
import { figureOf, type OversightReport } from "./report.js";
import { intervalWords, valueWords } from "./words.js";

/** Days named one by one; more are counted. */
const DAYS_MAX = 5;

/** What could not be seen: each source, each kind of event, and what the detectors had no opinion on. */
export function coverageTables(report: OversightReport): Html {
  return html`${sources(report)}${events(report)}${abstained(report)}`;
}

function sources(report: OversightReport): Html {
  const { exhibits } = report;
  const silent = new Map(exhibits.silent.map(({ source, days }) => [source, days]));
  const names = [...new Set([...exhibits.sources.map(({ source }) => source), ...silent.keys()])].sort();
  return table({
    at: anchor("sources"),
    caption: "What each logging system showed",
    note: "Nights of the period since the source was first heard. A silent night may be a night without work, or a log that stood still.",
    columns: [
      { head: "Source" },
      { head: "Nights heard", isNumber: true },
      { head: "Silent on" },
      { head: "Kinds of auditable event seen", isNumber: true },
    ],
    rows: names.map((source): Part[] => {
      const heard = figureOf(report, "source_nights_heard_share", { source });
      const seen = figureOf(report, "auditable_events_seen_count", { source });
      return [
        logged(source),
        heard === null ? "none" : html`${valueWords(heard)} <span class="second">${intervalWords(heard)}</span>`,
        daysWords(silent.get(source) ?? []),
        `${seen === null ? "0" : valueWords(seen)} of ${AUDITABLE_EVENTS.length}`,
      ];
    }),
    isStacked: true,
    none: "No log was read.",
  });
}

function daysWords(days: readonly string[]): string {
  if (days.length === 0) return "no night";
  const named = days.slice(-DAYS_MAX).map(formatDay).join(", ");
  return days.length > DAYS_MAX ? `${formatNumber(days.length)} nights, the last: ${named}` : named;
}

function events({ exhibits }: OversightReport): Html {
  return table({
    at: anchor("auditable"),
    caption: "The 29 kinds of event that a log should record, and where each was seen in the last seven days",
    note: "After the headings of ICS 500-27. A kind that no log of acts can show is marked so: it is not seen, whatever the source records.",
    columns: [{ head: "Kind of event" }, { head: "Seen in" }],
    rows: AUDITABLE_EVENTS.map(({ event, actions }): Part[] => {
      const seen = exhibits.sources.filter((source) => actions.some((action) => source.actions.includes(action)));
      if (actions.length === 0) return [event, html`<span class="second">cannot be seen in these logs</span>`];
      if (seen.length === 0) return [event, "no source"];
      return [event, html`${seen.map(({ source }, index) => html`${index > 0 ? ", " : null}${logged(source)}`)}`];
    }),
  });
}

function abstained({ exhibits }: OversightReport): Html {
  if (exhibits.abstained.length === 0)
    return html`<p>On the night itself every detector gave an opinion on all it was shown.</p>`;
  return html`<p>On the night itself detectors had no opinion on:</p>${list(
    exhibits.abstained.map(
      ({ detector, reason, count }) =>
        html`${formatNumber(count)} for ${logged(detector)}: ${logged(reason ?? "no reason given", { limit: 400 })}`,
    ),
  )}`;
}
