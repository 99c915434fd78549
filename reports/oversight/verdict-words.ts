import { type Html, html } from "../border/html.js";
import type { Anchor } from "../border/slug.js";
import { formatShare } from "../charts/format.js";
import { CHANGE_LEVEL } from "../metrics/methods/change.js";
import { TRIAL_POINTS_MIN } from "../metrics/methods/xmr-limits.js";
import { definitions, section, verdict } from "../page/parts.js";

/** What each verdict says, what it rests on, and what it does not say. */
export function verdictWords(at: Anchor): Html {
  const level = formatShare(CHANGE_LEVEL, { digits: 1 });
  return section(
    at,
    "How the verdicts are made",
    html`<p>One word a figure, bad news first. An interval is what the figure could as well be, at 95 %.</p>${definitions(
      [
        {
          term: verdict("misses target"),
          detail:
            "The whole interval lies on the wrong side of the target. An interval across the target decides nothing.",
        },
        { term: verdict("meets target"), detail: "The whole interval lies on the right side of the target." },
        {
          term: html`${verdict("worsening")}<br>${verdict("improving")}`,
          detail: `Waits that are charted by week: the last week lies outside the ordinary variation of the weeks before, or ends a run that chance seldom gives; with fewer than ${TRIAL_POINTS_MIN} weeks nothing is said. All other figures: the period differs from as many days before it at ${level}: shares by the score interval of their difference (Newcombe), rates by the exact interval of their ratio, waits by the log-rank test. At that level two of a thousand unchanged figures are listed.`,
        },
        { term: verdict("stable"), detail: "A change was looked for, could have been seen, and was not." },
        {
          term: verdict("cannot tell"),
          detail:
            "Nothing to count, too little for even the most extreme outcome to be more than chance, a plain count without a target, or a figure of which neither more nor less is better and which has changed.",
        },
      ],
    )}`,
  );
}
