import { z } from "zod";
import { detector } from "../card.js";
import { ACTOR_GROUND, actorGround, type GroundRow, groundParams } from "../cases/actor-ground.js";
import { NEW_IN_THREE_NIGHTS } from "../cases/events.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { moreTonight } from "../judges/series.js";
import { judgeQuestions, poolQuestions, type SharePools, type ShareQuestion, sayShare } from "../judges/share-looks.js";

const params = z.object({
  ...groundParams,
  ...shareParams,
  history_nights: shareParams.history_nights
    .default(60)
    .describe("Nights of baseline before the window: two months, for how much is new changes with the work in hand."),
  share_min: shareParams.share_min
    .default(1e-3)
    .describe("Least chance that an object is new to anyone: one in a thousand."),
  dispersion_min: shareParams.dispersion_min
    .default(0.005)
    .describe("Least correlation of the objects of one night: a search brings up new ones together."),
});

/** A single night and the days of a burst; over a week new material follows the work and says little. */
const WINDOWS = [1, 3] as const;

/** Objects stand in classes of a person's accesses in the year before, each twice the last; 2,047 and more are one class. */
const FAMILIARITY_CLASS_MAX = 11;

interface Ground {
  readonly chances: Chances;
  readonly pools: SharePools;
}

const familiarity = (accesses: number) => Math.min(Math.floor(Math.log2(accesses + 1)), FAMILIARITY_CLASS_MAX);

/** Weight of the next lower class in a class's chance, in objects: enough to stand in where nobody is that new. */
const LOWER_CLASS_OBJECTS = 4;

/** The chance is learnt apart for stretches of so many nights: how much is new changes with the register over weeks. */
const STRETCH_NIGHTS = 20;
const stretch = (ago: number) => Math.max(0, Math.ceil(ago / STRETCH_NIGHTS) - 1);

/** Chances that an object is new, by stretch of nights and familiarity class. */
type Chances = readonly (readonly number[])[];

/** Shares of new objects by stretch and familiarity, over all people; to someone who has opened nothing everything is new. */
function chancesOf(cases: readonly GroundRow[]): Chances {
  const seen: number[][] = [];
  const fresh: number[][] = [];
  for (const { nights_ago, object_counts, new_object_counts, earlier_access_counts } of cases)
    nights_ago.forEach((ago, i) => {
      if (ago === 0) return;
      const known = familiarity(earlier_access_counts[i] ?? 0);
      add(seen, stretch(ago), known, object_counts[i] ?? 0);
      add(fresh, stretch(ago), known, new_object_counts[i] ?? 0);
    });
  return Array.from({ length: Math.max(seen.length, 1) }, (_, when) => {
    let lower = 1;
    return Array.from({ length: FAMILIARITY_CLASS_MAX + 1 }, (_, known) => {
      const count = (fresh[when]?.[known] ?? 0) + LOWER_CLASS_OBJECTS * lower;
      lower = count / ((seen[when]?.[known] ?? 0) + LOWER_CLASS_OBJECTS);
      return lower;
    });
  });
}

function add(table: number[][], when: number, known: number, count: number): void {
  while (table.length <= when) table.push([]);
  const row = table[when];
  if (row !== undefined) row[known] = (row[known] ?? 0) + count;
}

const questions = (chosen: z.infer<typeof params>, chances: Chances): ShareQuestion<GroundRow>[] => [
  {
    unit: "objects never opened before",
    of: "objects opened",
    rules: rulesOf(WINDOWS, chosen),
    series: (row) => ({
      ...row,
      group: row.role,
      successes: row.new_object_counts,
      trials: row.object_counts,
      chances: row.earlier_access_counts.map(
        (accesses, i) => chances[stretch(row.nights_ago[i] ?? 0)]?.[familiarity(accesses)] ?? 1,
      ),
    }),
  },
];

/**
 * How many of the objects that an actor opened they had never opened before, against what is usual for someone who has
 * opened as much, times their own ratio to it: beta-binomial, 1 and 3 nights.
 *
 * In the first weeks nearly everything is new to anyone, which is what makes a joiner innocent.
 */
export const newObjects = detector({
  id: "new-objects",
  question: "Did this person open far more that was new to them than they usually do?",
  entity: "actor",
  family: "new ground",
  needs: ["access", "actors", "entitlements"],
  status: "stable",
  falsePositives: [
    "A new task, or cover for a colleague with other material",
    "A search across the register for a report",
    "A collection that has just been filled",
  ],
  wouldRefute: ["A tasking that names the subject", "A new entitlement that has not reached the feeds"],
  references: ["Metelli & Heard 2019, doi:10.1214/19-AOAS1268", "Good 1953, doi:10.1093/biomet/40.3-4.237"],
  params,
  caseShape: actorGround,
  cases: ACTOR_GROUND,
  pool(cases, chosen): Ground {
    const chances = chancesOf(cases);
    return { chances, pools: poolQuestions(cases, questions(chosen, chances)) };
  },
  judge: (row, chosen, { chances, pools }) => judgeQuestions(row, questions(chosen, chances), pools),
  say: sayShare,
  events: NEW_IN_THREE_NIGHTS,
  more: (row) => ({
    ...row,
    new_object_counts: moreTonight(row.nights_ago, row.new_object_counts, 3),
    object_counts: moreTonight(row.nights_ago, row.object_counts, 3),
  }),
});
