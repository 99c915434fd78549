import { z } from "zod";
import { explanation, no, unknown, yes } from "./card.js";
import { count, formatCount } from "./words.js";

/** Nights of deliveries below which nobody can say how a source delivers: two weeks. */
const DELIVERIES_MIN = 14;

const REST = /* sql */ `
  SELECT
    (
      SELECT count(*) FROM source_delivery WHERE source = $entity_id AND night BETWEEN $night::DATE - 60 AND $night::DATE
    )::INTEGER AS delivery_count,
    (
      SELECT count(*)
      FROM source_delivery
      WHERE source = $entity_id AND night BETWEEN $night::DATE - 60 AND $night::DATE AND late_count > 0
    )::INTEGER AS late_delivery_count,
    (
      SELECT count(*)
      FROM event
      JOIN file USING (file_id)
      WHERE event.source = $entity_id AND event.day BETWEEN $first::DATE AND $night::DATE - 1
        AND file.known_from > event.day + 1 AND file.known_from <= $night::DATE
    )::INTEGER AS filled_count
`;

export const lateRest = explanation({
  id: "late-rest",
  explanation: "The rest of the records comes in a later delivery",
  entities: ["source"],
  covers: /\b(late delivery|not been delivered yet|backlog delivered)\b/i,
  asked: "where named",
  facts: REST,
  shape: z.object({ delivery_count: z.number(), late_delivery_count: z.number(), filled_count: z.number() }),
  judge({ delivery_count, late_delivery_count, filled_count }) {
    if (filled_count > 0) return yes(`${count(filled_count, "record")} of these days came later than the night after`);
    if (delivery_count < DELIVERIES_MIN)
      return unknown(`only ${count(delivery_count, "earlier delivery")} to judge by`);
    const seen = `${late_delivery_count} of the last ${delivery_count} deliveries brought records of earlier days`;
    return late_delivery_count === 0 ? no(seen) : unknown(`${seen}; not these so far`);
  },
});

/** Days of the same kind (working or rest) that say what is usual: four of each weekday lie in four weeks. */
const QUIET = /* sql */ `
  WITH daily AS (
    SELECT day, sum(event_count)::DOUBLE AS event_count
    FROM source_day
    WHERE source <> $entity_id AND day BETWEEN $night::DATE - 28 AND $night::DATE
      AND (isodow(day) >= 6) = (isodow($night::DATE) >= 6)
    GROUP BY day
  )
  SELECT
    (SELECT median(event_count) FROM daily WHERE day < $night::DATE)::DOUBLE AS usual_count,
    coalesce((SELECT event_count FROM daily WHERE day = $night::DATE), 0)::DOUBLE AS tonight_count
`;

/** At most half of the usual: ordinary days of the same kind do not differ so much. */
const QUIET_RATIO = 0.5;

export const quietEverywhere = explanation({
  id: "quiet-everywhere",
  explanation: "A quiet night in every log",
  entities: ["source"],
  covers: /\bquiet night\b/i,
  asked: "where named",
  facts: QUIET,
  shape: z.object({ usual_count: z.number().nullable(), tonight_count: z.number() }),
  judge({ usual_count, tonight_count }) {
    if (usual_count === null || usual_count === 0) return unknown("no other log to compare with");
    const ratio = tonight_count / usual_count;
    const seen = `the other logs are at ${formatCount(ratio)} × their usual`;
    return ratio <= QUIET_RATIO ? yes(seen) : no(seen);
  },
});

const REFUSED = /* sql */ `
  SELECT count(*)::INTEGER AS file_count, coalesce(sum(refused), 0)::INTEGER AS refused_count
  FROM file
  WHERE feed = 'access' AND source = $entity_id AND known_from BETWEEN $first::DATE AND $night::DATE + 1
`;

export const refusedRows = explanation({
  id: "refused-rows",
  explanation: "Rows that this installation refused when reading",
  entities: ["source"],
  covers: /\b(rows that this installation refused|records refused by a filter)\b/i,
  asked: "where named",
  facts: REFUSED,
  shape: z.object({ file_count: z.number(), refused_count: z.number() }),
  judge({ file_count, refused_count }) {
    if (file_count === 0) return unknown("the ledger of files names no file of this source for these days");
    const seen = `${count(refused_count, "row")} refused in ${count(file_count, "file")}`;
    return refused_count > 0 ? yes(seen) : no(seen);
  },
});

/** Nineteen in twenty: a word that stands in nearly every record tells nothing of this one. */
const DEFAULT_SHARE = 0.95;

const CHANNEL = /* sql */ `
  WITH
  behind AS (
    SELECT DISTINCT source, channel
    FROM event
    WHERE event_id IN (SELECT unnest(CAST(CAST($event_ids AS JSON) AS VARCHAR[])))
      AND day BETWEEN $first::DATE AND $night::DATE AND channel IS NOT NULL
      AND ($entity_type <> 'source' OR source = $entity_id)
  ),
  logged AS (
    SELECT source, channel, count(*) AS event_count
    FROM event
    WHERE day = $night::DATE AND source IN (SELECT source FROM behind) AND channel IS NOT NULL
    GROUP BY source, channel
  )
  SELECT
    (SELECT count(*) FROM behind)::INTEGER AS named_count,
    (
      SELECT min(logged.event_count / whole.event_count)
      FROM behind
      JOIN logged USING (source, channel)
      JOIN (SELECT source, sum(event_count) AS event_count FROM logged GROUP BY source) AS whole USING (source)
    )::DOUBLE AS share
`;

export const defaultChannel = explanation({
  id: "default-channel",
  explanation: "The log writes the same channel for everything",
  entities: ["source", "actor", "partner"],
  covers: /\bword for the channel is a default\b/i,
  asked: "where named",
  facts: CHANNEL,
  shape: z.object({ named_count: z.number(), share: z.number().nullable() }),
  judge({ named_count, share }) {
    if (named_count === 0 || share === null) return unknown("the log names no channel");
    const seen = `this channel stands in ${Math.round(100 * share)} % of the source's records of the day`;
    return share >= DEFAULT_SHARE ? yes(seen) : no(seen);
  },
});
