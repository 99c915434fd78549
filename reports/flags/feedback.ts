import type { DetectionShown, PrecisionShown } from "../../data/review/estimates.js";
import type { FeedbackShown, SuppressionShown } from "../../data/review/shown.js";
import { type Html, html, logged } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatDay, formatNumber, formatShare, NO_DATA } from "../charts/format.js";
import { table } from "../page/table.js";

/** What the quantities of the audit are called, in the order in which they are read. */
const QUANTITIES: Readonly<Record<string, { readonly words: string; readonly isShare: boolean }>> = {
  precision_listed: { words: "Listed leads that were confirmed", isShare: true },
  precision_with_hidden: { words: "The same with what suppressions hid", isShare: true },
  concerns_missed: { words: "Confirmed concerns that no list had, cases", isShare: false },
  concerns_suppressed: { words: "Confirmed concerns that suppressions hid, cases", isShare: false },
  miss_rate: { words: "Of all concerns, those missed or hidden", isShare: true },
};

/** What decisions do to the night, for all to see: the order they give, what the audit estimates, what is kept back. */
export function feedback({ precision, detection, suppressions }: FeedbackShown): Html {
  return html`<p>Decisions order the list and never decide what stands in it: no detector is put before or behind others by more than a factor of two, and a decision counts for half a year.</p>${table(
    {
      at: anchor("precision"),
      caption: "How often leads were confirmed, by detector and group",
      note: "The price's own share counts as four decisions; 90 % intervals. Undetermined ones are left out.",
      columns: [
        { head: "Detector, group" },
        { head: "Confirmed of decided", isNumber: true },
        { head: "Estimate", isNumber: true },
        { head: "In the rank", isNumber: true },
        { head: "Counts until" },
      ],
      rows: precision.map((one) => [
        html`${one.detector}<span class="second">${one.stratum}</span>`,
        `${formatNumber(one.confirmed_count)} of ${formatNumber(one.decided_count)}${one.undetermined_count === 0 ? "" : `, ${formatNumber(one.undetermined_count)} undetermined`}`,
        html`${formatShare(one.estimate)}<span class="second">${formatShare(one.low)} to ${formatShare(one.high)}; price ${formatShare(one.nominal)}</span>`,
        factor(one),
        one.expires_on === null ? "" : formatDay(one.expires_on),
      ]),
      isStacked: true,
      none: "Nobody has decided on a lead in the last half year.",
    },
  )}${table({
    at: anchor("detection"),
    caption: "What the list gets right, and what it misses",
    note: "From decisions on listed leads and on cases drawn at random, each standing for as many as its chance of being drawn says; 90 % intervals.",
    columns: [{ head: "What" }, { head: "Estimate", isNumber: true }, { head: "Decided cases", isNumber: true }],
    rows: Object.keys(QUANTITIES).flatMap((quantity) => {
      const found = detection.find((one) => one.quantity === quantity);
      return found === undefined ? [] : [detectionRow(found)];
    }),
    isStacked: true,
    none: "Not estimated on this night.",
  })}${table({
    at: anchor("suppressions"),
    caption: "What is kept from the list tonight, and on whose word",
    note: "One in twenty of the episodes that each hides is put among the cases drawn at random.",
    columns: [
      { head: "Scope" },
      { head: "Owner, reason" },
      { head: "Until", isTight: true },
      { head: "Hidden tonight", isNumber: true },
      { head: "Episodes so far", isNumber: true },
    ],
    rows: suppressions.map((one) => [
      scope(one),
      html`${logged(one.owner)}<span class="second">${logged(one.reason, { limit: 400 })}</span>`,
      formatDay(one.expires_on),
      formatNumber(one.hidden_tonight_count),
      `${formatNumber(one.hidden_episode_count)}, ${formatNumber(one.audited_episode_count)} audited`,
    ]),
    isStacked: true,
    none: "Nothing is suppressed.",
  })}`;
}

/** "× 0.5": how a group's leads are ordered for the decisions on them. */
export function factor({ order_factor }: Pick<PrecisionShown, "order_factor">): string {
  return `× ${formatNumber(order_factor, { digits: 2 })}`;
}

function detectionRow({ quantity, value, low, high, sampled_count, note }: DetectionShown) {
  const { words = quantity, isShare = false } = QUANTITIES[quantity] ?? {};
  const write = (one: number) => (isShare ? formatShare(one) : formatNumber(one, { digits: 1 }));
  const interval = low === null || high === null ? "" : `${write(low)} to ${write(high)}; `;
  return [
    words,
    html`${value === null ? NO_DATA : write(value)}<span class="second">${value === null ? "" : interval}${note}</span>`,
    formatNumber(sampled_count),
  ];
}

function scope({ detector, entity_type, entity_id, stratum }: SuppressionShown): Html {
  return html`${detector === null ? "every detector" : logged(detector)}${entity_id === null ? null : html`, ${entity_type ?? ""} ${logged(entity_id)}`}${stratum === null ? null : html`, ${logged(stratum)}`}`;
}
