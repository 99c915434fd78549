import { z } from "zod";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";

const CASES = /* sql */ `
  SELECT actor_id AS entity_id, basis, is_known_actor, active_from::VARCHAR AS active_from,
    active_to::VARCHAR AS active_to,
    CASE WHEN local_day < active_from THEN 'before' WHEN local_day > active_to THEN 'after' ELSE 'within' END AS place,
    count(*)::INTEGER AS case_count, min(day)::VARCHAR AS first_day,
    coalesce((list(event_id ORDER BY event_time, event_id)
      FILTER (local_day < active_from OR local_day > active_to))[1:200], []) AS event_ids
  FROM rule_event
  GROUP BY actor_id, basis, is_known_actor, active_from, active_to, place
  ORDER BY entity_id, basis, place, active_from, active_to
`;

/** Nobody acts before beginning or after leaving, on the person's own clock. */
export const actorTerm = rule({
  id: "actor-term",
  question: "Was this account used before its holder began or after they left?",
  entity: "actor",
  unit: "events",
  needs: ["access", "actors"],
  why: "an account outlives its holder only if nobody closes it, and then nobody answers for it",
  source: "NIST SP 800-53 PS-4 and AC-2(3); contract on feeds, actors.active_from and active_to, both days included",
  rung: "security officer",
  consequence: "protection",
  innocentExplanations: [
    "the leaving was put off and the directory not yet",
    "handing over on the last day, in another zone",
  ],
  wouldRefute: ["a contract or posting that covers the day"],
  params: NO_PARAMS,
  caseShape: z.object({
    ...caseBase,
    is_known_actor: z.boolean(),
    active_from: z.string().nullable(),
    active_to: z.string().nullable(),
    place: z.enum(["before", "within", "after"]),
  }),
  cases: CASES,
  judge({ is_known_actor, active_from, active_to, place }) {
    if (!is_known_actor) return undetermined("the directory does not know the actor");
    if (place === "before") return broken(`their time began on ${active_from ?? ""}`);
    if (place === "after") return broken(`their time ended on ${active_to ?? ""}`);
    return active_from === null ? undetermined("the directory does not say when the actor began") : HOLDS;
  },
  say: (count) => `${counted(count, "event")} by an account outside its holder's time`,
});
