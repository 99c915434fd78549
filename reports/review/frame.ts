import { type Html, html, logged } from "../border/html.js";
import { type Route, route } from "../border/route.js";
import { type PageParts, page, policyOf } from "../page/document.js";
import { note } from "../page/parts.js";
import { REVIEW_SCRIPT } from "./script.js";

/** Who is looking, and what the page must carry for them. */
export interface Viewer {
  readonly name: string;
  readonly role: "reviewer" | "second" | "auditor";
  /** The token that every form of the session carries. */
  readonly token: string;
  /** The last decision of the session that can be taken back. */
  readonly undoable: { readonly decision_id: string; readonly flag_id: string; readonly disposition: string } | null;
}

/** A page of the application and the policy it is sent with. */
export interface Rendered {
  readonly markup: string;
  readonly policy: string;
}

const ROLE_WORDS = {
  reviewer: "reviewer",
  second: "second reviewer",
  auditor: "auditor, who changes nothing",
} as const;

/** What each page says of itself. */
export interface ReviewPage {
  readonly marking: string;
  readonly title: string;
  readonly standfirst: Html | string;
  readonly body: Html;
  readonly viewer: Viewer | null;
  /** Something that went wrong with what was asked, said first. */
  readonly problem?: string | null;
}

/** A page of the review application in the frame of the reports. */
export function reviewPage({ marking, title, standfirst, body, viewer, problem = null }: ReviewPage): Rendered {
  const parts: PageParts = {
    title,
    marking,
    heading: title,
    standfirst: html`${standfirst}${viewer === null ? null : who(viewer)}`,
    about: "Decisions are kept in a journal that only grows; the next night takes them up.",
    body: html`${problem === null ? null : html`<p class="error" role="alert">${problem}</p>`}${
      viewer?.undoable == null ? null : undo(viewer, viewer.undoable)
    }${body}${viewer === null ? null : keys(viewer)}`,
    script: REVIEW_SCRIPT,
    hasForms: true,
  };
  return { markup: page(parts), policy: `${policyOf(parts)}; frame-ancestors 'none'` };
}

/** The token of the session in a form. */
export function tokenField({ token }: Viewer): Html {
  return html`<input type="hidden" name="token" value="${token}">`;
}

/** A link with its words. */
export function link(to: Route, words: Html | string): Html {
  return html`<a href="${to}">${words}</a>`;
}

function who(viewer: Viewer): Html {
  const places = [
    link(route("nights"), "Nights"),
    ...(viewer.role === "auditor" ? [] : [link(route("mine"), "My decisions")]),
    ...(viewer.role === "second" ? [link(route("second"), "Second readings")] : []),
    ...(viewer.role === "auditor" ? [link(route("history"), "All decisions")] : []),
    link(route("suppressions"), "Suppressions"),
  ];
  return html`<span class="who"><span>${logged(viewer.name)}, ${ROLE_WORDS[viewer.role]}</span>${places}${link(route("leave"), "Sign out")}</span>`;
}

function undo(viewer: Viewer, { decision_id, flag_id, disposition }: NonNullable<Viewer["undoable"]>): Html {
  return note(
    "Decided",
    html`<div class="undo"><span>${logged(flag_id)}: ${disposition}.</span><form method="post">${tokenField(viewer)}<input type="hidden" name="decision_id" value="${decision_id}"><button class="plain" name="act" value="undo">Take it back</button></form></div>`,
  );
}

function keys({ role }: Viewer): Html {
  const decide =
    role === "auditor"
      ? null
      : html`, <kbd>1</kbd> to <kbd>6</kbd> disposition, <kbd>r</kbd> reason, <kbd>Ctrl</kbd>+<kbd>Enter</kbd> decide, <kbd>Esc</kbd> leave the text, <kbd>u</kbd> take back`;
  return html`<div hidden><p class="second"><kbd>j</kbd> next, <kbd>k</kbd> before${decide}.</p><label class="choice"><input type="checkbox" id="keys"><span>Single keys work on these pages</span></label></div>`;
}
