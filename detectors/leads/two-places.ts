import { z } from "zod";
import { ACTOR_PANEL, actorPanel } from "../cases/actor-panel.js";
import { ACTS_OF_NIGHT } from "../cases/events.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { moreTonight } from "../judges/series.js";
import { shareDetector } from "../judges/share-detector.js";

/** Sessions that overlap do so within the day. */
const WINDOWS = [1] as const;

/** How often an actor's acts went back and forth between sites within the day: overlapping sessions, impossible travel. */
export const twoPlaces = shareDetector({
  id: "two-places",
  question: "Was this person active from two places at the same time?",
  entity: "actor",
  family: "place",
  needs: ["access", "actors"],
  status: "stable",
  falsePositives: [
    "A remote session from one site to another",
    "A gateway whose exit changes",
    "A duty that moves between two buildings",
  ],
  wouldRefute: ["The door log of both sites", "A remote-access record for the same minutes"],
  references: ["Skellam 1948, JRSS-B 10:257"],
  params: z.object({
    ...shareParams,
    peer_trials: shareParams.peer_trials
      .default(200)
      .describe(
        "Weight of the peers' share, in steps: changes of site are so rare that a month hardly tells of oneself.",
      ),
    share_min: shareParams.share_min
      .default(1e-3)
      .describe("Least share believed of anyone: one change of site in a thousand acts, a visit next door."),
    dispersion_min: shareParams.dispersion_min
      .default(0.02)
      .describe("Least correlation of the steps of one night: whoever visits another site comes back."),
  }),
  caseShape: actorPanel,
  cases: ACTOR_PANEL,
  questions: (chosen) => [
    {
      unit: "changes of site between one act and the next",
      of: "acts that followed another",
      rules: rulesOf(WINDOWS, chosen),
      series: (row) => ({ ...row, group: row.role, successes: row.site_change_counts, trials: row.site_step_counts }),
    },
  ],
  events: ACTS_OF_NIGHT,
  more: (row) => ({
    ...row,
    site_change_counts: moreTonight(row.nights_ago, row.site_change_counts, 3),
    site_step_counts: moreTonight(row.nights_ago, row.site_step_counts, 3),
  }),
});
