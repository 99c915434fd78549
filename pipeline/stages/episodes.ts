import { createHash } from "node:crypto";
import { z } from "zod";
import type { FlagState } from "../../data/flag.js";
import type { Store } from "../../data/store/store.js";

/** Nights within the price may lie this far apart in one episode: a week, so that no weekend or day off ends it. */
const QUIET_NIGHTS = 7;

/** How much rarer or commoner tonight must be than the episode at its rarest for the state to say so: ten times. */
export const CHANGE_RATIO = 10;

const OPEN = /* sql */ `
  SELECT flag.flag_id, flag.entity_type, flag.entity_id, flag.first_day, seen.night AS last_night, seen.p_smallest,
    decided.p_value AS p_decided
  FROM flag
  JOIN (
    SELECT flag_id, min(p_value) AS p_smallest, max(night) AS night
    FROM episode_night
    WHERE night < $night::DATE
    GROUP BY flag_id
  ) AS seen USING (flag_id)
  LEFT JOIN (
    SELECT standing_decision.flag_id, min(episode_night.p_value) AS p_value
    FROM standing_decision
    JOIN episode_night ON episode_night.flag_id = standing_decision.flag_id
      AND episode_night.night <= standing_decision.decided_on AND episode_night.night < $night::DATE
    GROUP BY standing_decision.flag_id
  ) AS decided USING (flag_id)
  WHERE flag.queue = 'leads' AND seen.night >= $night::DATE - $quiet_nights::INTEGER
    AND flag.flag_id NOT IN (SELECT flag_id FROM flag_night WHERE state = 'withdrawn' AND night < $night::DATE)
  ORDER BY flag.flag_id
`;

const openShape = z.object({
  flag_id: z.string(),
  entity_type: z.string(),
  entity_id: z.string(),
  first_day: z.string(),
  last_night: z.string(),
  p_smallest: z.number(),
  p_decided: z.number().nullable(),
});

/**
 * An episode that still lasts: p_smallest is the rarest of its nights so far; p_decided the rarest of those that stood when
 * a reviewer last decided on it, or null.
 */
export type OpenEpisode = z.infer<typeof openShape>;

/** The episodes of leads that still last on a night, from the nights before it. */
export async function openEpisodes(store: Store, night: string): Promise<OpenEpisode[]> {
  return store.rows(OPEN, openShape, { night, quiet_nights: QUIET_NIGHTS });
}

/** How tonight compares with the same episode at its rarest. */
export function stateOf(episode: OpenEpisode | undefined, p_value: number): FlagState {
  if (episode === undefined) return "new";
  if (p_value < episode.p_smallest / CHANGE_RATIO) return "strengthened";
  if (p_value > episode.p_smallest * CHANGE_RATIO) return "weakened";
  return "ongoing";
}

/** Whether an episode is put to the reviewers again: one that they decided on only when it has grown since. */
export function isRaised(episode: OpenEpisode | undefined, p_value: number): boolean {
  const decided = episode?.p_decided ?? null;
  return decided === null || p_value < decided / CHANGE_RATIO;
}

/** The id of a new episode: the same for the same queue, entity and first night on every machine. */
export function episodeId(queue: string, entity_type: string, entity_id: string, first_night: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([queue, entity_type, entity_id, first_night]))
    .digest("hex");
  return `${queue === "exceptions" ? "X" : "L"}-${first_night}-${digest.slice(0, 10)}`;
}
