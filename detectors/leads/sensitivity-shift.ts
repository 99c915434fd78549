import { z } from "zod";
import { levelRank } from "../../data/policy/policy.js";
import { type Detector, detector } from "../card.js";
import { ACTOR_CLASSES, actorClasses } from "../cases/actor-classes.js";
import { groundParams } from "../cases/actor-ground.js";
import { ACTS_IN_WEEK } from "../cases/events.js";
import { classRanks, LEVELS_ASKED, shareAtLeast } from "../judges/class-level.js";
import { drained, placesOfWindow } from "../judges/less.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { judgeQuestions, poolQuestions, type SharePools, type ShareQuestion, sayShare } from "../judges/share-looks.js";

type Case = z.infer<typeof actorClasses>;
type Ranks = ReadonlyMap<string, number | null>;

/** A single night, the days of a burst, and a week. */
const WINDOWS = [1, 3, 7] as const;

const params = z.object({ ...shareParams, fresh_grant_days: groundParams.fresh_grant_days });

const questions = (chosen: z.infer<typeof params>, ranks: Ranks): ShareQuestion<Case>[] =>
  LEVELS_ASKED.map(({ level, unit }) => ({
    unit,
    of: "marked objects opened",
    rules: rulesOf(WINDOWS, chosen),
    series: ({ role: group, unit: own, site, ...row }) => ({
      group,
      unit: own,
      site,
      ...shareAtLeast(row, level, ranks),
    }),
  }));

/**
 * How much of what an actor opens is of the highest class, and of SECRET or above, against their own earlier share; 1, 3 and 7
 * nights. What a new grant opened is left out of these nights. Levels are read as the markings of the home nation, of others and of alliances have them.
 */
export const sensitivityShift: Detector = detector({
  id: "sensitivity-shift",
  question: "Does this person read more of the higher classes than they usually do?",
  entity: "actor",
  family: "class",
  needs: ["access", "actors", "entitlements"],
  status: "stable",
  falsePositives: ["A new task of a higher class", "A partner or office that marks everything high"],
  wouldRefute: ["A tasking that names the material", "A collection whose marking was raised as a whole"],
  references: ["Skellam 1948, JRSS-B 10:257"],
  params,
  caseShape: actorClasses,
  cases: ACTOR_CLASSES,
  pool(cases, chosen): { readonly ranks: Ranks; readonly pools: SharePools } {
    const ranks = classRanks(
      cases.flatMap(({ classes }) => classes),
      cases[0]?.home ?? "",
    );
    return { ranks, pools: poolQuestions(cases, questions(chosen, ranks)) };
  },
  judge: (row, chosen, { ranks, pools }) => judgeQuestions(row, questions(chosen, ranks), pools),
  say: sayShare,
  events: ACTS_IN_WEEK,
  less(row, amount, { unit, evidence: { window_nights } }) {
    const asked = LEVELS_ASKED.find((one) => one.unit === unit) ?? LEVELS_ASKED[0];
    const ranks = classRanks(row.classes, row.home);
    const order = placesOfWindow(row.nights_ago, Number(window_nights)).filter(
      (place) => (ranks.get(row.classes[place] ?? "") ?? -1) >= levelRank(asked.level),
    );
    return { ...row, object_counts: drained(row.object_counts, order, amount) };
  },
});
