import { group } from "d3-array";
import type { Dossier } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import type { NightReport } from "../../data/night-report.js";
import { type Html, html, logged } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { refuseGuilt } from "../border/words.js";
import { formatDay, formatNumber, formatWeekday } from "../charts/format.js";
import { page } from "../page/document.js";
import { list, priceLine, section } from "../page/parts.js";
import { flagCard } from "./card.js";
import { cardsShown } from "./cards.js";
import { feedback } from "./feedback.js";
import { nightGrounds } from "./grounds.js";
import { queue } from "./queue.js";
import { FLAGS_SCRIPT } from "./script.js";
import { ownTexts } from "./words.js";

const QUEUE = anchor("queue");
const FLAGS = anchor("flags");
const BLIND = anchor("not-assessed");
const CARDS = anchor("cards");
const GROUNDS = anchor("grounds-tonight");
const FEEDBACK = anchor("feedback");

/** Of a digest: enough to tell two apart by eye, the whole stands in the colophon. */
const DIGEST_SHOWN = 8;

/**
 * flags.html: the price, the queue, each flag argued from both sides, and what could not be judged.
 *
 * Throws an Error, a bug of ours, where a constant text of the program speaks of guilt.
 */
export function flagsHtml(report: NightReport): string {
  const { night, home, scope, flags, cards, dossiers } = report;
  refuseGuilt(ownTexts(report));
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
      { label: "Grounds for access", to: GROUNDS },
      { label: "What decisions say", to: FEEDBACK },
      ...(cards.length === 0 ? [] : [{ label: "How it is judged", to: CARDS }]),
    ],
    body: html`${price(report)}
<p>A lead is a question, not a finding. Nobody named here is said to have done anything wrong.</p>
${section(QUEUE, "Queue", queue(report))}
${flags.length === 0 ? null : section(FLAGS, "Each flag", html`${flags.map((flag) => shown(flag, dossiers.get(flag.flag_id)))}`)}
${section(BLIND, "What could not be judged tonight", blind(report))}
${section(GROUNDS, "What ordinary grounds account for tonight", nightGrounds(report))}
${section(FEEDBACK, "What earlier decisions say", feedback(report.feedback))}
${cards.length === 0 ? null : section(CARDS, "How it is judged", cardsShown(cards))}`,
    script: FLAGS_SCRIPT,
    colophon: html`Settings ${report.settings_digest}; feeds ${report.feeds_digest}. The same feeds, settings and version give the same bytes.`,
  });
}

function shown(flag: Flag, dossier: Dossier | undefined): Html {
  if (dossier === undefined) throw new Error(`flag without a dossier: ${flag.flag_id}`);
  return flagCard(flag, dossier);
}

function price({
  price: { tested_count, again_count, expected_false_count, expected_false_year, lead_count_year },
  flags,
  not_assessed,
  night,
}: NightReport): Html {
  const count = (queue: Flag["queue"]) =>
    flags.filter((flag) => flag.queue === queue && flag.state !== "withdrawn").length;
  const again =
    again_count === 0 ? "" : `, ${formatNumber(again_count)} of them of earlier nights whose records came late`;
  return priceLine([
    { value: count("leads"), label: `leads tonight, of ${formatNumber(tested_count)} judged${again}` },
    {
      value: formatNumber(expected_false_count, { digits: 2 }),
      label: `expected tonight by chance alone; ${night.slice(0, 4)} so far: ${formatNumber(lead_count_year)} leads, chance alone would give ${formatNumber(expected_false_year, { digits: 2 })}`,
    },
    { value: count("exceptions"), label: "exceptions: rules that did not hold" },
    { value: not_assessed.length, label: html`things that could not be judged, <a href="${BLIND}">listed</a>` },
  ]);
}

function blind({ not_assessed, caveats }: NightReport): Html {
  const said =
    caveats.length === 0
      ? null
      : html`<p>What weakens the night's figures:</p>${list(caveats.map((one) => logged(one, { limit: 400 })))}`;
  if (not_assessed.length === 0) return html`<p>Everything that stood to be judged was judged.</p>${said}`;
  const subjects = [...group(not_assessed, ({ subject }) => subject)];
  return html`<p>No opinion is never read as normal.</p>${list(
    subjects.map(
      ([subject, reasons]) =>
        html`<strong>${logged(subject)}</strong>: ${reasons.map(({ reason, entity_count }, index) => html`${index === 0 ? null : "; "}${logged(reason, { limit: 400 })}${entity_count > 0 ? ` (${formatNumber(entity_count)} not judged)` : null}`)}`,
    ),
  )}${said}`;
}
