import { z } from "zod";
import { ACTOR_PANEL, actorPanel } from "../cases/actor-panel.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { moreTonight } from "../judges/series.js";
import { shareDetector } from "../judges/share-detector.js";

/** A single night, and the days of a burst. */
const WINDOWS = [1, 3] as const;

const EVENTS = /* sql */ `
  SELECT event_id
  FROM act
  WHERE actor_id = $entity_id
    AND day BETWEEN $night::DATE - 2 AND $night::DATE
    AND action IN ('modify', 'destroy')
    AND outcome = 'success'
  ORDER BY event_time, source, event_id
`;

/**
 * How much of what an actor opens they alter or destroy: records that are quietly changed or lost are harm too, and the traces
 * of other harm. Beta-binomial, 1 and 3 nights.
 */
export const alterations = shareDetector({
  id: "alterations",
  question: "Did this person change or destroy more of what they opened than they usually do?",
  entity: "actor",
  family: "alteration",
  needs: ["access", "actors"],
  status: "trial",
  falsePositives: [
    "A migration, a re-marking or a correction of a whole series",
    "Destruction that fell due",
    "The last editing before a deadline",
  ],
  wouldRefute: ["A tasking or a destruction order that names the objects", "A colleague's review of each change"],
  references: ["Skellam 1948, JRSS-B 10:257"],
  params: z.object(shareParams),
  caseShape: actorPanel,
  cases: ACTOR_PANEL,
  questions: (chosen) => [
    {
      unit: "objects altered or destroyed",
      of: "objects opened",
      rules: rulesOf(WINDOWS, chosen),
      series: (row) => ({ ...row, group: row.role, successes: row.change_counts, trials: row.access_counts }),
    },
  ],
  events: EVENTS,
  more: (row) => ({
    ...row,
    change_counts: moreTonight(row.nights_ago, row.change_counts, 3),
    access_counts: moreTonight(row.nights_ago, row.access_counts, 3),
  }),
});
