import { z } from "zod";
import { periodDays } from "../../data/policy/duties.js";
import { inForce, UNDATED } from "./agreements.js";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";

const CASES = /* sql */ `
  WITH opened AS (
    SELECT event_id, event_time, day, actor_id, actor_nation, object_id, basis, known_on
    FROM rule_event
    WHERE actor_nation <> $home_nation AND object_id IS NOT NULL
      AND action IN ('view', 'download', 'print', 'export', 'share', 'forward', 'modify')
  ), handed AS (
    SELECT object_id, partner, max(timezone($time_zone, happened_at)::DATE) AS received_day
    FROM sharing_step
    WHERE step = 'received' AND known_from <= $night::DATE AND coalesce(known_until, 'infinity'::DATE) > $night::DATE
      AND happened_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
      AND object_id IN (SELECT object_id FROM opened)
    GROUP BY object_id, partner
  ), held AS (
    SELECT actor_nation, basis, known_on, day, received_day, opened.object_id, count(*)::INTEGER AS case_count,
      (list(event_id ORDER BY event_time, event_id))[1:200] AS event_ids, list_sort(list(DISTINCT actor_id))[1:20] AS actors
    FROM opened
    JOIN handed ON handed.object_id = opened.object_id AND handed.partner = opened.actor_nation
      AND handed.received_day <= opened.day
    GROUP BY ALL
  )
  SELECT actor_nation AS entity_id, basis, day::VARCHAR AS first_day, received_day::VARCHAR AS received_day,
    (day - received_day)::INTEGER AS held_days, case_count, event_ids, actors, [object_id] AS objects,
    coalesce((
      SELECT list({
        'retention_days': agreement.retention_days, 'valid_from': agreement.valid_from::VARCHAR,
        'valid_to': agreement.valid_to::VARCHAR
      } ORDER BY agreement.agreement_id, agreement.valid_from)
      FROM agreement
      WHERE agreement.partner = held.actor_nation AND agreement.known_from <= held.known_on
        AND coalesce(agreement.known_until, 'infinity'::DATE) > held.known_on
    ), []) AS agreements
  FROM held
  ORDER BY entity_id, day, basis, object_id
`;

/** A partner opens what it received only as long as the agreement lets it keep it. */
export const retentionOverrun = rule({
  id: "retention-overrun",
  question: "Did this partner still use material after the time for which it may keep it?",
  entity: "partner",
  unit: "events",
  needs: ["access", "actors", "agreements", "sharing_steps"],
  why: "what is kept beyond its time is kept for no agreed purpose",
  source:
    "NIST SP 800-53 SI-12; contract on feeds, agreements.retention_days counted from the day of receipt; policy pack, period retention",
  rung: "records officer",
  consequence: "protection",
  innocentExplanations: ["the item was received again outside the register", "keeping it longer was agreed"],
  wouldRefute: ["an agreed prolongation dated before the event"],
  params: NO_PARAMS,
  caseShape: z.object({
    ...caseBase,
    received_day: z.string(),
    held_days: z.number(),
    agreements: z.array(
      z.object({
        retention_days: z.number().nullable(),
        valid_from: z.string().nullable(),
        valid_to: z.string().nullable(),
      }),
    ),
  }),
  cases: CASES,
  judge({ received_day, held_days, agreements, objects }, { policy }) {
    const papers = inForce(agreements, received_day);
    if (papers === null) return undetermined(UNDATED);
    if (papers.length === 0) return undetermined("no agreement was in force on the day of receipt");
    const declared = periodDays(policy, "retention", received_day);
    const days = papers.map(({ retention_days }) => retention_days ?? declared);
    if (days.some((limit) => limit !== null && held_days <= limit)) return HOLDS;
    if (days.includes(null)) return undetermined("neither the agreement nor policy says how long material may be kept");
    return broken(
      `${objects[0] ?? "an item"} was received on ${received_day} and may be kept ${days.join(" or ")} days`,
    );
  },
  say: (count) => `${counted(count, "event")} on material kept beyond its time`,
});
