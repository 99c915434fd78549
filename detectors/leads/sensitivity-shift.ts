import { z } from "zod";
import { ACTOR_CLASSES, actorClasses } from "../cases/actor-classes.js";
import { ACTS_IN_WEEK } from "../cases/events.js";
import { drained, placesOfWindow } from "../judges/less.js";
import { rulesOf, shareParams } from "../judges/params.js";
import type { ShareSeries } from "../judges/share.js";
import { shareDetector } from "../judges/share-detector.js";

type Case = z.infer<typeof actorClasses>;

/** A single night, the days of a burst, and a week. */
const WINDOWS = [1, 3, 7] as const;

/** Classes of the highest damage, by the words that banner lines of allied nations and alliances begin with. */
const HIGHEST = /\bTOP SECRET\b|^TS\b/;

/** Objects of the highest class among all marked objects, by night. */
function highestOf(row: Case): ShareSeries {
  const nights = new Map<number, { highest: number; all: number }>();
  row.nights_ago.forEach((ago, i) => {
    const night = nights.get(ago) ?? { highest: 0, all: 0 };
    nights.set(ago, night);
    const count = row.access_counts[i] ?? 0;
    night.all += count;
    if (HIGHEST.test(row.classes[i] ?? "")) night.highest += count;
  });
  return {
    group: row.role,
    nights_ago: [...nights.keys()],
    successes: [...nights.values()].map(({ highest }) => highest),
    trials: [...nights.values()].map(({ all }) => all),
  };
}

/** How much of what an actor opens is of the highest class, against their own earlier share; 1, 3 and 7 nights. */
export const sensitivityShift = shareDetector({
  id: "sensitivity-shift",
  question: "Does this person read more of the highest class than they usually do?",
  entity: "actor",
  family: "class",
  needs: ["access", "actors"],
  status: "stable",
  falsePositives: ["A new task of a higher class", "A partner or office that marks everything high"],
  wouldRefute: ["A tasking that names the material", "A collection whose marking was raised as a whole"],
  references: ["Skellam 1948, JRSS-B 10:257"],
  params: z.object(shareParams),
  caseShape: actorClasses,
  cases: ACTOR_CLASSES,
  questions: (chosen) => [
    {
      unit: "objects of the highest class",
      of: "marked objects opened",
      rules: rulesOf(WINDOWS, chosen),
      series: highestOf,
    },
  ],
  events: ACTS_IN_WEEK,
  less(row, amount, { evidence: { window_nights } }) {
    const order = placesOfWindow(row.nights_ago, Number(window_nights)).filter((place) =>
      HIGHEST.test(row.classes[place] ?? ""),
    );
    return { ...row, access_counts: drained(row.access_counts, order, amount) };
  },
});
