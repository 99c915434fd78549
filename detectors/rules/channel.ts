import { z } from "zod";
import { isInForce, levelRank } from "../../data/policy/policy.js";
import { broken, caseBase, counted, HOLDS, NO_PARAMS, rule, undetermined } from "./card.js";
import { readLines } from "./lines.js";

const RECORD = /* sql */ `SELECT EXISTS (SELECT 1 FROM event WHERE channel IS NOT NULL) AS is_carried`;

const CASES = /* sql */ `
  WITH carried AS (
    SELECT source, basis, day, channel, marking, event_id, event_time, actor_id, partner,
      CASE WHEN $wanted <> '[]' THEN concat_ws('|', source, basis, day, channel, marking) END IN (SELECT unnest(CAST($wanted AS VARCHAR[]))) AS is_wanted
    FROM rule_event
    WHERE action IN ('share', 'receive', 'forward', 'export')
      OR (partner <> $home_nation AND action IN ('view', 'download', 'print'))
  )
  SELECT source AS entity_id, basis, concat_ws('|', source, basis, day, channel, marking) AS combo, day::VARCHAR AS day, day::VARCHAR AS first_day, channel, marking,
    count(*)::INTEGER AS case_count,
    (list(event_id ORDER BY event_time, event_id) FILTER (is_wanted))[1:200] AS event_ids,
    list_sort(list(DISTINCT actor_id) FILTER (is_wanted))[1:20] AS actors,
    list_sort(list(DISTINCT partner) FILTER (is_wanted))[1:20] AS partners
  FROM carried
  GROUP BY source, basis, day, channel, marking
  ORDER BY entity_id, day, channel, marking, basis
`;

/** Material travels only over channels that policy finds fit for its class. */
export const channel = rule({
  id: "channel",
  question: "Did this system carry material over a channel not fit for its class?",
  entity: "source",
  unit: "events",
  needs: ["access"],
  why: "on the way is where material is least protected and most copied",
  source: "NIST SP 800-53 SC-8; policy pack, duties.channels with their sources",
  rung: "security officer",
  consequence: "protection",
  record: { sql: RECORD, absent: "no event has ever named its channel" },
  innocentExplanations: [
    "the line is encrypted below what the log sees",
    "the log's word for the channel is a default",
  ],
  wouldRefute: ["the accreditation of the line for this class"],
  params: NO_PARAMS,
  caseShape: z.object({ ...caseBase, day: z.string(), channel: z.string().nullable(), marking: z.string().nullable() }),
  cases: CASES,
  prepare: readLines,
  judge({ day, channel: over, marking }, { policy }, _params, lines) {
    if (over === null) return undetermined("the channel is not known");
    const word = over.trim().toLowerCase();
    const fit = policy.pack.duties.channels.find((entry) => entry.id === word && isInForce(entry, day));
    if (fit === undefined) return undetermined("policy does not know the channel");
    if (fit.highest_level === null) return broken(`${fit.id} is fit for no class: ${fit.reason}`);
    const level = marking === null ? undefined : lines.get(marking)?.marking?.level;
    if (level === undefined) return undetermined("the item's class is not known");
    if (levelRank(level) <= levelRank(fit.highest_level)) return HOLDS;
    return broken(`${level} over ${fit.id}, which is fit for ${fit.highest_level} at most`);
  },
  say: (count) => `${counted(count, "event")} over a channel not fit for the class`,
});
