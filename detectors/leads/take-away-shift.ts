import { z } from "zod";
import { ACTOR_PANEL, actorPanel } from "../cases/actor-panel.js";
import { TAKEN_IN_WEEK } from "../cases/events.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { moreTonight } from "../judges/series.js";
import { plus, shareDetector } from "../judges/share-detector.js";

/** A single night, the days of a burst, and a week: what grows over longer is the slow drift's to see. */
const WINDOWS = [1, 3, 7] as const;

/** How much of what an actor opens they download, print or export, against their own earlier share; 1, 3 and 7 nights. */
export const takeAwayShift = shareDetector({
  id: "take-away-shift",
  question: "Does this person take away more of what they read than they usually do?",
  entity: "actor",
  family: "take",
  needs: ["access", "actors"],
  status: "stable",
  falsePositives: [
    "A briefing or visit for which papers are prepared",
    "Work without a connection: travel, an exercise in the field",
    "A new duty that consists of producing copies",
  ],
  wouldRefute: ["A request or tasking for copies, and their receipt by the one who asked"],
  references: ["Skellam 1948, JRSS-B 10:257", "Liu & Xie 2020, doi:10.1080/01621459.2018.1554485"],
  params: z.object(shareParams),
  caseShape: actorPanel,
  cases: ACTOR_PANEL,
  questions: (chosen) => [
    {
      unit: "downloads, prints and exports",
      of: "objects opened",
      rules: rulesOf(WINDOWS, chosen),
      series: (row) => ({
        ...row,
        group: row.role,
        successes: plus(row.download_counts, plus(row.print_counts, row.export_counts)),
        trials: row.access_counts,
      }),
    },
  ],
  events: TAKEN_IN_WEEK,
  more: (row) => ({
    ...row,
    download_counts: moreTonight(row.nights_ago, row.download_counts, 3),
    access_counts: moreTonight(row.nights_ago, row.access_counts, 3),
  }),
});
