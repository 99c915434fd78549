import type { Flag } from "../../data/flag.js";
import { DISPOSITIONS } from "../../data/review/disposition.js";
import type { PastDecision, Standing } from "../../data/review/history.js";
import { REASON_MAX } from "../../data/review/record.js";
import { attributes, type Html, html, logged, trusted } from "../border/html.js";
import { type Route, route } from "../border/route.js";
import { anchor } from "../border/slug.js";
import { badge, card, checks, list, section, sides } from "../page/parts.js";
import { table } from "../page/table.js";
import { tokenField, type Viewer } from "./frame.js";

/** What a reader is shown of a flag. */
export interface FlagView {
  readonly flag: Flag;
  /** The flag as its night's report argues it: markup of our own publishing, or null where it stands in no report. */
  readonly argued: string | null;
  /** The decisions that this reader may know. */
  readonly known: Pick<Standing, "history">;
  /** Whether this reader may decide: the first reading, the second, or why neither. */
  readonly reading: "first" | "second" | null;
  readonly refusal: string | null;
  /** Whether this reader may keep leads like it from the list. */
  readonly isSuppressible: boolean;
  readonly before: Route | null;
  readonly next: Route | null;
  /** What was typed and not taken. */
  readonly typed: { readonly disposition: string; readonly reason: string };
}

/** One flag: its argument, the form to decide, and the decisions so far. */
export function flagBody(view: FlagView, viewer: Viewer): Html {
  const { flag, argued, known, before, next, refusal, reading, isSuppressible } = view;
  return html`${steps(before, next)}
${section(anchor("seen"), "What was seen", argued === null ? summary(flag) : trusted(argued))}
${reading === null ? html`<p class="second">${refusal ?? ""}</p>` : form(view, viewer, reading)}
${isSuppressible ? html`<p class="second"><a href="${route("suppress", flag.flag_id)}">Keep such leads from the list</a></p>` : null}
${known.history.length === 0 ? null : section(anchor("decisions"), "Decisions so far", decisionTable(known.history))}
${steps(before, next)}`;
}

function steps(before: Route | null, next: Route | null): Html {
  return html`<p class="steps">${
    before === null ? null : html`<a href="${before}" rel="prev">Before</a>`
  }${next === null ? null : html`<a href="${next}" rel="next">Next</a>`}</p>`;
}

function summary(flag: Flag): Html {
  const tone = flag.queue === "exceptions" ? "rule" : "lead";
  const explanations = flag.innocent_explanations.map(({ explanation, holds, detail }) => ({
    statement: explanation,
    answer: holds,
    detail,
  }));
  return card({
    at: anchor("flag", flag.flag_id),
    title: flag.question,
    badge: badge(flag.state, tone),
    tone,
    meta: html`${flag.entity_type} ${logged(flag.entity_id)}`,
    body: html`<p>${flag.summary}</p>${sides(
      { title: "What speaks for a closer look", body: list(flag.detectors.map(({ summary: said }) => said)) },
      { title: "What could explain it", body: checks(explanations) },
      { title: "What would settle it", body: list(flag.would_refute) },
    )}`,
  });
}

function form({ typed, flag }: FlagView, viewer: Viewer, reading: "first" | "second"): Html {
  return section(
    anchor("decide"),
    reading === "first" ? "Your decision" : "Your reading, made without seeing the first",
    html`<form method="post">${tokenField(viewer)}<input type="hidden" name="night" value="${flag.night}"><input type="hidden" name="reading" value="${reading}">
<fieldset><legend>What was it?</legend>${DISPOSITIONS.map(
      ({ word, meaning }, index) =>
        html`<label class="choice"><input type="radio" name="disposition" value="${word}" required${attributes({ checked: typed.disposition === word ? true : null })}><span><kbd>${index + 1}</kbd> ${word}<span class="second"> — ${meaning}</span></span></label>`,
    )}</fieldset>
<label class="field"><span>Why</span><textarea name="reason" required maxlength="${REASON_MAX}">${typed.reason}</textarea></label>
${reading === "first" ? html`<label class="choice"><input type="checkbox" name="wants_second" value="true"><span>Ask for a second reading (a confirmed concern always has one)</span></label>` : null}
<p><button name="act" value="decide">Decide</button></p></form>`,
  );
}

/** Decisions, oldest first, those taken back included. */
export function decisionTable(decisions: readonly PastDecision[]): Html {
  return table({
    at: anchor("decision-table"),
    caption: "Decisions, oldest first",
    note: "Times are in UTC. A decision taken back stays, with its reversal.",
    isStacked: true,
    columns: [
      { head: "When", isTight: true },
      { head: "Flag" },
      { head: "Who" },
      { head: "Decided" },
      { head: "Why" },
      { head: "Taken back" },
    ],
    rows: decisions.map(({ at, flag_id, reviewer, disposition, reason, reversed, is_second, is_blind }) => [
      at.slice(0, 16).replace("T", " "),
      html`<a href="${route("flag", flag_id)}">${logged(flag_id)}</a>`,
      logged(reviewer),
      `${disposition}${is_second ? `, second reading${is_blind ? " (blind)" : ""}` : ""}`,
      logged(reason, { limit: REASON_MAX }),
      reversed === null ? "" : html`${reversed.at.slice(0, 16).replace("T", " ")}: ${logged(reversed.reason)}`,
    ]),
    none: "none yet",
  });
}
