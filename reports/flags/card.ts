import type { Contribution, Flag } from "../../data/flag.js";
import type { SeriesDay } from "../../data/night-report.js";
import { type Html, html, logged } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { bandChart } from "../charts/band.js";
import { formatDay, formatInterval, formatNumber, formatP } from "../charts/format.js";
import { badge, card, checks, disclosure, list, sides } from "../page/parts.js";
import { table } from "../page/table.js";

/** One flag, argued from both sides: what was seen, what could explain it, what would settle it, and the events. */
export function flagCard(flag: Flag, series: readonly SeriesDay[]): Html {
  return card({
    at: anchor("flag", flag.flag_id),
    title: `${flag.rank} · ${flag.question}`,
    badge: badge(flag.state, flag.queue === "exceptions" ? "rule" : "lead"),
    tone: flag.queue === "exceptions" ? "rule" : "lead",
    meta: html`${flag.entity_type} ${logged(flag.entity_id)} · ${days(flag)}${flag.p_value === null ? null : ` · as unusual as ${formatP(flag.p_value)}`} · ${flag.flag_id}`,
    body: html`<p class="seen">${flag.summary}</p>
${series.some(({ observed }) => observed !== null) ? chart(flag, series) : null}
${sides(
  { title: "What speaks for a closer look", body: list(flag.detectors.map(spoken)) },
  {
    title: "What could explain it",
    body: checks(
      flag.innocent_explanations.map(({ explanation, holds, detail }) => ({
        statement: explanation,
        answer: holds,
        detail,
      })),
    ),
  },
  { title: "What would settle it", body: list(flag.would_refute) },
)}
${events(flag)}`,
  });
}

function days({ first_day, last_day }: Flag): string {
  return first_day === last_day ? formatDay(last_day) : `${formatDay(first_day)} to ${formatDay(last_day)}`;
}

function spoken({ summary, p_value, detector }: Contribution): Html {
  return html`${summary} <span class="second">${detector}${p_value === null ? null : `, as unusual as ${formatP(p_value)}`}</span>`;
}

function chart(flag: Flag, series: readonly SeriesDay[]): Html {
  const unit = flag.unit ?? "";
  const range = flag.interval === null ? "" : `; ordinary: ${formatInterval(flag.interval[0], flag.interval[1])}`;
  return bandChart(
    {
      at: anchor("chart", flag.flag_id),
      title: `Observed against what would be ordinary, ${unit}`,
      description: `${flag.observed === null ? "no value" : formatNumber(flag.observed)} on ${formatDay(flag.last_day)}${range}.`,
      rule: "Band: where 99 of 100 ordinary nights fall. A day without a mark was not judged.",
      source: "access logs",
      n: series.filter(({ observed }) => observed !== null).length,
    },
    { days: series, tonight: flag.last_day, unit },
  );
}

function events({ flag_id, event_ids, event_count }: Flag): Html {
  const summary =
    event_count > event_ids.length
      ? `${formatNumber(event_count)} events behind it, the first ${formatNumber(event_ids.length)} listed`
      : `${formatNumber(event_count)} events behind it`;
  return disclosure(
    summary,
    table({
      at: anchor("events", flag_id),
      caption: "Events behind this flag",
      columns: [{ head: "Event" }],
      rows: event_ids.map((id) => [logged(id)]),
    }),
  );
}
