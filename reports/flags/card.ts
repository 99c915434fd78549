import type { Dossier, ExplainedAccess } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import { type Html, html, logged } from "../border/html.js";
import { type Anchor, anchor } from "../border/slug.js";
import { formatDay, formatNumber, formatP } from "../charts/format.js";
import { badge, card, disclosure, list, type Tone } from "../page/parts.js";
import { argued } from "./argued.js";
import { history, peers } from "./beside.js";
import { flagChart } from "./chart.js";
import { events, markings } from "./events.js";
import { explainedAccess } from "./grounds.js";
import { dueWords, playbook } from "./next.js";

/** The tone of a flag's queue: audit cases look like leads, so that they are read alike. */
export function toneOf({ queue }: Flag): Tone {
  return queue === "exceptions" ? "rule" : "lead";
}

const STATE_TONES: Readonly<Record<Flag["state"], Tone>> = {
  new: "lead",
  strengthened: "lead",
  ongoing: "calm",
  weakened: "calm",
  withdrawn: "good",
};

/** The flag's state in a word; a rule's has the tone of rules. */
export function stateBadge(flag: Flag): Html {
  return badge(flag.state, flag.queue === "exceptions" ? "rule" : STATE_TONES[flag.state]);
}

/** The place of a flag in the page. */
export function flagAnchor({ flag_id }: Flag): Anchor {
  return anchor("flag", flag_id);
}

/** "2 June 2026 to 3 June 2026". */
export function daysOf({ first_day, last_day }: Flag): string {
  return first_day === last_day ? formatDay(last_day) : `${formatDay(first_day)} to ${formatDay(last_day)}`;
}

/**
 * One flag on one screen, argued from both sides: what was seen, the chart, the evidence and what could explain it; then,
 * folded, what ordinary grounds account for, others on the same scale, what stood before, the events and the next steps.
 */
export function flagCard(flag: Flag, dossier: Dossier): Html {
  const { flag_id } = flag;
  const others = flag.related.slice(0, 8);
  return card({
    at: flagAnchor(flag),
    title: `${flag.rank} · ${flag.question}`,
    badge: stateBadge(flag),
    tone: toneOf(flag),
    meta: html`${flag.entity_type} ${logged(flag.entity_id)}${others.map(({ entity_type, entity_id }) => html`, ${entity_type} ${logged(entity_id)}`)} · ${daysOf(flag)}${flag.p_value === null || flag.queue === "audit" ? null : ` · as unusual as ${formatP(flag.p_value)}`}${dossier.is_confirmed_tier ? " · in the tier whose false leads are held down over the year" : null} · ${flag_id}`,
    body: html`<p class="lead-in">${logged(flag.summary, { limit: 900 })}</p>
${flagChart(flag, dossier.chart)}
${argued(flag, dossier)}
${dossier.explained === null ? null : disclosure(groundsWords(dossier.explained), explainedAccess(flag_id, dossier.explained))}
${amongOthers(flag, dossier)}
${disclosure(historyWords(dossier), history(flag, dossier))}
${disclosure(`${formatNumber(flag.event_count)} events, and the statement behind them`, events(flag, dossier))}
${disclosure(`Markings${dossier.caveats.length === 0 ? "" : ` and ${counted(dossier.caveats.length, "doubt")} about the data`}`, html`${markings(flag_id, dossier.markings)}${dossier.caveats.length === 0 ? null : list(dossier.caveats.map((one) => logged(one, { limit: 400 })))}`)}
${disclosure(dueWords(dossier.playbook), playbook(flag_id, dossier.playbook))}`,
  });
}

function amongOthers(flag: Flag, dossier: Dossier): Html | null {
  const drawn = peers(flag, dossier.peers);
  if (drawn === null || flag.observed === null) return null;
  const { observed } = flag;
  const words = dossier.peers
    .filter((group) => group.observed.length > 0)
    .map(
      ({ label, observed: others }) =>
        `${others.filter((one) => one >= observed).length} of ${others.length} (${label})`,
    );
  return disclosure(`Others on the same night, at or above it: ${words.join(", ")}`, drawn);
}

function counted(count: number, what: string): string {
  return `${formatNumber(count)} ${what}${count === 1 ? "" : "s"}`;
}

function groundsWords({ event_count, unexplained_but_broad_count }: ExplainedAccess): string {
  if (event_count === 0) return "Ordinary grounds for access: no object is named";
  return `Ordinary grounds for access: none for ${formatNumber(unexplained_but_broad_count)} of ${formatNumber(event_count)} events`;
}

function historyWords({ earlier, decisions }: Dossier): string {
  const before =
    earlier.length === 0
      ? "no earlier flag on the same entity"
      : `${counted(earlier.length, "earlier flag")} on the same entity`;
  return `History: ${before}, ${decisions.length === 0 ? "not decided" : counted(decisions.length, "decision")}`;
}
