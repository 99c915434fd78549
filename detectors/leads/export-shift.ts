import { z } from "zod";
import { ACTOR_PANEL, actorPanel } from "../cases/actor-panel.js";
import { TAKEN_OUT_IN_WEEK } from "../cases/events.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { moreTonight } from "../judges/series.js";
import { shareDetector } from "../judges/share-detector.js";

/** A single night, the days of a burst, and a week. */
const WINDOWS = [1, 3, 7] as const;

/** How much of what an actor opens they export, for someone who prints much and exports little; 1, 3 and 7 nights. */
export const exportShift = shareDetector({
  id: "export-shift",
  question: "Does this person export more of what they read than they usually do?",
  entity: "actor",
  family: "take",
  weight: 0.5,
  needs: ["access", "actors"],
  status: "stable",
  falsePositives: ["A hand-over to another system", "A delivery to a partner that was agreed"],
  wouldRefute: ["The receipt of the export where it was meant to go"],
  references: ["Skellam 1948, JRSS-B 10:257"],
  params: z.object(shareParams),
  caseShape: actorPanel,
  cases: ACTOR_PANEL,
  questions: (chosen) => [
    {
      unit: "exports",
      of: "objects opened",
      rules: rulesOf(WINDOWS, chosen),
      series: (row) => ({ ...row, group: row.role, successes: row.export_counts, trials: row.access_counts }),
    },
  ],
  events: TAKEN_OUT_IN_WEEK,
  more: (row) => ({
    ...row,
    export_counts: moreTonight(row.nights_ago, row.export_counts, 3),
    access_counts: moreTonight(row.nights_ago, row.access_counts, 3),
  }),
});
