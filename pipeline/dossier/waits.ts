import { z } from "zod";
import type { FlagChart } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import type { Store } from "../../data/store/store.js";

/** Requests of a partner made in the half year up to the night: hours to their first decision, or waiting still. */
const WAITS = /* sql */ `
  WITH step AS (
    SELECT request_id, step, happened_at
    FROM sharing_step
    WHERE partner = $entity_id AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
      AND happened_at < $end::TIMESTAMPTZ
  ),
  request AS (
    SELECT
      request_id,
      min(happened_at) FILTER (step = 'requested') AS requested_at,
      min(happened_at) FILTER (step IN ('approved', 'denied', 'withdrawn')) AS decided_at
    FROM step
    GROUP BY request_id
  )
  SELECT
    requested_at::DATE AS day,
    greatest(epoch(coalesce(decided_at, $end::TIMESTAMPTZ)) - epoch(requested_at), 0)::DOUBLE / 3600 AS hours,
    decided_at IS NOT NULL AS is_decided
  FROM request
  WHERE requested_at >= $end::TIMESTAMPTZ - INTERVAL 180 DAY
  ORDER BY requested_at, request_id
  LIMIT 5000
`;

/** Hours from the step before to each decision of the half year up to the night, and whether the flagged person took it. */
const DECISIONS = /* sql */ `
  WITH
  step AS (
    SELECT request_id, step, actor_id, happened_at
    FROM sharing_step
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
      AND happened_at < $end::TIMESTAMPTZ AND happened_at >= $end::TIMESTAMPTZ - INTERVAL 180 DAY
  ),
  decided AS (
    SELECT request_id, min(happened_at) AS decided_at, min_by(actor_id, happened_at) AS actor_id
    FROM step
    WHERE step IN ('approved', 'denied')
    GROUP BY request_id
  )
  SELECT
    decided_at::DATE AS day,
    coalesce(decided.actor_id = $entity_id, false) AS is_own,
    (epoch(decided_at) - epoch(max(step.happened_at)))::DOUBLE / 3600 AS hours
  FROM decided
  JOIN step ON step.request_id = decided.request_id AND step.happened_at < decided_at
  GROUP BY decided.request_id, decided_at, decided.actor_id
  ORDER BY decided_at, decided.request_id
  LIMIT 5000
`;

/** How long a person's decisions since the pattern began took after the step before them, and everybody else's; null for none. */
export async function decisions(
  store: Store,
  { entity_id, night, first_day }: Flag,
  end: string,
): Promise<FlagChart | null> {
  const shape = z.object({ day: z.string(), is_own: z.boolean(), hours: z.number() });
  const rows = await store.rows(DECISIONS, shape, { entity_id, night, end });
  const waits = (chosen: typeof rows) => chosen.map(({ hours: waited }) => ({ hours: waited, is_decided: true }));
  const lately = waits(rows.filter(({ is_own, day }) => is_own && day >= first_day));
  const before = waits(rows.filter(({ is_own }) => !is_own));
  return lately.length === 0 ? null : { kind: "delays", of: "decisions", split: first_day, lately, before };
}

/** How long requests of a partner waited, those made since the pattern began and those before it; null for none. */
export async function delays(
  store: Store,
  { entity_id, night, first_day }: Flag,
  end: string,
): Promise<FlagChart | null> {
  const shape = z.object({ day: z.string(), hours: z.number(), is_decided: z.boolean() });
  const rows = await store.rows(WAITS, shape, { entity_id, night, end });
  if (rows.length === 0) return null;
  const part = (isLate: boolean) =>
    rows.filter(({ day }) => day >= first_day === isLate).map(({ hours, is_decided }) => ({ hours, is_decided }));
  return { kind: "delays", of: "requests", split: first_day, lately: part(true), before: part(false) };
}
