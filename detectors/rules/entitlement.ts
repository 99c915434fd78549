import { z } from "zod";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";

const CASES = /* sql */ `
  WITH opened AS (
    SELECT actor_id, collection, local_day, basis, known_on, count(*)::INTEGER AS case_count, min(day) AS first_day
    FROM rule_event
    WHERE collection IS NOT NULL
      AND action IN ('view', 'download', 'print', 'export', 'share', 'receive', 'forward', 'modify')
    GROUP BY actor_id, collection, local_day, basis, known_on
  ), lacking AS (
    SELECT opened.*
    FROM opened
    ANTI JOIN entitlement ON entitlement.actor_id = opened.actor_id AND entitlement.collection = opened.collection
      AND entitlement.known_from <= opened.known_on
      AND coalesce(entitlement.known_until, 'infinity'::DATE) > opened.known_on
      AND granted_at <= local_day AND coalesce(expires_at, 'infinity'::DATE) >= local_day
  ), held AS (
    SELECT opened.actor_id, opened.collection, opened.local_day, opened.basis, opened.case_count, opened.first_day,
      count(entitlement.actor_id) AS grant_count,
      coalesce(bool_or(entitlement.actor_id IS NOT NULL AND granted_at IS NULL AND coalesce(expires_at, 'infinity'::DATE) >= local_day), false) AS is_undated,
      coalesce(bool_or(expires_at < local_day), false) AS is_expired,
      max(expires_at) FILTER (expires_at < local_day) AS expired_at
    FROM lacking AS opened
    LEFT JOIN entitlement ON entitlement.actor_id = opened.actor_id AND entitlement.collection = opened.collection
      AND entitlement.known_from <= opened.known_on
      AND coalesce(entitlement.known_until, 'infinity'::DATE) > opened.known_on
    GROUP BY ALL
  ), acted AS (
    SELECT actor_id, collection, local_day, basis, list(event_id ORDER BY event_time, event_id) AS event_ids
    FROM rule_event
    WHERE (actor_id, collection, local_day, basis) IN (
        SELECT (actor_id, collection, local_day, basis) FROM held
      ) AND action IN ('view', 'download', 'print', 'export', 'share', 'receive', 'forward', 'modify')
    GROUP BY actor_id, collection, local_day, basis
  )
  SELECT held.actor_id AS entity_id, held.basis, false AS is_in_force, is_undated, is_expired, grant_count > 0 AS is_granted,
    held.collection IN (SELECT collection FROM entitlement) AS is_known_collection,
    sum(case_count)::INTEGER AS case_count, min(first_day)::VARCHAR AS first_day, held.collection AS collection,
    expired_at::VARCHAR AS expired_at,
    coalesce(flatten(list(event_ids ORDER BY held.local_day) FILTER (event_ids IS NOT NULL))[1:200], []) AS event_ids
  FROM held
  LEFT JOIN acted ON acted.actor_id = held.actor_id AND acted.collection = held.collection
    AND acted.local_day = held.local_day AND acted.basis = held.basis
  GROUP BY ALL
  UNION ALL
  SELECT '', basis, true, false, false, true, true, (opened_count - coalesce(lacking_count, 0))::INTEGER, NULL, NULL, NULL, []
  FROM (SELECT basis, sum(case_count) AS opened_count FROM opened GROUP BY basis)
  LEFT JOIN (SELECT basis, sum(case_count) AS lacking_count FROM lacking GROUP BY basis) USING (basis)
  ORDER BY entity_id, basis, collection, expired_at, is_in_force, is_undated, is_expired, is_granted
`;

/** Whoever opens an item holds an entitlement to its collection on that day, on the person's own clock. */
export const entitlement = rule({
  id: "entitlement",
  question: "Did this person open collections without an entitlement in force?",
  entity: "actor",
  unit: "events",
  needs: ["access", "entitlements"],
  why: "a right to read is granted for a collection and a time, and ends with them",
  source: "NIST SP 800-53 AC-3 and AC-2; contract on feeds, entitlements.granted_at and expires_at, both days included",
  rung: "security officer",
  consequence: "protection",
  innocentExplanations: [
    "the right was granted and the register not yet",
    "the item was filed under another collection",
  ],
  wouldRefute: ["a grant for the collection that was in force on the day"],
  params: NO_PARAMS,
  caseShape: z.object({
    ...caseBase,
    is_in_force: z.boolean(),
    is_undated: z.boolean(),
    is_expired: z.boolean(),
    is_granted: z.boolean(),
    is_known_collection: z.boolean(),
    collection: z.string().nullable(),
    expired_at: z.string().nullable(),
  }),
  cases: CASES,
  judge({ is_in_force, is_undated, is_expired, is_granted, is_known_collection, collection, expired_at }) {
    if (is_in_force) return HOLDS;
    if (is_undated) return undetermined("the day on which the right was granted is not known");
    if (!is_known_collection) return undetermined("nobody's rights to the collection are on record");
    if (is_expired) return broken(`the right to ${collection ?? ""} ended on ${expired_at ?? ""}`);
    return broken(is_granted ? `the right to ${collection ?? ""} had not begun` : `no right to ${collection ?? ""}`);
  },
  say: (count) => `${counted(count, "event")} opened collections without an entitlement in force`,
});
