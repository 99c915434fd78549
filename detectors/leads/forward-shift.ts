import { z } from "zod";
import { ACTOR_PANEL, actorPanel } from "../cases/actor-panel.js";
import { FORWARDED_IN_THREE_NIGHTS } from "../cases/events.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { moreTonight } from "../judges/series.js";
import { shareDetector } from "../judges/share-detector.js";

/** A single night and the days of a burst. */
const WINDOWS = [1, 3] as const;

/** How much of what an actor opens they forward; 1 and 3 nights. */
export const forwardShift = shareDetector({
  id: "forward-shift",
  question: "Does this person forward more of what they read than they usually do?",
  entity: "actor",
  family: "take",
  weight: 0.25,
  needs: ["access", "actors"],
  status: "stable",
  falsePositives: ["A new addressee who is owed the backlog", "Cover for the colleague who usually forwards"],
  wouldRefute: ["An agreement or consent that names the addressee and the material"],
  references: ["Skellam 1948, JRSS-B 10:257"],
  params: z.object(shareParams),
  caseShape: actorPanel,
  cases: ACTOR_PANEL,
  questions: (chosen) => [
    {
      unit: "objects forwarded",
      of: "objects opened",
      rules: rulesOf(WINDOWS, chosen),
      series: (row) => ({ ...row, group: row.role, successes: row.forward_counts, trials: row.access_counts }),
    },
  ],
  events: FORWARDED_IN_THREE_NIGHTS,
  more: (row) => ({
    ...row,
    forward_counts: moreTonight(row.nights_ago, row.forward_counts, 3),
    access_counts: moreTonight(row.nights_ago, row.access_counts, 3),
  }),
});
