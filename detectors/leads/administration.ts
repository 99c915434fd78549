import { z } from "zod";
import { ACTOR_ACTIONS, actorActions } from "../cases/actor-actions.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { moreTonight } from "../judges/series.js";
import { shareDetector } from "../judges/share-detector.js";

/** A single night and the days of a burst. */
const WINDOWS = [1, 3] as const;

const EVENTS = /* sql */ `
  SELECT event_id
  FROM event
  WHERE actor_id = $entity_id
    AND day BETWEEN $night::DATE - 2 AND $night::DATE
    AND action IN ('admin', 'other')
  ORDER BY event_time, source, event_id
`;

/**
 * How much of what an actor did is administration, or what the log has no word for: whoever never did it and does it now has
 * come by rights or tasks that nobody may have given. Beta-binomial against their own earlier share, 1 and 3 nights.
 */
export const administration = shareDetector({
  id: "administration",
  question: "Did this person administer systems more than is usually their work?",
  entity: "actor",
  family: "alteration",
  needs: ["access", "actors"],
  status: "trial",
  falsePositives: [
    "Cover for an absent administrator",
    "A new post with other rights",
    "A migration or a change of settings by everybody's own hand",
  ],
  wouldRefute: ["A ticket or change order that names the work", "A roster that gives this person the desk"],
  references: ["Skellam 1948, JRSS-B 10:257"],
  params: z.object(shareParams),
  caseShape: actorActions,
  cases: ACTOR_ACTIONS,
  questions: (chosen) => [
    {
      unit: "acts of administration",
      of: "acts of all kinds",
      rules: rulesOf(WINDOWS, chosen),
      series: (row) => ({ ...row, group: row.role, successes: row.admin_counts, trials: row.event_counts }),
    },
  ],
  events: EVENTS,
  more: (row) => ({
    ...row,
    admin_counts: moreTonight(row.nights_ago, row.admin_counts, 3),
    event_counts: moreTonight(row.nights_ago, row.event_counts, 3),
  }),
});
