import { z } from "zod";
import { explanation, no, unknown, yes } from "./card.js";
import { formatCount } from "./words.js";

const KIND = /* sql */ `
  SELECT
    (
      SELECT min(kind)
      FROM actor
      WHERE actor_id = $entity_id AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    ) AS kind
`;

export const batchJob = explanation({
  id: "batch-job",
  explanation: "A batch job under a service account",
  entities: ["actor"],
  covers: /\b(batch|scheduled job|script that is known|opens the neighbours)\b/i,
  asked: "every lead",
  facts: KIND,
  shape: z.object({ kind: z.string().nullable() }),
  judge({ kind }) {
    if (kind === null) return unknown("the directory does not say whether this is a person");
    return kind === "service" ? yes("a service account by the directory") : no("a person by the directory");
  },
});

/**
 * The middle of the day's acts on the person's own clock, tonight and in the 28 days before, as angles around the clock, and
 * whether a site never used before was used. Source: circular mean, Mardia & Jupp 2000, §2.2.
 */
const TRAVEL = /* sql */ `
  WITH hours AS (
    SELECT
      day = $night::DATE AS is_tonight,
      sum(act_count * sin(2 * pi() * hour / 24)) AS s,
      sum(act_count * cos(2 * pi() * hour / 24)) AS c
    FROM actor_hour
    WHERE actor_id = $entity_id AND day BETWEEN $night::DATE - 28 AND $night::DATE
    GROUP BY is_tonight
  )
  SELECT
    (SELECT atan2(s, c) * 12 / pi() FROM hours WHERE is_tonight)::DOUBLE AS hour_tonight,
    (SELECT atan2(s, c) * 12 / pi() FROM hours WHERE NOT is_tonight)::DOUBLE AS hour_usual,
    EXISTS (
      SELECT 1 FROM actor_place_day WHERE actor_id = $entity_id AND day = $night::DATE AND kind = 'site'
    ) AS is_site_logged,
    EXISTS (
      SELECT 1
      FROM actor_place_past
      WHERE actor_id = $entity_id AND day = $night::DATE AND kind = 'site' AND earlier_day_count = 0
    ) AS is_site_new
`;

/** Hours around the clock from which on a day has moved: more than a late start, less than the nearest ocean. */
const MOVED_HOURS = 4;

export const travel = explanation({
  id: "travel",
  explanation: "A trip to another time zone",
  entities: ["actor"],
  covers: /\btime zone\b|\btrip\b/i,
  asked: "every lead",
  facts: TRAVEL,
  shape: z.object({
    hour_tonight: z.number().nullable(),
    hour_usual: z.number().nullable(),
    is_site_logged: z.boolean(),
    is_site_new: z.boolean(),
  }),
  judge({ hour_tonight, hour_usual, is_site_logged, is_site_new }) {
    if (hour_tonight === null || hour_usual === null) return unknown("no hours to compare with");
    const apart = Math.abs(hour_tonight - hour_usual) % 24;
    const moved = Math.min(apart, 24 - apart);
    const seen = `the middle of the day moved by ${formatCount(moved)} hours`;
    if (moved < MOVED_HOURS) return no(seen);
    if (!is_site_logged) return unknown(`${seen}; the logs name no site`);
    return is_site_new ? yes(`${seen}, from a site not used before`) : no(`${seen}, from a site used before`);
  },
});
