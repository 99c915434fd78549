import { z } from "zod";
import { broken, caseBase, counted, HOLDS, rule, undetermined } from "./card.js";

const CASES = /* sql */ `
  SELECT actor_id AS entity_id, 'both' AS basis, object_id, collection, count(*)::INTEGER AS case_count,
    min(day)::VARCHAR AS first_day, (list(event_id ORDER BY event_time, event_id))[1:200] AS event_ids
  FROM rule_event
  WHERE action IN ('admin', 'destroy') AND basis IN ('both', 'now')
    AND (action = 'admin' OR object_id IS NOT NULL)
  GROUP BY actor_id, object_id, collection
  ORDER BY entity_id, object_id, collection
`;

/** Nobody administers or destroys an audit trail unasked. */
export const auditTrail = rule({
  id: "audit-trail",
  question: "Did this person change or switch off an audit trail?",
  entity: "actor",
  unit: "events",
  needs: ["access"],
  why: "whoever can switch off the record can act unrecorded",
  source: "ICS 500-27, disabling of the audit mechanism; NIST SP 800-53 AU-9(4)",
  rung: "audit officer",
  consequence: "record",
  innocentExplanations: ["planned maintenance of the log", "a trail that was extended, not cut"],
  wouldRefute: ["a change order for the audit trail that covers the event"],
  params: z.object({
    /** Parts of a name, between separators, by which an audit trail is known; cloudtrail is AWS's own name for it. */
    trail_words: z.string().default("audit auditd auditlog cloudtrail syslog audittrail"),
  }),
  caseShape: z.object({ ...caseBase, object_id: z.string().nullable(), collection: z.string().nullable() }),
  cases: CASES,
  judge({ object_id, collection }, _context, { trail_words }) {
    if (object_id === null && collection === null) return undetermined("the log does not say what was administered");
    const words = new Set(trail_words.split(" "));
    const named = [object_id, collection].find((name) =>
      (name ?? "")
        .toLowerCase()
        .split(/[^a-z]+/)
        .some((part) => words.has(part)),
    );
    return named === undefined ? HOLDS : broken(named ?? "");
  },
  say: (count) => `${counted(count, "event")} that changed an audit trail`,
});
