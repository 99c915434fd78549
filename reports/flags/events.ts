import type { Dossier, ShownMarkings } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import { type Html, html, logged } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatNumber } from "../charts/format.js";
import { table } from "../page/table.js";

/** Distinct marking lines listed of one flag; the rest are counted. */
const MARKINGS_MAX = 12;

const GIVES = {
  events: "The statement that gives them all",
  cases:
    "The statement by which the rule finds its cases, over the night's acts and steps (rule_event, rule_step) joined with the registers as they were known",
} as const;

/** The events behind a flag: the first ones printed, the named ones bounded, all counted; and the statement that gives them. */
export function events(flag: Flag, { events: shown, selection }: Dossier): Html {
  const { flag_id, event_ids, event_count } = flag;
  const rest = event_ids.slice(shown.length);
  const hasPartner = shown.some(({ partner, request_id }) => partner !== null || request_id !== null);
  return html`${table({
    at: anchor("events", flag_id),
    caption: `Events behind this flag: ${formatNumber(event_count)} in all, ${formatNumber(shown.length)} printed`,
    note: "Times in UTC, in order; everything else as it was logged.",
    columns: [
      { head: "Time", isTight: true },
      { head: "Action" },
      { head: "Object" },
      { head: "Marking" },
      ...(hasPartner ? [{ head: "Partner, request" }] : []),
      { head: "Source, event" },
    ],
    rows: shown.map((event) => [
      event.event_time.slice(0, 19).replace("T", " "),
      event.outcome === "success" ? event.action : `${event.action}, ${event.outcome}`,
      html`${named(event.object_id)}${event.collection === null ? null : html` <span class="second">${logged(event.collection)}</span>`}`,
      named(event.marking),
      ...(hasPartner
        ? [html`${named(event.partner)} ${event.request_id === null ? null : logged(event.request_id)}`]
        : []),
      html`${logged(event.source)} ${logged(event.event_id)}`,
    ]),
    none: "No event is named: what is missing is the finding.",
  })}${rest.length === 0 ? null : html`<p class="second">The next ${formatNumber(rest.length)} events: ${rest.map((id, index) => html`${index === 0 ? null : ", "}${logged(id, { limit: 40 })}`)}${event_count > event_ids.length ? html`; ${formatNumber(event_count - event_ids.length)} more are counted` : null}.</p>`}${
    selection === null
      ? null
      : html`<p>${GIVES[selection.gives]}:</p><pre>${selection.sql.trim()}</pre><p class="second">with ${Object.entries(selection.values).map(([name, value], index) => html`${index === 0 ? null : ", "}$${name} = ${logged(value)}`)}</p>`
  }`;
}

function named(value: string | null): Html | string {
  return value === null ? "–" : logged(value);
}

/** The markings of what is shown and the line that they ask for together. */
export function markings(flag_id: string, { banner, lines, unmarked_count }: ShownMarkings): Html {
  const unread = lines.filter(({ is_read }) => !is_read);
  const whole =
    banner === null
      ? html`<p>No marking of the named events could be read.</p>`
      : html`<p>Together they ask for <strong>${logged(banner)}</strong>.${unread.length === 0 ? null : ` ${formatNumber(unread.length)} lines could not be read and may ask for more.`}${unmarked_count === 0 ? null : ` ${formatNumber(unmarked_count)} events carry no marking.`}</p>`;
  const rest = lines.length - MARKINGS_MAX;
  return html`${whole}${
    lines.length === 0
      ? null
      : table({
          at: anchor("markings", flag_id),
          caption: "Markings of the named events",
          note: rest > 0 ? `${formatNumber(rest)} more lines are not listed.` : null,
          columns: [{ head: "Line" }, { head: "Events", isNumber: true }, { head: "Read" }],
          rows: lines
            .slice(0, MARKINGS_MAX)
            .map(({ marking, event_count, is_read }) => [
              logged(marking),
              formatNumber(event_count),
              is_read ? "yes" : "no",
            ]),
        })
  }`;
}
