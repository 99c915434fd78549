import type { Suppression, SuppressionEnd } from "../../data/review/record.js";
import { type Html, html, logged } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatDay } from "../charts/format.js";
import { table } from "../page/table.js";
import { tokenField, type Viewer } from "./frame.js";

/** The way in. The token ties the form to the browser that asked for it. */
export function signInBody(token: string): Html {
  return html`<form method="post"><input type="hidden" name="token" value="${token}">
<label class="field"><span>Name</span><input type="text" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="63"></label>
<label class="field"><span>Password</span><input type="password" name="password" autocomplete="current-password" required maxlength="1024"></label>
<p><button name="act" value="enter">Sign in</button></p></form>`;
}

/** The way out. */
export function signOutBody(viewer: Viewer): Html {
  return html`<form method="post">${tokenField(viewer)}<p><button name="act" value="leave">Sign out</button></p></form>`;
}

/** What is kept from the lists, by whom, why and until when. */
export function suppressionsBody(
  suppressions: readonly {
    readonly id: string;
    readonly suppression: Suppression;
    readonly ended: SuppressionEnd | null;
  }[],
): Html {
  return table({
    at: anchor("suppressions"),
    caption: "Suppressions",
    note: "One in twenty of what each hides is put among the cases drawn at random.",
    isStacked: true,
    columns: [
      { head: "Scope" },
      { head: "Owner" },
      { head: "Reason" },
      { head: "From", isTight: true },
      { head: "To", isTight: true },
      { head: "Ended" },
    ],
    rows: suppressions.map(({ suppression, ended }) => [
      scope(suppression),
      logged(suppression.owner),
      logged(suppression.reason, { limit: 400 }),
      formatDay(suppression.starts_on),
      formatDay(suppression.expires_on),
      ended === null ? "" : html`${ended.at.slice(0, 10)}, by ${logged(ended.by)}: ${logged(ended.reason)}`,
    ]),
    none: "nothing is suppressed",
  });
}

function scope({ detector, entity_type, entity_id, stratum }: Suppression): Html {
  return html`${detector === null ? "all detectors" : html`detector ${logged(detector)}`}${
    entity_id === null ? null : html`, ${entity_type ?? ""} ${logged(entity_id)}`
  }${stratum === null ? null : html`, stratum ${logged(stratum)}`}`;
}
