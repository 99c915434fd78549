import type { Dossier } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import type { NightReport } from "../../data/night-report.js";
import { type Html, html, logged } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatDayShort, formatNumber, formatP } from "../charts/format.js";
import { table } from "../page/table.js";
import { flagAnchor, stateBadge } from "./card.js";
import { nextRung } from "./next.js";

const PREFIX: Readonly<Record<Flag["queue"], string>> = { leads: "", exceptions: "X", audit: "A" };

/** What to read, in order: each flag in one line, with what it matters and how long it has waited. */
export function queue({ flags, dossiers }: NightReport): Html {
  return table({
    at: anchor("queue-table"),
    caption: "What to read, in order",
    note: "Leads first: the rarest within the reviewers' capacity, by how unusual they are and what they would matter. Exceptions (X) are rules and have no p-value. Cases under A are to be read as if they were leads.",
    columns: [
      { head: "Rank", isTight: true },
      { head: "Question", isWide: true },
      { head: "About, days" },
      { head: "As unusual as", isNumber: true },
      { head: "Consequence" },
      { head: "State" },
    ],
    rows: flags.map((flag) => {
      const dossier = dossiers.get(flag.flag_id);
      return [
        `${PREFIX[flag.queue]}${flag.rank}`,
        html`<a href="${flagAnchor(flag)}">${flag.question}</a><span class="second">${logged(flag.summary, { limit: 240 })}</span>`,
        html`<span class="second">${flag.entity_type}</span>${logged(flag.entity_id)}<span class="second">${shortDays(flag)}</span>`,
        rarity(flag),
        dossier === undefined ? "not known" : consequence(dossier),
        html`${stateBadge(flag)}<span class="second">${dossier === undefined ? null : waited(dossier)}</span>`,
      ];
    }),
    isStacked: true,
    none: "No flags tonight.",
  });
}

/** A random case keeps its p back: it is read like a lead. */
function rarity({ queue, p_value }: Flag): string {
  return queue === "audit" ? "kept back" : p_value === null ? "a rule" : formatP(p_value);
}

function shortDays({ first_day, last_day }: Flag): string {
  return first_day === last_day
    ? formatDayShort(last_day)
    : `${formatDayShort(first_day)} – ${formatDayShort(last_day)}`;
}

/** The criteria of consequence in words, or the roll-up of the events' markings where there are none. */
function consequence({ criteria, markings }: Dossier): Html | string {
  if (criteria.length > 0)
    return html`${criteria.map(({ found }, index) => html`<span class="${index === 0 ? "first" : "second"}">${found}</span>`)}`;
  return markings.banner === null ? "no marking read" : logged(markings.banner);
}

/** How long it has been on the list, what reviewers gave it, and what is due. */
function waited({ nights_listed, decisions, review_seconds, playbook }: Dossier): string {
  const listed = nights_listed === 1 ? "first night" : `${formatNumber(nights_listed)} nights listed`;
  const spent = review_seconds === null ? "" : `, ${formatNumber(review_seconds / 60, { digits: 1 })} min of review`;
  const next = nextRung(playbook);
  const due =
    decisions.length > 0
      ? `, ${formatNumber(decisions.length)} decided`
      : next === null
        ? ""
        : next.state === "passed"
          ? ", every clock has run out"
          : `, due ${next.due_time} ${formatDayShort(next.due_day)}`;
  return `${listed}${spent}${due}`;
}
