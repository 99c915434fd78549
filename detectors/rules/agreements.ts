import { z } from "zod";
import { caseBase } from "./card.js";

/** An agreement as the register had it; null: left empty, which is unknown. Dates are ISO 8601, both ends included. */
const paper = z.object({
  agreement_id: z.string(),
  max_classification: z.string().nullable(),
  collections: z.array(z.string()).nullable(),
  onward_sharing: z.boolean().nullable(),
  valid_from: z.string().nullable(),
  valid_to: z.string().nullable(),
  rights_review_valid_to: z.string().nullable(),
});
export type Paper = z.infer<typeof paper>;

/** A flow to a partner beside all that the register said of agreements with it. */
export const flowShape = z.object({
  ...caseBase,
  day: z.string(),
  collection: z.string().nullable(),
  marking: z.string().nullable(),
  agreements: z.array(paper),
});

/**
 * One row a distinct flow to a partner: shared, received, forwarded from home, or opened by the partner itself. What a
 * partner forwards is not home's flow: onward.ts judges it.
 */
export const FLOWS = /* sql */ `
  WITH taken AS (
    SELECT partner, day, collection, marking, basis, known_on, event_id, event_time, actor_id, object_id,
      CASE WHEN $wanted <> '[]' THEN concat_ws('|', partner, day, basis, collection, marking) END IN (
        SELECT unnest(CAST($wanted AS VARCHAR[]))
      ) AS is_wanted
    FROM rule_event
    WHERE partner <> $home_nation AND action IN ('view', 'download', 'print', 'export', 'share', 'receive', 'forward')
      AND NOT (action = 'forward' AND coalesce(actor_nation, $home_nation) <> $home_nation)
  ), flow AS (
    SELECT partner, day, collection, marking, basis, known_on,
      concat_ws('|', partner, day, basis, collection, marking) AS combo, count(*)::INTEGER AS case_count,
      (list(event_id ORDER BY event_time, event_id) FILTER (is_wanted))[1:200] AS event_ids,
      list_sort(list(DISTINCT actor_id) FILTER (is_wanted))[1:20] AS actors,
      list_sort(list(DISTINCT object_id) FILTER (is_wanted))[1:20] AS objects
    FROM taken
    GROUP BY partner, day, collection, marking, basis, known_on
  ), paper AS (
    SELECT asked.partner, asked.known_on, list({
      'agreement_id': agreement.agreement_id, 'max_classification': agreement.max_classification,
      'collections': agreement.collections, 'onward_sharing': agreement.onward_sharing,
      'valid_from': agreement.valid_from::VARCHAR, 'valid_to': agreement.valid_to::VARCHAR,
      'rights_review_valid_to': agreement.rights_review_valid_to::VARCHAR
    } ORDER BY agreement.agreement_id, agreement.valid_from) AS agreements
    FROM (SELECT DISTINCT partner, known_on FROM flow) AS asked
    JOIN agreement ON agreement.partner = asked.partner AND agreement.known_from <= asked.known_on
      AND coalesce(agreement.known_until, 'infinity'::DATE) > asked.known_on
    GROUP BY asked.partner, asked.known_on
  )
  SELECT flow.partner AS entity_id, flow.basis, flow.combo, flow.case_count, flow.event_ids, flow.actors, flow.objects,
    flow.day::VARCHAR AS day, flow.day::VARCHAR AS first_day, flow.collection, flow.marking,
    coalesce(paper.agreements, []) AS agreements
  FROM flow
  LEFT JOIN paper ON paper.partner = flow.partner AND paper.known_on = flow.known_on
  ORDER BY flow.partner, flow.day, flow.basis, flow.collection, flow.marking
`;

/** Agreements in force on a day; null where an empty date leaves it open whether any was. */
export function inForce<P extends Pick<Paper, "valid_from" | "valid_to">>(
  papers: readonly P[],
  day: string,
): readonly P[] | null {
  const sure = papers.filter(
    ({ valid_from, valid_to }) => valid_from !== null && valid_to !== null && valid_from <= day && valid_to >= day,
  );
  if (sure.length > 0) return sure;
  const isOpen = papers.some(
    ({ valid_from, valid_to }) =>
      (valid_from === null || valid_to === null) && (valid_from ?? "") <= day && (valid_to ?? "9999") >= day,
  );
  return isOpen ? null : [];
}

export const UNDATED = "the agreement's dates are not known";
