import { z } from "zod";
import { ACTOR_PANEL, actorPanel } from "../cases/actor-panel.js";
import { TAKEN_OUT_IN_WEEK } from "../cases/events.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { moreTonight } from "../judges/series.js";
import { plus, shareDetector } from "../judges/share-detector.js";

/** A single night, the days of a burst, and a week: what grows over longer is the slow drift's to see. */
const WINDOWS = [1, 3, 7] as const;

/** How much of what an actor opens leaves the system, on paper or as an export; 1, 3 and 7 nights. */
export const printExportShift = shareDetector({
  id: "print-export-shift",
  question: "Does more of what this person reads leave the system, on paper or as an export, than usual?",
  entity: "actor",
  family: "take",
  needs: ["access", "actors"],
  status: "stable",
  falsePositives: [
    "A briefing or visit for which papers are prepared",
    "A partner or office that can only be served on paper",
    "A new duty that consists of producing copies",
  ],
  wouldRefute: ["A request or tasking for copies, and their receipt by the one who asked"],
  references: ["Skellam 1948, JRSS-B 10:257"],
  params: z.object(shareParams),
  caseShape: actorPanel,
  cases: ACTOR_PANEL,
  questions: (chosen) => [
    {
      unit: "prints and exports",
      of: "objects opened",
      rules: rulesOf(WINDOWS, chosen),
      series: (row) => ({
        ...row,
        group: row.role,
        successes: plus(row.print_counts, row.export_counts),
        trials: row.access_counts,
      }),
    },
  ],
  events: TAKEN_OUT_IN_WEEK,
  more: (row) => ({
    ...row,
    print_counts: moreTonight(row.nights_ago, row.print_counts, 3),
    access_counts: moreTonight(row.nights_ago, row.access_counts, 3),
  }),
});
