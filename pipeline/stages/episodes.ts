import { createHash } from "node:crypto";
import { z } from "zod";
import type { FlagState } from "../../data/flag.js";
import type { Store } from "../../data/store/store.js";

/** Nights without a lead after which an episode is over: a long weekend of three days and one more. */
const QUIET_NIGHTS = 4;

/** How much rarer or commoner tonight must be than the last listed night for the state to say so: ten times. */
const CHANGE_RATIO = 10;

const OPEN = /* sql */ `
  SELECT flag.flag_id, flag.entity_type, flag.entity_id, flag.first_day, last.p_value
  FROM flag
  JOIN (
    SELECT flag_id, max_by(p_value, night) AS p_value, max(night) AS night
    FROM flag_night
    WHERE night < $night::DATE
    GROUP BY flag_id
  ) AS last USING (flag_id)
  WHERE flag.queue = 'leads' AND last.night >= $night::DATE - $quiet_nights::INTEGER
  ORDER BY flag.flag_id
`;

const openShape = z.object({
  flag_id: z.string(),
  entity_type: z.string(),
  entity_id: z.string(),
  first_day: z.string(),
  p_value: z.number().nullable(),
});

/** A flag over the nights it lasts, as it stood on its last listed night. */
export type OpenEpisode = z.infer<typeof openShape>;

/** The episodes of leads that still last on a night, from the nights before it. */
export async function openEpisodes(store: Store, night: string): Promise<OpenEpisode[]> {
  return store.rows(OPEN, openShape, { night, quiet_nights: QUIET_NIGHTS });
}

/** How tonight compares with the last listed night of the same episode. */
export function stateOf(episode: OpenEpisode | undefined, p_value: number): FlagState {
  if (episode === undefined) return "new";
  const before = episode.p_value;
  if (before === null) return "ongoing";
  if (p_value < before / CHANGE_RATIO) return "strengthened";
  if (p_value > before * CHANGE_RATIO) return "weakened";
  return "ongoing";
}

/** The id of a new episode: the same for the same queue, entity and first day on every machine. */
export function episodeId(queue: string, entity_type: string, entity_id: string, first_day: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([queue, entity_type, entity_id, first_day]))
    .digest("hex");
  return `${queue === "exceptions" ? "X" : "L"}-${first_day}-${digest.slice(0, 10)}`;
}
