import type { Flag } from "../../data/flag.js";
import { REASON_MAX, type Suppression, type SuppressionEnd } from "../../data/review/record.js";
import { attributes, type Html, html, logged } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatDay, formatNumber } from "../charts/format.js";
import { section } from "../page/parts.js";
import { table } from "../page/table.js";
import { tokenField, type Viewer } from "./frame.js";

/** A suppression as it is listed, with what it has hidden. */
export interface ListedSuppression {
  readonly id: string;
  readonly suppression: Suppression;
  readonly ended: SuppressionEnd | null;
  readonly hid: { readonly lead_count: number; readonly episode_count: number };
}

/** What is kept from the lists, by whom, why and until when, and what each has hidden; a second reviewer may end one. */
export function suppressionsBody(suppressions: readonly ListedSuppression[], viewer: Viewer): Html {
  const lasting = suppressions.filter(({ ended }) => ended === null);
  return html`${table({
    at: anchor("suppressions"),
    caption: "Suppressions",
    note: "One in twenty of the episodes that each hides is put among the cases drawn at random. Counts as of the last night that ran.",
    isStacked: true,
    columns: [
      { head: "Scope" },
      { head: "Owner" },
      { head: "Reason" },
      { head: "From", isTight: true },
      { head: "To", isTight: true },
      { head: "Has hidden" },
      { head: "Ended" },
    ],
    rows: suppressions.map(({ suppression, ended, hid }) => [
      scope(suppression),
      logged(suppression.owner),
      logged(suppression.reason, { limit: 400 }),
      formatDay(suppression.starts_on),
      formatDay(suppression.expires_on),
      `${formatNumber(hid.lead_count)} leads of ${formatNumber(hid.episode_count)} episodes`,
      ended === null ? "" : html`${ended.at.slice(0, 10)}, by ${logged(ended.by)}: ${logged(ended.reason)}`,
    ]),
    none: "nothing is suppressed",
  })}${viewer.role !== "second" || lasting.length === 0 ? null : endForm(lasting, viewer)}`;
}

function endForm(lasting: readonly ListedSuppression[], viewer: Viewer): Html {
  return section(
    anchor("end"),
    "End one before its last day",
    html`<form method="post">${tokenField(viewer)}<fieldset><legend>Which?</legend>${lasting.map(
      ({ id, suppression }) =>
        html`<label class="choice"><input type="radio" name="suppression_id" value="${id}" required><span>${scope(suppression)}<span class="second">${logged(suppression.owner)}, to ${formatDay(suppression.expires_on)}</span></span></label>`,
    )}</fieldset><label class="field"><span>Why</span><textarea name="reason" required maxlength="${REASON_MAX}"></textarea></label><p><button name="act" value="end">End it</button></p></form>`,
  );
}

/** What was typed and not taken. */
export interface TypedSuppression {
  readonly scope: string;
  readonly reason: string;
  readonly until: string;
  readonly days_max: number;
}

/** The form by which leads like one are kept from the list: a scope, a reason and a last day. */
export function suppressBody(flag: Flag, viewer: Viewer, typed: TypedSuppression): Html {
  const { detector, entity_type, entity_id, question } = flag;
  const scopes: readonly (readonly [string, Html])[] = [
    ["both", html`${detector}, about ${entity_type} ${logged(entity_id)}`],
    ["entity", html`every detector, about ${entity_type} ${logged(entity_id)}`],
    ["detector", html`${detector}, about anyone`],
  ];
  return html`<p>${question} ${entity_type} ${logged(entity_id)}</p><form method="post">${tokenField(viewer)}<fieldset><legend>Which leads?</legend>${scopes.map(
    ([value, words]) =>
      html`<label class="choice"><input type="radio" name="scope" value="${value}" required${attributes({ checked: typed.scope === value ? true : null })}><span>${words}</span></label>`,
  )}</fieldset>
<label class="field"><span>Last day, as 2026-05-31, at most ${typed.days_max} days from today</span><input type="text" name="until" required maxlength="10" value="${typed.until}"></label>
<label class="field"><span>Why</span><textarea name="reason" required maxlength="${REASON_MAX}">${typed.reason}</textarea></label>
<p>You will be its owner. One in twenty of what it hides is still shown, among the cases drawn at random; leads about yourself it never hides.</p>
<p><button name="act" value="suppress">Keep them from the list</button></p></form>`;
}

function scope({ detector, entity_type, entity_id, stratum }: Suppression): Html {
  return html`${detector === null ? "all detectors" : html`detector ${logged(detector)}`}${
    entity_id === null ? null : html`, ${entity_type ?? ""} ${logged(entity_id)}`
  }${stratum === null ? null : html`, stratum ${logged(stratum)}`}`;
}
