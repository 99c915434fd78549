import type { Flag } from "../../data/flag.js";
import type { NightReport } from "../../data/night-report.js";
import { type Html, html, logged } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatDay, formatNumber, formatP, formatWeekday } from "../charts/format.js";
import { page } from "../page/document.js";
import { badge, list, priceLine, section, type Tone } from "../page/parts.js";
import { table } from "../page/table.js";
import { flagCard } from "./card.js";

const QUEUE = anchor("queue");
const FLAGS = anchor("flags");
const BLIND = anchor("not-assessed");

/** Of a digest: enough to tell two apart by eye, the whole stands in the colophon. */
const DIGEST_SHOWN = 8;

/** flags.html: the price, the queue, each flag argued from both sides, and what could not be judged. */
export function flagsHtml(report: NightReport): string {
  const { night, home, scope, flags } = report;
  const day = `${formatWeekday(night)} ${formatDay(night)}`;
  return page({
    title: `Flags, ${formatDay(night)}`,
    marking: report.marking,
    heading: `Flags for the night of ${day}`,
    standfirst: html`Sharewatch ${report.version} · home ${home.nation}, ${home.time_zone} · ${formatNumber(scope.actor_count)} people and accounts active, ${formatNumber(scope.partner_count)} partners, ${formatNumber(scope.sources.length)} logs · settings ${report.settings_digest.slice(0, DIGEST_SHOWN)}, feeds ${report.feeds_digest.slice(0, DIGEST_SHOWN)}`,
    about: `The night of ${day}`,
    contents: [
      { label: "Queue", to: QUEUE },
      ...(flags.length === 0 ? [] : [{ label: "Each flag", to: FLAGS }]),
      { label: "What could not be judged", to: BLIND },
    ],
    body: html`${price(report)}
<p>A lead is a question, not a finding. Nobody named here is said to have done anything wrong.</p>
${section(QUEUE, "Queue", queue(report))}
${flags.length === 0 ? null : section(FLAGS, "Each flag", html`${flags.map((flag) => flagCard(flag, report.series.get(flag.flag_id) ?? []))}`)}
${section(BLIND, "What could not be judged tonight", blind(report))}`,
    colophon: html`Settings ${report.settings_digest}; feeds ${report.feeds_digest}. The same feeds, settings and version give the same bytes.`,
  });
}

function price({
  price: { tested_count, expected_false_count, expected_false_year, lead_count_year },
  flags,
  not_assessed,
  night,
}: NightReport): Html {
  const count = (queue: Flag["queue"]) => flags.filter((flag) => flag.queue === queue).length;
  return priceLine([
    { value: count("leads"), label: `leads tonight, of ${formatNumber(tested_count)} judged` },
    {
      value: formatNumber(expected_false_count, { digits: 2 }),
      label: `expected tonight by chance alone; ${night.slice(0, 4)} so far: ${formatNumber(lead_count_year)} leads, chance alone would give ${formatNumber(expected_false_year, { digits: 1 })}`,
    },
    { value: count("exceptions"), label: "exceptions: rules that did not hold" },
    { value: not_assessed.length, label: html`things that could not be judged, <a href="${BLIND}">listed</a>` },
  ]);
}

const STATE_TONES: Readonly<Record<Flag["state"], Tone>> = {
  new: "lead",
  strengthened: "lead",
  ongoing: "calm",
  weakened: "calm",
  withdrawn: "good",
};

function queue({ flags }: NightReport): Html {
  return table({
    at: anchor("queue-table"),
    caption: "What to read, in order",
    note: "Leads first, by how unusual they are; exceptions have no p-value.",
    columns: [
      { head: "Rank", isTight: true },
      { head: "Question" },
      { head: "About" },
      { head: "Days", isTight: true },
      { head: "As unusual as", isNumber: true },
      { head: "State", isTight: true },
    ],
    rows: flags.map((flag) => [
      flag.queue === "leads" ? flag.rank : `${flag.queue === "exceptions" ? "X" : "A"}${flag.rank}`,
      html`<a href="${anchor("flag", flag.flag_id)}">${flag.question}</a><br><span class="second">${flag.summary}</span>`,
      html`${flag.entity_type} ${logged(flag.entity_id)}`,
      flag.first_day === flag.last_day
        ? formatDay(flag.last_day)
        : `${formatDay(flag.first_day)} – ${formatDay(flag.last_day)}`,
      flag.p_value === null ? "a rule" : formatP(flag.p_value),
      badge(flag.state, STATE_TONES[flag.state]),
    ]),
    isStacked: true,
    none: "No flags tonight.",
  });
}

function blind({ not_assessed }: NightReport): Html {
  if (not_assessed.length === 0) return html`<p>Everything that stood to be judged was judged.</p>`;
  return list(
    not_assessed.map(
      ({ subject, reason, entity_count }) =>
        html`<strong>${logged(subject)}</strong>: ${logged(reason, { limit: 400 })}${entity_count > 0 ? ` (${formatNumber(entity_count)} not judged)` : null}`,
    ),
  );
}
