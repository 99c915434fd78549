import { z } from "zod";
import { ACTOR_PANEL, actorPanel } from "../cases/actor-panel.js";
import { ACTS_OF_NIGHT } from "../cases/events.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { moreTonight } from "../judges/series.js";
import { shareDetector } from "../judges/share-detector.js";

const params = z.object({
  ...shareParams,
  peer_trials: shareParams.peer_trials
    .default(200)
    .describe(
      "Weight of the peers' share, in steps: neighbours are opened so rarely that a month hardly tells of oneself.",
    ),
  share_min: shareParams.share_min
    .default(1e-4)
    .describe("Least share believed of anyone: one step to a neighbour in 10,000 happens by chance in any register."),
});

/** A walk is over within the day. */
const WINDOWS = [1] as const;

/** How often an actor went from an object to the one numbered next to it, against earlier nights: beta-binomial. */
export const sweep = shareDetector({
  id: "sweep",
  question: "Did this person go through objects by their numbers instead of by what they are about?",
  entity: "actor",
  family: "sweep",
  needs: ["access", "actors"],
  status: "stable",
  falsePositives: [
    "A series of items registered together and read together",
    "An inventory, an audit or a review of markings",
    "A page that opens the neighbours of an item by itself",
  ],
  wouldRefute: ["A tasking to go through that part of the register"],
  references: ["Skellam 1948, JRSS-B 10:257"],
  params,
  caseShape: actorPanel,
  cases: ACTOR_PANEL,
  questions: (chosen) => [
    {
      unit: "steps to the next or last number",
      of: "steps from object to object",
      rules: rulesOf(WINDOWS, chosen),
      series: (row) => ({ ...row, group: row.role, successes: row.unit_step_counts, trials: row.object_step_counts }),
    },
  ],
  events: ACTS_OF_NIGHT,
  more: (row) => ({
    ...row,
    unit_step_counts: moreTonight(row.nights_ago, row.unit_step_counts, 3),
    object_step_counts: moreTonight(row.nights_ago, row.object_step_counts, 3),
  }),
});
