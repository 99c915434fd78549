import { type Html, html } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatNumber } from "../charts/format.js";
import { exclusionIds } from "../metrics/card.js";
import { definitions, disclosure } from "../page/parts.js";
import { PUBLIC_IDS, periodWords, publicCard } from "./allowed.js";
import type { PublicEdition } from "./edition.js";
import type { PublicFigure } from "./figure.js";
import { wholeOf } from "./statements.js";
import { aboutWords } from "./words.js";

/** How each figure is counted, folded; the name that a link to it goes to is `rule` and its id. */
export function countingRules(edition: PublicEdition): Html {
  return html`${PUBLIC_IDS.map((id) => {
    const { title, counting_rule, denominator, method, source, exclusions } = publicCard(id);
    const figure = wholeOf(edition, id);
    return html`<div id="${anchor("rule", id)}">${disclosure(
      title,
      html`<p>${periodWords(counting_rule)}</p>${definitions([
        { term: "This period", detail: html`${aboutWords(figure)}${countedOver(figure)}` },
        { term: "Counted over", detail: periodWords(denominator) },
        {
          term: "Left out",
          detail: Array.isArray(exclusions)
            ? exclusions.map(({ words }) => words).join("; ")
            : `nothing: ${periodWords(exclusions.none)}`,
        },
        { term: "Method", detail: method },
        { term: "Source", detail: source },
        { term: "In the file", detail: html`<code>${id}</code>${excludedWords(figure)}` },
      ])}`,
    )}</div>`;
  })}`;
}

function countedOver({ content }: PublicFigure): string {
  return content.n === null ? "" : `, n about ${formatNumber(content.n)}`;
}

function excludedWords({ id, content }: PublicFigure): string {
  const reasons = exclusionIds(publicCard(id));
  const told = reasons.flatMap((reason, index) => {
    const n = content.excluded[index] ?? null;
    return n === null ? [] : [`${reason} ${formatNumber(n)}`];
  });
  return told.length === 0 ? "" : `; left out: ${told.join(", ")}`;
}
