import type { CardShown } from "../../data/dossier.js";
import { type Html, html } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { disclosure, list } from "../page/parts.js";
import { table } from "../page/table.js";

/** How each detector and rule that is named on the page judges: its card. */
export function cardsShown(cards: readonly CardShown[]): Html {
  return html`${cards.map(
    ({ id, question, kind, status, needs, why, owner, references, parameters }) =>
      html`<section id="${anchor("card", id)}" aria-labelledby="${anchor("card-title", id)}"><h3 id="${anchor("card-title", id)}">${id}</h3><p>${question} <span class="second">${kind}${status === null ? null : `, ${status}`}; needs ${needs.join(", ")}</span></p>${why === null ? null : html`<p>${why}. Answered for first by the ${owner ?? "reviewer on duty"}.</p>`}${
        references.length === 0 ? null : list(references)
      }${
        parameters.length === 0
          ? null
          : disclosure(
              `Its ${parameters.length} parameters`,
              table({
                at: anchor("parameters", id),
                caption: `Parameters of ${id}`,
                columns: [{ head: "Name" }, { head: "Value", isNumber: true }, { head: "Why" }],
                rows: parameters.map(({ name, value, reason }) => [name, value, reason]),
              }),
            )
      }</section>`,
  )}`;
}
