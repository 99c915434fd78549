import { z } from "zod";
import { ACTOR_GROUND, actorGround, groundParams } from "../cases/actor-ground.js";
import { RARE_IN_THREE_NIGHTS } from "../cases/events.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { moreTonight } from "../judges/series.js";
import { shareDetector } from "../judges/share-detector.js";

const params = z.object({
  ...groundParams,
  ...shareParams,
  history_nights: shareParams.history_nights
    .default(60)
    .describe(
      "Nights of baseline before the window: two months, for what is strange ground changes with the work in hand.",
    ),
  share_min: shareParams.share_min
    .default(3e-3)
    .describe("Least share believed of anyone: one object in 333 is a look aside that everybody takes."),
  dispersion_min: shareParams.dispersion_min
    .default(0.02)
    .describe(
      "Least correlation of the objects of one night: one question leads to several objects of the same collection.",
    ),
});

/** A single night and the days of a burst. */
const WINDOWS = [1, 3] as const;

/** How many of the objects that an actor opened lie where they hardly ever go: beta-binomial, 1 and 3 nights. */
export const rareCollections = shareDetector({
  id: "rare-collections",
  question: "Did this person look into collections that they hardly ever visit?",
  entity: "actor",
  family: "new ground",
  needs: ["access", "actors", "entitlements"],
  status: "stable",
  falsePositives: [
    "A new task or a transfer that the directory does not show yet",
    "Cover for a colleague with other material",
    "An event that everyone reads about",
  ],
  wouldRefute: [
    "A tasking that names the subject",
    "Colleagues of the same office who looked into it on the same days",
  ],
  references: ["Metelli & Heard 2019, doi:10.1214/19-AOAS1268"],
  params,
  caseShape: actorGround,
  cases: ACTOR_GROUND,
  questions: (chosen) => [
    {
      unit: "objects of collections rarely visited",
      of: "objects opened",
      rules: rulesOf(WINDOWS, chosen),
      series: (row) => ({ ...row, group: row.role, successes: row.rare_object_counts, trials: row.object_counts }),
    },
  ],
  events: RARE_IN_THREE_NIGHTS,
  more: (row) => ({
    ...row,
    rare_object_counts: moreTonight(row.nights_ago, row.rare_object_counts, 3),
    object_counts: moreTonight(row.nights_ago, row.object_counts, 3),
  }),
});
