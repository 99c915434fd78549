import { z } from "zod";
import { ACTOR_ACTIONS, actorActions } from "../cases/actor-actions.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { moreTonight } from "../judges/series.js";
import { shareDetector } from "../judges/share-detector.js";

/** A single night and the days of a burst. */
const WINDOWS = [1, 3] as const;

const EVENTS = /* sql */ `
  SELECT event_id
  FROM act
  WHERE actor_id = $entity_id AND day BETWEEN $night::DATE - 2 AND $night::DATE AND action = 'search'
  ORDER BY event_time, source, event_id
`;

/**
 * How much of an actor's looking is searching: who feels their way through what there is, without opening it, leaves searches
 * and little else. Beta-binomial against their own earlier share, 1 and 3 nights.
 */
export const searchShift = shareDetector({
  id: "search-shift",
  question: "Did this person search far more, for what they opened, than they usually do?",
  entity: "actor",
  family: "sweep",
  needs: ["access", "actors"],
  status: "trial",
  falsePositives: [
    "A question that the register could not answer",
    "A new search tool, or one that logs each keystroke",
    "The first days in a new subject",
  ],
  wouldRefute: ["A tasking that names the subject searched for"],
  references: ["Skellam 1948, JRSS-B 10:257"],
  params: z.object(shareParams),
  caseShape: actorActions,
  cases: ACTOR_ACTIONS,
  questions: (chosen) => [
    {
      unit: "searches",
      of: "searches and objects opened",
      rules: rulesOf(WINDOWS, chosen),
      series: (row) => ({ ...row, group: row.role, successes: row.search_counts, trials: row.look_counts }),
    },
  ],
  events: EVENTS,
  more: (row) => ({
    ...row,
    search_counts: moreTonight(row.nights_ago, row.search_counts, 3),
    look_counts: moreTonight(row.nights_ago, row.look_counts, 3),
  }),
});
