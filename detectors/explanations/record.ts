import { z } from "zod";
import { explanation, no, unknown, yes } from "./card.js";

/** What an installation reads on its first night is history, not late. */
const LATE = /* sql */ `
  WITH
  begun AS (SELECT min(known_from) AS night FROM file),
  behind AS (
    SELECT event.day, file.known_from
    FROM event
    JOIN file USING (file_id)
    WHERE event.event_id IN (SELECT unnest(CAST(CAST($event_ids AS JSON) AS VARCHAR[])))
      AND event.day BETWEEN $first::DATE - 28 AND $night::DATE
      AND ($entity_type <> 'actor' OR event.actor_id = $entity_id)
      AND ($entity_type <> 'partner' OR event.partner = $entity_id)
  )
  SELECT
    count(*)::INTEGER AS event_count,
    count(*) FILTER (known_from > day + 1 AND known_from > (SELECT night FROM begun))::INTEGER AS late_count,
    count(*) FILTER (known_from > day + 1 AND known_from = (SELECT night FROM begun))::INTEGER AS history_count
  FROM behind
`;

export const lateData = explanation({
  id: "late-data",
  explanation: "Late data: the events came in a delivery of another day",
  entities: ["actor", "partner"],
  covers: /\blate (data|log|delivery)\b/i,
  asked: "every flag",
  facts: LATE,
  shape: z.object({ event_count: z.number(), late_count: z.number(), history_count: z.number() }),
  judge({ event_count, late_count, history_count }) {
    if (event_count === 0) return unknown("no event is named");
    if (2 * history_count > event_count) return unknown("most of them were read with the history, on the first night");
    const seen = `${late_count} of ${event_count} events came later than the night after their day`;
    return 2 * late_count >= event_count ? yes(seen) : no(seen);
  },
});

const REQUEST = /* sql */ `
  WITH
  step AS (
    SELECT request_id, step, happened_at, object_id
    FROM sharing_step
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
  ),
  behind AS (
    SELECT source, event_id, event_time, object_id, request_id
    FROM event
    WHERE event_id IN (SELECT unnest(CAST(CAST($event_ids AS JSON) AS VARCHAR[])))
      AND day BETWEEN $first::DATE - 28 AND $night::DATE
      AND ($entity_type <> 'actor' OR actor_id = $entity_id) AND ($entity_type <> 'partner' OR partner = $entity_id)
      AND (object_id IS NOT NULL OR request_id IS NOT NULL)
  )
  SELECT
    EXISTS (SELECT 1 FROM step) AS is_fed,
    (SELECT count(*) FROM behind)::INTEGER AS event_count,
    (
      SELECT count(*)
      FROM behind
      WHERE EXISTS (
          SELECT 1
          FROM step
          WHERE step.request_id = behind.request_id AND step.step = 'approved' AND step.happened_at <= behind.event_time
        )
        OR EXISTS (
          SELECT 1
          FROM step
          WHERE step.object_id = behind.object_id AND step.step IN ('requested', 'approved')
            AND step.happened_at BETWEEN behind.event_time - INTERVAL 30 DAY AND behind.event_time
        )
    )::INTEGER AS asked_count
`;

export const request = explanation({
  id: "request",
  explanation: "A request or an approval that names what was opened",
  entities: ["actor", "partner"],
  covers: /\b(request|approval|tasking) that\b/i,
  asked: "every flag",
  facts: REQUEST,
  shape: z.object({ is_fed: z.boolean(), event_count: z.number(), asked_count: z.number() }),
  judge({ is_fed, event_count, asked_count }) {
    if (!is_fed) return unknown("no feed of sharing steps");
    if (event_count === 0) return unknown("the logs name neither object nor request");
    const seen = `${asked_count} of ${event_count} events: approved by their own request, or the item asked for in the 30 days before`;
    return 2 * asked_count >= event_count ? yes(seen) : no(seen);
  },
});

const AGREEMENT = /* sql */ `
  WITH known AS (
    SELECT agreement_id, valid_from
    FROM agreement
    WHERE partner = $entity_id AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
  )
  SELECT
    EXISTS (SELECT 1 FROM known) AS is_known,
    (SELECT max(valid_from) FROM known WHERE valid_from BETWEEN $first::DATE - 60 AND $night::DATE) AS began_on
`;

export const newAgreement = explanation({
  id: "new-agreement",
  explanation: "A new or renewed agreement with the partner",
  entities: ["partner"],
  covers: /\bagreement\b/i,
  asked: "every lead",
  facts: AGREEMENT,
  shape: z.object({ is_known: z.boolean(), began_on: z.string().nullable() }),
  judge({ is_known, began_on }) {
    if (!is_known) return unknown("no agreement with this partner is on record");
    return began_on === null ? no("none began in the 60 days before") : yes(`one began on ${began_on}`);
  },
});

const INCIDENT = /* sql */ `
  WITH known AS (
    SELECT incident_id, partner, occurred_at
    FROM incident
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
  )
  SELECT
    EXISTS (SELECT 1 FROM known) AS is_fed,
    (
      SELECT max(occurred_at)::DATE
      FROM known
      WHERE partner = $entity_id AND occurred_at::DATE BETWEEN $first::DATE - 7 AND $night::DATE
    ) AS occurred_on
`;

export const incident = explanation({
  id: "incident",
  explanation: "An incident that both sides are working on",
  entities: ["partner"],
  covers: /\bincident\b|\bcrisis\b/i,
  asked: "every lead",
  facts: INCIDENT,
  shape: z.object({ is_fed: z.boolean(), occurred_on: z.string().nullable() }),
  judge({ is_fed, occurred_on }) {
    if (!is_fed) return unknown("no incidents feed");
    return occurred_on === null ? no("none in the week before") : yes(`one occurred on ${occurred_on}`);
  },
});
