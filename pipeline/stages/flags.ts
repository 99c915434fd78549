import { group } from "d3-array";
import { z } from "zod";
import { type Contribution, type Flag, flagShape } from "../../data/flag.js";
import type { Settings } from "../../data/settings/shape.js";
import { budgetThreshold } from "../../data/statistics/multiplicity.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import type { Detector } from "../../detectors/card.js";
import { type Verdict, verdictShape } from "../../detectors/verdict.js";
import { episodeId, openEpisodes, stateOf } from "./episodes.js";

/** Events named in a flag; all are counted. The contract's bound. */
const EVENT_IDS_MAX = 200;

const FORGET = [
  /* sql */ `DELETE FROM flag WHERE first_night = $night::DATE`,
  /* sql */ `DELETE FROM flag_night WHERE night = $night::DATE`,
  /* sql */ `DELETE FROM night_price WHERE night = $night::DATE`,
];

const COMBINED = /* sql */ `
  SELECT entity_type, entity_id, p_value, detector
  FROM combined
  WHERE night = $night::DATE
  ORDER BY p_value, entity_type, entity_id
`;

const VERDICTS = /* sql */ `
  SELECT detector, entity_type, entity_id, p_value, p_mid, direction, observed, expected, interval_low, interval_high, unit,
    evidence
  FROM verdict
  WHERE night = $night::DATE AND status = 'scored' AND (entity_type, entity_id) IN (
    SELECT (entity_type, entity_id) FROM combined WHERE night = $night::DATE AND p_value <= $threshold
  )
  ORDER BY p_calibrated, detector
`;

const combinedShape = z.object({
  entity_type: flagShape.shape.entity_type,
  entity_id: z.string(),
  p_value: z.number(),
  detector: z.string(),
});

type Row = z.infer<typeof verdictRow>;
const verdictRow = z.object({
  detector: z.string(),
  entity_type: z.string(),
  entity_id: z.string(),
  p_value: z.number(),
  p_mid: z.number(),
  direction: z.enum(["up", "down", "either"]),
  observed: z.number(),
  expected: z.number(),
  interval_low: z.number(),
  interval_high: z.number(),
  unit: z.string(),
  evidence: z.string(),
});

/** A detector speaks for itself in a flag while its own p-value is below this: one ordinary night in a hundred. */
const CONTRIBUTES_BELOW = 0.01;

/**
 * Makes the night's leads: every entity whose combined p-value is within the price, ranked, as new or lasting episodes.
 * The threshold is the budget of false leads over the entities judged, so the price holds whatever their number.
 */
export async function flag(
  store: Store,
  night: string,
  detectors: readonly Detector[],
  settings: Settings,
): Promise<void> {
  const cards = new Map(detectors.map((card) => [card.id, card]));
  await store.transaction(async () => {
    for (const statement of FORGET) await store.run(statement, { night });
    const judged = await store.rows(COMBINED, combinedShape, { night });
    const threshold = budgetThreshold(settings.price.expected_false_leads_per_night, judged.length);
    const leads = judged.filter(({ p_value }) => p_value <= threshold);
    const verdicts = group(
      await store.rows(VERDICTS, verdictRow, { night, threshold }),
      ({ entity_type, entity_id }) => `${entity_type} ${entity_id}`,
    );
    const episodes = new Map(
      (await openEpisodes(store, night)).map((episode) => [`${episode.entity_type} ${episode.entity_id}`, episode]),
    );
    const flags: Flag[] = [];
    for (const [index, lead] of leads.entries()) {
      const key = `${lead.entity_type} ${lead.entity_id}`;
      const episode = episodes.get(key);
      const first_day = episode?.first_day ?? night;
      const rows = verdicts.get(key) ?? [];
      flags.push({
        flag_id: episode?.flag_id ?? episodeId("leads", lead.entity_type, lead.entity_id, first_day),
        night,
        queue: "leads",
        rank: index + 1,
        state: stateOf(episode, lead.p_value),
        ...(await argued(store, night, lead, rows, cards)),
        related: [],
        first_day,
        last_day: night,
        p_value: lead.p_value,
      });
    }
    await keep(store, night, flags, new Set([...episodes.values()].map(({ flag_id }) => flag_id)));
    await insertRows(store, "night_price", [
      {
        night,
        queue: "leads",
        tested_count: judged.length,
        threshold,
        expected_false_count: threshold * judged.length,
      },
    ]);
  });
}

/** What a flag says, from the verdicts that speak for it: the strongest asks the question. */
async function argued(
  store: Store,
  night: string,
  lead: z.infer<typeof combinedShape>,
  rows: readonly Row[],
  cards: ReadonlyMap<string, Detector>,
) {
  const [strongest] = rows;
  const card = cards.get(strongest?.detector ?? "");
  if (strongest === undefined || card === undefined) throw new Error(`lead without a detector: ${lead.entity_id}`);
  const speaking = rows.filter((row, index) => index === 0 || row.p_mid < CONTRIBUTES_BELOW);
  const contributions = speaking.map((row) => contribution(row, cards));
  const events = await store.rows(card.events, z.object({ event_id: z.string() }), {
    night,
    entity_id: lead.entity_id,
  });
  return {
    detector: card.id,
    detectors: contributions,
    entity_type: lead.entity_type,
    entity_id: lead.entity_id,
    observed: strongest.observed,
    expected: strongest.expected,
    interval: [strongest.interval_low, strongest.interval_high] as [number, number],
    unit: strongest.unit,
    question: card.question,
    summary: contributions[0]?.summary ?? "",
    innocent_explanations: card.falsePositives.map((explanation) => ({
      explanation,
      holds: "unknown" as const,
      detail: "not tested against the feeds",
    })),
    would_refute: [...card.wouldRefute],
    event_ids: events.slice(0, EVENT_IDS_MAX).map(({ event_id }) => event_id),
    event_count: events.length,
  };
}

function contribution(row: Row, cards: ReadonlyMap<string, Detector>): Contribution {
  const { detector, p_value, observed, expected, unit } = row;
  const interval: [number, number] = [row.interval_low, row.interval_high];
  return {
    detector,
    p_value,
    observed,
    expected,
    interval,
    unit,
    summary: cards.get(detector)?.say(scored(row)) ?? "",
  };
}

function scored(row: Row): Extract<Verdict, { status: "scored" }> {
  const { p_value, p_mid, direction, observed, expected, unit } = row;
  const interval: [number, number] = [row.interval_low, row.interval_high];
  const evidence = verdictShape.evidence.parse(JSON.parse(row.evidence));
  return { status: "scored", p_value, p_mid, direction, observed, expected, interval, unit, evidence };
}

async function keep(store: Store, night: string, flags: readonly Flag[], known: ReadonlySet<string>): Promise<void> {
  const opened = flags.filter(({ flag_id }) => !known.has(flag_id));
  await insertRows(
    store,
    "flag",
    opened.map(({ flag_id, queue, detector, entity_type, entity_id, first_day }) => ({
      flag_id,
      queue,
      detector,
      entity_type,
      entity_id,
      first_day,
      first_night: night,
    })),
  );
  await insertRows(
    store,
    "flag_night",
    flags.map(({ flag_id, rank, state, last_day, p_value, ...rest }) => ({
      night,
      flag_id,
      rank,
      state,
      last_day,
      p_value,
      content: JSON.stringify({ flag_id, rank, state, last_day, p_value, ...rest }),
    })),
  );
}
