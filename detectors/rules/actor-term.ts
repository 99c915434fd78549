import { z } from "zod";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";

const CASES = /* sql */ `
  WITH placed AS (
    SELECT basis, is_known_actor, active_from IS NOT NULL AS is_dated, day, event_id, event_time,
      CASE WHEN local_day < active_from THEN 'before' WHEN local_day > active_to THEN 'after' ELSE 'within' END AS place,
      CASE WHEN place <> 'within' THEN actor_id ELSE '' END AS entity_id,
      CASE place WHEN 'before' THEN active_from WHEN 'after' THEN active_to END AS bound
    FROM rule_event
  )
  SELECT entity_id, basis, is_known_actor, is_dated, bound::VARCHAR AS bound, place,
    count(*)::INTEGER AS case_count, min(day)::VARCHAR AS first_day,
    coalesce((list(event_id ORDER BY event_time, event_id) FILTER (place <> 'within'))[1:200], []) AS event_ids
  FROM placed
  GROUP BY entity_id, basis, is_known_actor, is_dated, bound, place
  ORDER BY entity_id, basis, place, bound, is_known_actor, is_dated
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
    is_dated: z.boolean(),
    bound: z.string().nullable(),
    place: z.enum(["before", "within", "after"]),
  }),
  cases: CASES,
  judge({ is_known_actor, is_dated, bound, place }) {
    if (!is_known_actor) return undetermined("the directory does not know the actor");
    if (place === "before") return broken(`their time began on ${bound ?? ""}`);
    if (place === "after") return broken(`their time ended on ${bound ?? ""}`);
    return !is_dated ? undetermined("the directory does not say when the actor began") : HOLDS;
  },
  say: (count) => `${counted(count, "event")} by an account outside its holder's time`,
});
