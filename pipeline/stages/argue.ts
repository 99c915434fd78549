import { z } from "zod";
import { type Contribution, type Flag, type FlagEntity, flagShape } from "../../data/flag.js";
import type { Settings } from "../../data/settings/shape.js";
import type { Store } from "../../data/store/store.js";
import type { Detector } from "../../detectors/card.js";
import { type Evidence, type Scored, verdictShape } from "../../detectors/verdict.js";

/** Events named in a flag; all are counted. The contract's bound. */
const EVENT_IDS_MAX = 200;

/** A detector speaks for itself in a flag while its own p-value is below this: one ordinary night in a hundred. */
const CONTRIBUTES_BELOW = 0.01;

/** What the detectors said of an entity tonight, rarest first; one that was set apart has no say. */
const VERDICTS = /* sql */ `
  SELECT detector, p_value, p_mid, p_calibrated, direction, observed, expected, interval_low, interval_high, unit, evidence
  FROM verdict
  WHERE night = $night::DATE AND entity_type = $entity_type AND entity_id = $entity_id AND status = 'scored'
    AND detector NOT IN (SELECT detector FROM self_test WHERE night = $night::DATE AND NOT is_calibrated)
  ORDER BY p_calibrated, detector
`;

const verdictRow = z.object({
  detector: z.string(),
  p_value: z.number(),
  p_mid: z.number(),
  p_calibrated: z.number(),
  direction: z.enum(["up", "down", "either"]),
  observed: z.number(),
  expected: z.number(),
  interval_low: z.number(),
  interval_high: z.number(),
  unit: z.string(),
  evidence: z.string(),
});
type Row = z.infer<typeof verdictRow>;

/** An entity with its one p-value of a night: tonight, or an earlier one that is judged again. */
export const judgedShape = z.object({
  entity_type: flagShape.shape.entity_type,
  entity_id: z.string(),
  judged_on: z.string(),
  p_value: z.number(),
});
export type Judged = z.infer<typeof judgedShape>;

/** What a flag says of its case, and where the pattern seems to begin. */
export interface Argument {
  readonly said: Pick<
    Flag,
    | "detector"
    | "detectors"
    | "related"
    | "observed"
    | "expected"
    | "interval"
    | "unit"
    | "question"
    | "summary"
    | "would_refute"
    | "event_ids"
    | "event_count"
  >;
  readonly card: Detector;
  /** The earliest onset that a speaking detector estimates, at most the night. */
  readonly onset_day: string;
  /** The onset that the rarest of them estimates: what would explain it must touch the days from there. */
  readonly leading_onset_day: string;
  /** Every event behind the flag, in order of time. */
  readonly all_event_ids: readonly string[];
}

/** The detectors by id, and the settings' own parameters of some of them. */
export interface Cards {
  readonly cards: ReadonlyMap<string, Detector>;
  readonly chosen: Settings["detectors"];
}

/** Puts a case into words, from the verdicts that speak for it: the rarest asks the question. */
export async function argue(
  store: Store,
  { entity_type, entity_id, judged_on: night }: Judged,
  { cards, chosen }: Cards,
): Promise<Argument> {
  const rows = await store.rows(VERDICTS, verdictRow, { night, entity_type, entity_id });
  const [strongest] = rows;
  const card = cards.get(strongest?.detector ?? "");
  if (strongest === undefined || card === undefined) throw new Error(`case without a detector: ${entity_id}`);
  const speaking = rows.filter((row, index) => index === 0 || row.p_calibrated < CONTRIBUTES_BELOW);
  const contributions = speaking.map((row) => contribution(row, cards));
  const about = card.bindEvents(night, entity_id, chosen[card.id]);
  const events = await store.rows(card.events, z.object({ event_id: z.string() }), about);
  const all_event_ids = events.map(({ event_id }) => event_id);
  const evidence = speaking.map(evidenceOf);
  return {
    said: {
      detector: card.id,
      detectors: contributions,
      related: relatedIn(evidence),
      observed: strongest.observed,
      expected: strongest.expected,
      interval: [strongest.interval_low, strongest.interval_high],
      unit: strongest.unit,
      question: card.question,
      summary: contributions[0]?.summary ?? "",
      would_refute: [...card.wouldRefute],
      event_ids: all_event_ids.slice(0, EVENT_IDS_MAX),
      event_count: events.length,
    },
    card,
    leading_onset_day: isEarlier(evidence[0]?.onset_day, night) ? evidence[0].onset_day : night,
    onset_day: evidence.reduce((first, { onset_day }) => (isEarlier(onset_day, first) ? onset_day : first), night),
    all_event_ids,
  };
}

function isEarlier(day: unknown, first: string): day is string {
  return typeof day === "string" && day < first;
}

/** Others whom the evidence names: lists under `related_actor_ids`, `related_partner_ids` and so on. */
function relatedIn(evidence: readonly Evidence[]): FlagEntity[] {
  const named = new Map<string, FlagEntity>();
  for (const figures of evidence)
    for (const entity_type of flagShape.shape.entity_type.options) {
      const ids = figures[`related_${entity_type}_ids`];
      if (!Array.isArray(ids)) continue;
      for (const id of ids) named.set(`${entity_type} ${String(id)}`, { entity_type, entity_id: String(id) });
    }
  return [...named.values()];
}

function evidenceOf(row: Row): Evidence {
  return verdictShape.evidence.parse(JSON.parse(row.evidence));
}

function contribution(row: Row, cards: ReadonlyMap<string, Detector>): Contribution {
  const { detector, p_calibrated, observed, expected, unit } = row;
  const interval: [number, number] = [row.interval_low, row.interval_high];
  return {
    detector,
    p_value: p_calibrated,
    observed,
    expected,
    interval,
    unit,
    summary: cards.get(detector)?.say(scored(row)) ?? "",
  };
}

function scored(row: Row): Scored {
  const { p_value, p_mid, direction, observed, expected, unit } = row;
  const interval: [number, number] = [row.interval_low, row.interval_high];
  return { status: "scored", p_value, p_mid, direction, observed, expected, interval, unit, evidence: evidenceOf(row) };
}
