import { z } from "zod";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";

const RECORD = /* sql */ `SELECT count(destroy_by) + count(destroyed_at) > 0 AS is_carried FROM object`;

const CASES = /* sql */ `
  WITH opened AS (
    SELECT basis, is_registered, day, event_id, event_time, coalesce(day > destroyed_at, false) AS is_after_destruction,
      coalesce(day > destroy_by, false) AS is_after_destroy_by, is_after_destruction OR is_after_destroy_by AS is_after,
      CASE WHEN is_after THEN actor_id ELSE '' END AS entity_id, CASE WHEN is_after THEN object_id END AS object_id,
      CASE WHEN is_after THEN least(destroyed_at, destroy_by) END AS ended_on
    FROM rule_event
    WHERE object_id IS NOT NULL
      AND action IN ('view', 'download', 'print', 'export', 'share', 'receive', 'forward', 'modify')
  )
  SELECT entity_id, basis, is_registered, is_after_destruction, is_after_destroy_by, count(*)::INTEGER AS case_count,
    min(day)::VARCHAR AS first_day, object_id, ended_on::VARCHAR AS ended_on,
    coalesce((list(event_id ORDER BY event_time, event_id) FILTER (is_after))[1:200], []) AS event_ids
  FROM opened
  GROUP BY ALL
  ORDER BY entity_id, basis, object_id, ended_on, is_registered
`;

/** Nothing is opened after the last day on which it may be, or after it was destroyed; destroying it is not opening it. */
export const afterDestroyBy = rule({
  id: "after-destroy-by",
  question: "Did this person open items that should no longer have existed?",
  entity: "actor",
  unit: "events",
  needs: ["access", "objects"],
  why: "what must be destroyed and is opened afterwards was not destroyed, whatever the register says",
  source:
    "NIST SP 800-53 SI-12 and MP-6; contract on feeds, objects.destroy_by: the last day on which it may be opened",
  rung: "records officer",
  consequence: "protection",
  record: { sql: RECORD, absent: "no item has ever carried a day of destruction" },
  innocentExplanations: ["keeping it longer was approved and the register not yet", "a legal hold on the item"],
  wouldRefute: ["a later destroy-by day approved before the event"],
  params: NO_PARAMS,
  caseShape: z.object({
    ...caseBase,
    is_registered: z.boolean(),
    is_after_destruction: z.boolean(),
    is_after_destroy_by: z.boolean(),
    object_id: z.string().nullable(),
    ended_on: z.string().nullable(),
  }),
  cases: CASES,
  judge({ is_registered, is_after_destruction, is_after_destroy_by, object_id, ended_on }) {
    if (!is_registered) return undetermined("the item is not in the register");
    const item = object_id ?? "";
    if (is_after_destruction) return broken(`${item} had been destroyed by ${ended_on ?? ""}`);
    return is_after_destroy_by ? broken(`${item} was to be destroyed by ${ended_on ?? ""}`) : HOLDS;
  },
  say: (count) => `${counted(count, "event")} opened items after their last day`,
});
