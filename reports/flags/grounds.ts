import type { ExplainedAccess, NightGround } from "../../data/dossier.js";
import type { NightReport } from "../../data/night-report.js";
import { type Html, html } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatNumber, formatShare } from "../charts/format.js";
import { list } from "../page/parts.js";
import { table } from "../page/table.js";

const NOTE = "An event may have several grounds; an agreement is asked only of events with a partner.";

const share = (value: number | null) =>
  value === null ? "no data" : formatShare(value, { digits: value < 0.1 ? 1 : 0 });
const remark = ({ is_broad }: NightGround) => (is_broad ? "accounts for too much to tell anything apart" : "");

/** How much of what was opened ordinary grounds account for, and how much none does. */
export function explainedAccess(flag_id: string, explained: ExplainedAccess): Html {
  const { event_count, templates, unexplained_but_broad_count, unexplained_count } = explained;
  if (event_count === 0)
    return html`<p>None of the named events names an object, so no register can speak for them.</p>`;
  const broad = templates.filter(({ is_broad, event_count: count }) => is_broad && count > 0);
  const rest =
    broad.length === 0 || unexplained_count === unexplained_but_broad_count
      ? null
      : html` By grounds that tell nothing apart tonight, all but ${formatNumber(unexplained_count)} would have one.`;
  return html`<p><strong>${formatNumber(unexplained_but_broad_count)} of ${formatNumber(event_count)}</strong> named events with an object have no ordinary ground in the registers.${rest}</p>${table(
    {
      at: anchor("grounds", flag_id),
      caption: "Ordinary grounds for access, joined from the registers",
      note: NOTE,
      columns: [
        { head: "Ground" },
        { head: "Events here", isNumber: true },
        { head: "Of the night's events", isNumber: true },
        { head: "Remark" },
      ],
      rows: templates
        .filter(({ event_count: count, is_broad }) => count > 0 || !is_broad)
        .map((one) => [one.ground, formatNumber(one.event_count), share(one.night_share), remark(one)]),
    },
  )}`;
}

/** What ordinary grounds account for on the whole night; one that accounts for nearly everything is a question by itself. */
export function nightGrounds({
  grounds,
  unused_right_count,
}: Pick<NightReport, "grounds" | "unused_right_count">): Html {
  const broad = grounds.filter(({ is_broad }) => is_broad);
  const unused =
    unused_right_count === null
      ? null
      : ` The last audit of rights found ${formatNumber(unused_right_count)} that are not used as granted.`;
  const questions = broad.map(({ id, ground, night_share }) =>
    id === "entitled"
      ? html`Are rights granted more widely than the work needs? That ${ground} accounts for ${share(night_share)} of the night.${unused}`
      : html`Does it still tell anything, that ${ground}? It accounts for ${share(night_share)} of the night.`,
  );
  return html`${questions.length === 0 ? html`<p>No ground accounts for so much of the night that it tells nothing apart.</p>` : list(questions)}${table(
    {
      at: anchor("night-grounds"),
      caption: "Ordinary grounds for the night's accesses",
      note: NOTE,
      columns: [{ head: "Ground" }, { head: "Of the night's events", isNumber: true }, { head: "Remark" }],
      rows: grounds.map((one) => [one.ground, share(one.night_share), remark(one)]),
    },
  )}`;
}
