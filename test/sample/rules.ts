/**
 * Each statement looks for what its rule forbids, so it gives no row in a world without planted patterns. Times without a
 * zone of a person are judged in UTC with a day to spare where the contract says the person's or home's own zone.
 */
export const BREAKS: readonly (readonly [claim: string, sql: string])[] = [
  ["every event names a known actor", `SELECT event_id FROM access ANTI JOIN actors USING (actor_id)`],
  [
    "an event's marking and collection are its object's",
    `SELECT event_id FROM access e LEFT JOIN objects o USING (object_id)
     WHERE e.object_id IS NOT NULL AND (o.marking IS DISTINCT FROM e.marking OR o.collection IS DISTINCT FROM e.collection)`,
  ],
  [
    "markings are level, controls, then REL TO with home first and the rest in order, or NOFORN",
    `SELECT object_id FROM objects
     WHERE NOT regexp_full_match(marking, '(CONFIDENTIAL|SECRET|TOP SECRET)//(ORCON/)?(NOFORN|REL TO XHM(, X[A-Z]{2})+)')
        OR (contains(marking, 'REL TO') AND list_sort(split(split_part(marking, 'REL TO XHM, ', 2), ', ')) <> split(split_part(marking, 'REL TO XHM, ', 2), ', '))`,
  ],
  [
    "whatever reaches a partner is releasable to it",
    `SELECT event_id FROM access WHERE partner IS NOT NULL AND NOT contains(split_part(marking, 'REL TO ', 2), partner)`,
  ],
  [
    "whatever reaches a partner is within its agreement's class, collections and dates",
    `SELECT event_id FROM access e JOIN agreements a USING (partner)
     WHERE NOT list_contains(split(a.collections, ';'), e.collection)
        OR e.event_time::DATE NOT BETWEEN a.valid_from::DATE AND a.valid_to::DATE
        OR list_position(['CONFIDENTIAL', 'SECRET', 'TOP SECRET'], split_part(e.marking, '//', 1))
         > list_position(['CONFIDENTIAL', 'SECRET', 'TOP SECRET'], a.max_classification)`,
  ],
  [
    "requests cite the partner's agreement, one of its purposes, and a rights review in force",
    `SELECT request_id FROM sharing_steps s LEFT JOIN agreements a USING (agreement_id)
     WHERE a.partner IS DISTINCT FROM s.partner OR NOT list_contains(split(a.purposes, ';'), s.purpose)
        OR s."at"::TIMESTAMPTZ::DATE > a.rights_review_valid_to::DATE`,
  ],
  [
    "nobody who asks also approves or releases, and nobody who approves releases",
    `SELECT request_id FROM sharing_steps WHERE step IN ('requested', 'approved', 'released')
     GROUP BY request_id HAVING count(DISTINCT actor_id) < count(*)`,
  ],
  [
    "those who ask, approve and release have the authority",
    `SELECT s.request_id FROM sharing_steps s JOIN actors a USING (actor_id)
     LEFT JOIN authorities h ON h.role = a.role AND h.action = CASE s.step WHEN 'requested' THEN 'request' WHEN 'approved' THEN 'approve' ELSE 'release' END
     WHERE s.step IN ('requested', 'approved', 'released') AND h.role IS NULL`,
  ],
  [
    "a release follows approval, approval follows risk assessment, assessment follows the request",
    `SELECT request_id FROM (
       SELECT request_id, min("at") FILTER (step = 'requested') q, min("at") FILTER (step = 'risk_assessed') r,
              min("at") FILTER (step = 'approved') a, min("at") FILTER (step = 'released') l, min("at") FILTER (step = 'received') c
       FROM sharing_steps GROUP BY request_id)
     WHERE NOT coalesce(q < r, r IS NULL) OR (a IS NOT NULL AND NOT coalesce(r < a, false))
        OR (l IS NOT NULL AND NOT coalesce(a < l, false)) OR (c IS NOT NULL AND NOT coalesce(l < c, false))`,
  ],
  [
    "purposes that need a rights review have one before approval",
    `SELECT request_id FROM sharing_steps WHERE purpose IN ('law-enforcement', 'border-security')
     GROUP BY request_id
     HAVING min("at") FILTER (step = 'approved') < coalesce(min("at") FILTER (step = 'rights_reviewed'), '9999')`,
  ],
  [
    "a request has at most one decision and the denied and withdrawn are never released",
    `SELECT request_id FROM sharing_steps GROUP BY request_id
     HAVING count(*) FILTER (step IN ('approved', 'denied', 'withdrawn')) > 1
         OR (count(*) FILTER (step IN ('denied', 'withdrawn')) > 0 AND count(*) FILTER (step = 'released') > 0)`,
  ],
  [
    "every share and receive is a released and received step of its request, at that second, by that person",
    `SELECT request_id FROM
       (SELECT request_id, actor_id, partner, object_id, event_time AS "at", action FROM access WHERE action IN ('share', 'receive'))
     FULL JOIN
       (SELECT request_id, actor_id, partner, object_id, "at"::TIMESTAMPTZ AS "at",
               CASE step WHEN 'released' THEN 'share' ELSE 'receive' END AS action FROM sharing_steps WHERE step IN ('released', 'received')) s
     USING (request_id, actor_id, partner, object_id, "at", action) WHERE request_id IS NULL OR s.request_id IS NULL`,
  ],
  [
    "what is shared is received within five days, unless the world ends first",
    `SELECT s.event_id FROM access s ANTI JOIN access r
       ON r.action = 'receive' AND r.request_id = s.request_id AND r.event_time < s.event_time + INTERVAL 5 DAY
     WHERE s.action = 'share' AND s.event_time < (SELECT max(event_time) FROM access) - INTERVAL 5 DAY`,
  ],
  [
    "every urgent release is reviewed within a week, and every release within a month",
    `SELECT request_id FROM (
       SELECT request_id, any_value(tier) AS tier, min("at"::TIMESTAMPTZ) FILTER (step = 'released') AS l, min("at"::TIMESTAMPTZ) FILTER (step = 'reviewed') AS v
       FROM sharing_steps GROUP BY request_id)
     WHERE coalesce(v, (SELECT max(event_time) FROM access)) - l > CASE tier WHEN 'immediate' THEN INTERVAL 7 DAY ELSE INTERVAL 30 DAY END`,
  ],
  [
    "nothing is opened after its destroy-by day or its destruction",
    `SELECT event_id FROM access e JOIN objects o USING (object_id)
     WHERE e.event_time::DATE > o.destroy_by::DATE OR (e.event_time AT TIME ZONE 'Europe/Vienna')::DATE > o.destroyed_at::DATE`,
  ],
  [
    "what should be destroyed within the world is attested as destroyed in time",
    `SELECT object_id FROM objects WHERE destroy_by::DATE <= (SELECT max(event_time)::DATE FROM access) - 2
       AND (destroyed_at IS NULL OR destroyed_at::DATE > destroy_by::DATE)`,
  ],
  [
    "a released item that should be destroyed is destroyed by the partner in time",
    `SELECT s.request_id FROM sharing_steps s JOIN objects o USING (object_id)
     ANTI JOIN sharing_steps d ON d.step = 'destroyed' AND d.request_id = s.request_id AND d."at"::TIMESTAMPTZ::DATE <= o.destroy_by::DATE
     WHERE s.step = 'received' AND o.destroy_by::DATE <= (SELECT max(event_time)::DATE FROM access) - 2`,
  ],
  [
    "nothing is opened before it is registered",
    `SELECT event_id FROM access e JOIN objects o USING (object_id) WHERE e.event_time::DATE <= o.created_at::DATE`,
  ],
  [
    "nobody acts before beginning or after leaving, in their own zone",
    `SELECT event_id FROM access e JOIN actors a USING (actor_id)
     WHERE (e.event_time AT TIME ZONE a.time_zone)::DATE < a.active_from::DATE
        OR (e.event_time AT TIME ZONE a.time_zone)::DATE > a.active_to::DATE`,
  ],
  [
    "every successful opening rests on an entitlement in force that day in the reader's zone",
    `SELECT e.event_id FROM access e JOIN actors a USING (actor_id)
     ANTI JOIN entitlements n ON n.actor_id = e.actor_id AND n.collection = e.collection
       AND (e.event_time AT TIME ZONE a.time_zone)::DATE BETWEEN n.granted_at::DATE AND coalesce(n.expires_at::DATE, DATE '9999-12-31')
     WHERE e.object_id IS NOT NULL AND e.outcome = 'success'`,
  ],
  [
    "nobody succeeds above their clearance",
    `SELECT event_id FROM access e JOIN actors a USING (actor_id)
     WHERE e.outcome = 'success' AND list_position(['CONFIDENTIAL', 'SECRET', 'TOP SECRET'], split_part(e.marking, '//', 1))
         > list_position(['CONFIDENTIAL', 'SECRET', 'TOP SECRET'], a.clearance)`,
  ],
  [
    "seq runs from 1 without a hole, and time never runs back along it",
    `SELECT event_id FROM (
       SELECT event_id, seq - coalesce(lag(seq) OVER w, 0) AS step, event_time < lag(event_time) OVER w AS is_back
       FROM access WINDOW w AS (PARTITION BY source ORDER BY seq))
     WHERE step <> 1 OR is_back`,
  ],
  [
    "every flow of a third party's item, and every onward flow, has the originator's consent on that day",
    `SELECT e.event_id FROM access e JOIN objects o USING (object_id)
     ANTI JOIN consents c ON c.object_id = e.object_id AND c.originator = o.originator AND c.partner = e.partner
       AND e.event_time::DATE BETWEEN c.valid_from::DATE AND c.valid_to::DATE
     WHERE e.partner <> o.originator AND (e.action = 'forward' OR (e.action = 'share' AND o.originator <> 'XHM'))`,
  ],
  [
    "only partners whose agreement allows it pass material on, and only what they have received",
    `SELECT e.event_id FROM access e JOIN actors a USING (actor_id) JOIN agreements g ON g.partner = a.nation
     ANTI JOIN access r ON r.action = 'receive' AND r.object_id = e.object_id AND r.partner = a.nation AND r.event_time < e.event_time AND g.onward_sharing = 'true'
     WHERE e.action = 'forward'`,
  ],
  [
    "duties, reviews, training and contacts are in date",
    `SELECT obligation_id AS id FROM obligations WHERE coalesce(met_at, (SELECT max(event_time)::DATE::TEXT FROM access)) > due_at
     UNION ALL SELECT recommendation_id FROM recommendations WHERE coalesce(done_at, (SELECT max(event_time)::DATE::TEXT FROM access)) > due_at
     UNION ALL SELECT agreement_id FROM agreements WHERE least(review_due, rights_review_valid_to) <= (SELECT max(event_time)::DATE::TEXT FROM access)
     UNION ALL SELECT actor_id FROM actors WHERE training_valid_to <= (SELECT max(event_time)::DATE::TEXT FROM access)`,
  ],
];
