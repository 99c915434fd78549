import { z } from "zod";
import { ACTOR_PANEL, actorPanel } from "../cases/actor-panel.js";
import { REFUSED_IN_THREE_NIGHTS } from "../cases/events.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { moreTonight } from "../judges/series.js";
import { shareDetector } from "../judges/share-detector.js";

const params = z.object(shareParams);

/** A burst lasts hours; three nights catch one that is spread to stay small. */
const WINDOWS = [1, 3] as const;

/** How many of an actor's attempts did not succeed, against their own earlier share: beta-binomial, 1 and 3 nights. */
export const refusals = shareDetector({
  id: "refusals",
  question: "Did this person try what they may not, more often than people do by mistake?",
  entity: "actor",
  family: "refusal",
  needs: ["access", "actors"],
  status: "stable",
  falsePositives: [
    "An entitlement that lapsed or has not reached the system yet",
    "An outage that answers everyone with errors",
    "A saved search or script over material that has moved",
  ],
  wouldRefute: ["A ticket about missing access from the same day"],
  references: ["Skellam 1948, JRSS-B 10:257"],
  params,
  caseShape: actorPanel,
  cases: ACTOR_PANEL,
  questions: (chosen) => [
    {
      unit: "attempts that did not succeed",
      of: "attempts",
      rules: rulesOf(WINDOWS, chosen),
      series: (row) => ({ ...row, group: row.role, successes: row.denied_counts, trials: row.act_counts }),
    },
  ],
  events: REFUSED_IN_THREE_NIGHTS,
  more: (row) => ({
    ...row,
    denied_counts: moreTonight(row.nights_ago, row.denied_counts, 3),
    act_counts: moreTonight(row.nights_ago, row.act_counts, 3),
  }),
});
