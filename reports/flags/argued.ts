import type { Dossier, SmallestChange } from "../../data/dossier.js";
import type { Contribution, Flag } from "../../data/flag.js";
import { type Html, html, logged } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatNumber, formatP } from "../charts/format.js";
import { checks, list, sides } from "../page/parts.js";
import { factor } from "./feedback.js";

/** What explains comes first, then what is open, then what was ruled out. */
const ORDER = ["yes", "unknown", "no"] as const;

/** Both sides next to each other: what speaks for a closer look, what could explain it, and what would settle it. */
export function argued(flag: Flag, { criteria, change, precision }: Dossier): Html {
  const spoken = flag.detectors.map((one) => said(one, flag.queue === "audit"));
  const matter = criteria.map(
    ({ criterion, found, factor }) =>
      html`${criterion}: ${found} <span class="second">× ${formatNumber(factor, { digits: Number.isInteger(factor) ? 0 : 2 })} in its rank</span>`,
  );
  const decided =
    precision === null
      ? []
      : [
          html`Earlier decisions on such leads: ${formatNumber(precision.confirmed_count)} of ${formatNumber(precision.decided_count)} confirmed <span class="second">${factor(precision)} in its rank</span>`,
        ];
  const answers = flag.innocent_explanations
    .toSorted((a, b) => ORDER.indexOf(a.holds) - ORDER.indexOf(b.holds))
    .map(({ explanation, holds, detail }) => ({
      statement: html`${explanation} <span class="second inline">${logged(detail, { limit: 400 })}</span>`,
      answer: holds,
      detail: null,
    }));
  const settle = list([...flag.would_refute, ...smallest(change)]);
  return sides(
    {
      title: "What speaks for a closer look",
      body: html`${list([...spoken, ...matter, ...decided])}<h4>What would settle it</h4>${settle}`,
    },
    {
      title: "What could explain it",
      body: checks(answers),
    },
  );
}

function said({ summary, p_value, detector }: Contribution, isBlind: boolean): Html {
  return html`${logged(summary, { limit: 600 })} <span class="second"><a href="${anchor("card", detector)}">${detector}</a>${p_value === null || isBlind ? null : `, as unusual as ${formatP(p_value)}`}</span>`;
}

const SMALLEST = "Smallest change that would have kept it off the list:";

/** What would have kept the flag off the list; nothing for a case that no rarity listed. */
function smallest(change: SmallestChange): (Html | string)[] {
  switch (change.kind) {
    case "unsaid":
      return [];
    case "none":
      return [`${SMALLEST} none to name, for ${change.why}.`];
    case "rule":
      return [`${SMALLEST} with ${formatNumber(change.amount)} fewer (0 ${change.unit}) the rule would have held.`];
    case "fewer":
    case "more": {
      const { kind, amount, left, unit, p_value, threshold } = change;
      const then =
        p_value === null
          ? "it would not have been judged at all"
          : `this detector alone would not have listed it: ${formatP(p_value)}, where the list begins at ${formatP(threshold)}`;
      return [`${SMALLEST} with ${formatNumber(amount)} ${kind} (${formatNumber(left)} ${unit}) ${then}.`];
    }
  }
}
