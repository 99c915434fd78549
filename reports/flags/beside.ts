import type { Dossier, EarlierFlag, FlagDecision, PeerGroup } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import { type Html, html, logged } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatDay, formatNumber, formatP } from "../charts/format.js";
import { stripChart } from "../charts/strip.js";
import { table } from "../page/table.js";

/** Second readings are blind to the first, on every page. */
const KEPT_BACK = "kept back while a second reading is due";

/** Characters of a name on a chart's row; the whole name stands in its place in the text. */
const ROW_NAME_MAX = 24;

/** The flag's figure among others', by directory and by behaviour, on one scale; null where it has no figure or no others. */
export function peers({ flag_id, observed, unit }: Flag, groups: readonly PeerGroup[]): Html | null {
  const shown = groups.filter((group) => group.observed.length > 0);
  if (observed === null || shown.length === 0) return null;
  return stripChart(
    {
      at: anchor("peers", flag_id),
      title: `Others on the same night: ${unit ?? ""}`,
      description: shown
        .map(
          (group) =>
            `${nameOf(group)}: ${formatNumber(group.observed.filter((one) => one >= observed).length)} of ${formatNumber(group.observed.length)} at or above`,
        )
        .join("; ")
        .concat("."),
      rule: "Each ring is one of them who was active and judged tonight; by directory as it was known that night, by behaviour the 15 nearest in the collections they opened in 60 days.",
      source: "access logs, directory",
      n: shown.reduce((sum, group) => sum + group.observed.length, 0),
    },
    {
      rows: shown.map((group) => ({ label: nameOf(group), values: group.observed })),
      own: observed,
      ownLabel: `${formatNumber(observed)} here`,
      unit: unit ?? "",
    },
  );
}

function nameOf({ label, value, by }: PeerGroup): string {
  return value === null
    ? by === "behaviour"
      ? "who open the same collections"
      : label
    : `${label}, ${value.slice(0, ROW_NAME_MAX)}`;
}

/** What stood on the same entity before, how it was decided, and what was decided on this flag so far. */
export function history({ flag_id }: Flag, { earlier, decisions }: Dossier): Html {
  const before =
    earlier.length === 0
      ? html`<p>No earlier flag on the same entity.</p>`
      : table({
          at: anchor("earlier", flag_id),
          caption: "Earlier flags on the same entity",
          columns: [
            { head: "Question" },
            { head: "Days", isTight: true },
            { head: "As unusual as", isNumber: true },
            { head: "Decided" },
          ],
          rows: earlier.map(earlierRow),
          isStacked: true,
        });
  return html`${before}${decisions.length === 0 ? html`<p>Nobody has decided on this flag yet.</p>` : decided(flag_id, decisions)}`;
}

function earlierRow({ question, first_day, last_night, p_value, disposition, reason, is_kept_back }: EarlierFlag) {
  return [
    question,
    first_day === last_night ? formatDay(first_day) : `${formatDay(first_day)} – ${formatDay(last_night)}`,
    p_value === null ? "a rule" : formatP(p_value),
    disposition === null
      ? is_kept_back
        ? KEPT_BACK
        : "not decided"
      : html`${logged(disposition)}${reason === null || reason === "" ? null : html`: ${logged(reason, { limit: 300 })}`}`,
  ];
}

function decided(flag_id: string, decisions: readonly FlagDecision[]): Html {
  return table({
    at: anchor("decisions", flag_id),
    caption: "Decisions on this flag",
    columns: [{ head: "When", isTight: true }, { head: "Who" }, { head: "Decision" }, { head: "Reason" }],
    rows: decisions.map(({ decided_at, reviewer, disposition, reason }) => [
      `${decided_at.slice(0, 16).replace("T", " ")} UTC`,
      logged(reviewer),
      disposition === null ? KEPT_BACK : logged(disposition),
      reason === null ? "" : logged(reason, { limit: 300 }),
    ]),
    isStacked: true,
  });
}
