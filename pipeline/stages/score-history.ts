import { z } from "zod";
import {
  fitRecalibration,
  type Recalibration,
  type ScoreClass,
  scoreClass,
} from "../../data/statistics/recalibration.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";

/** Nights before tonight whose scores say what is ordinary: a season, so that a change of habit is forgotten in one. */
export const CALIBRATION_NIGHTS = 120;

/**
 * Leads this far within the price are no ordinary nights. Those nearer to it stay: were all left out, a night on which chance
 * brought too many would make the next ones look rarer, and so bring more.
 */
export const SET_ASIDE_SHARE = 0.2;

/** A lead's entity is left out of what is ordinary from a week before it (its run-up) … */
const BEFORE_LEAD_NIGHTS = 7;
/** … to two weeks after it (the longest window in which most detectors still see it). */
const AFTER_LEAD_NIGHTS = 14;

/** With a handful of entities the price is a large share of them; beyond half the tail, leaving leads out says nothing. */
const LOST_SHARE_MAX = 0.025;

/**
 * How many times larger few earlier scores may make a p-value: a detector's by what they may make it smaller, an entity's
 * hardly, since among few entities one real pattern is much of what was seen.
 */
const DETECTOR_BLUNT_MAX = 3;
const ENTITY_BLUNT_MAX = 1.5;

/** Fisher's p of a dozen families that all say the same would fall twelve times too fast. */
const DENSE_RATE_MIN = 1 / 12;

const CLASSES = /* sql */ `
  SELECT stream, class, sum(score_count)::INTEGER AS score_count
  FROM score_class
  WHERE night BETWEEN $night::DATE - $nights::INTEGER AND $night::DATE - 1 AND starts_with(stream, $kind)
  GROUP BY stream, class
  ORDER BY stream, class
`;

const STREAM_NIGHTS = /* sql */ `
  SELECT stream, count(DISTINCT night)::INTEGER AS night_count
  FROM score_class
  WHERE night BETWEEN $night::DATE - $nights::INTEGER AND $night::DATE - 1 AND starts_with(stream, $kind)
  GROUP BY stream
`;

/**
 * Scores of earlier nights that are no part of what is ordinary: those around a lead of the same entity that
 * lies far within the price.
 */
const SET_ASIDE = /* sql */ `
  WITH aside AS (
    SELECT DISTINCT judged.night, judged.entity_type, judged.entity_id, judged.p_raw
    FROM combined AS judged
    JOIN combined AS lead USING (entity_type, entity_id)
    WHERE lead.is_set_aside AND lead.night BETWEEN $night::DATE - $nights::INTEGER - $after::INTEGER AND $night::DATE - 1
      AND judged.night BETWEEN lead.night - $before::INTEGER AND lead.night + $after::INTEGER
      AND judged.night BETWEEN $night::DATE - $nights::INTEGER AND $night::DATE - 1
  )
  SELECT 'detector ' || verdict.detector AS stream, verdict.p_mid AS p
  FROM verdict
  JOIN aside USING (night, entity_type, entity_id)
  WHERE verdict.status = 'scored' AND $kind = 'detector '
  UNION ALL
  SELECT 'entity ' || entity_type, p_raw
  FROM aside
  WHERE $kind = 'entity '
`;

/** Ordinary entity-nights expected among the leads, as a share of all: the price over the cases. */
const LOST = /* sql */ `
  SELECT
    coalesce($price::DOUBLE * count(DISTINCT night) / nullif(count(*), 0), 0)::DOUBLE AS share
  FROM combined
  WHERE night BETWEEN $night::DATE - $nights::INTEGER AND $night::DATE - 1
`;

const FORGET = /* sql */ `
  DELETE FROM score_class WHERE night = $night::DATE AND starts_with(stream, $kind)
`;

/** The stream of a detector's own p-values, of an entity type's combined ones, or of what its families say together. */
export type Stream = `${StreamKind} ${string}`;
type StreamKind = "detector" | "entity" | "dense";

/** Which streams, the price of a night, and, for detectors, each one's share in the chance leads. */
type StreamChoice =
  | { readonly kind: "entity" | "dense"; readonly price: number; readonly shares?: never }
  | { readonly kind: "detector"; readonly price: number; readonly shares: ReadonlyMap<string, number> };

/**
 * How each stream of a kind is recalibrated on a night: from the nights strictly before it, leads and their surroundings left
 * out (but for what the families say together: a real pattern among them only makes it say less). Among the leads are ordinary nights as well, as many as the price says; `shares` are the detectors' shares in them.
 */
export async function fitStreams(
  store: Store,
  night: string,
  { kind, price, shares }: StreamChoice,
): Promise<ReadonlyMap<string, Recalibration>> {
  const range = { night, nights: CALIBRATION_NIGHTS, kind: `${kind} ` };
  const rows = await store.rows(
    CLASSES,
    z.object({ stream: z.string(), class: z.number(), score_count: z.number() }),
    range,
  );
  const aside = await store.rows(SET_ASIDE, z.object({ stream: z.string(), p: z.number() }), {
    ...range,
    before: BEFORE_LEAD_NIGHTS,
    after: AFTER_LEAD_NIGHTS,
  });
  const left = new Map<string, number>();
  for (const { stream, p } of aside) {
    const key = `${scoreClass(p)} ${stream}`;
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const classes = new Map<string, ScoreClass[]>();
  for (const { stream, class: bin, score_count } of rows) {
    const count = score_count - (left.get(`${bin} ${stream}`) ?? 0);
    const known = classes.get(stream) ?? [];
    if (count > 0) known.push({ bin, count });
    classes.set(stream, known);
  }
  const lost = await store.row(LOST, z.object({ share: z.number() }), {
    night,
    nights: CALIBRATION_NIGHTS,
    price,
  });
  const lostShare = (stream: string) =>
    kind === "dense" ? 0 : SET_ASIDE_SHARE * lost.share * (shares?.get(stream.slice("detector ".length)) ?? 1);
  const nightRows = await store.rows(STREAM_NIGHTS, z.object({ stream: z.string(), night_count: z.number() }), range);
  const nights = new Map(nightRows.map(({ stream, night_count }) => [stream, night_count]));
  const fits = new Map<string, Recalibration>();
  for (const [stream, known] of classes) {
    const fit = fitRecalibration(known, {
      nights: nights.get(stream) ?? 0,
      lostShare: Math.min(lostShare(stream), LOST_SHARE_MAX),
      bluntMax: kind === "entity" ? ENTITY_BLUNT_MAX : DETECTOR_BLUNT_MAX,
      ...(kind === "dense" ? { rateMin: DENSE_RATE_MIN } : {}),
    });
    if (fit !== null) fits.set(stream, fit);
  }
  return fits;
}

/** Keeps a night's scores of one kind of stream, replacing the night's earlier ones. */
export async function keepScores(
  store: Store,
  night: string,
  kind: StreamKind,
  scores: Iterable<{ readonly stream: Stream; readonly p: number }>,
): Promise<void> {
  const counts = new Map<string, { stream: string; class: number; score_count: number }>();
  for (const { stream, p } of scores) {
    const bin = scoreClass(p);
    const key = `${bin} ${stream}`;
    const held = counts.get(key);
    if (held === undefined) counts.set(key, { stream, class: bin, score_count: 1 });
    else held.score_count += 1;
  }
  await store.run(FORGET, { night, kind: `${kind} ` });
  await insertRows(
    store,
    "score_class",
    [...counts.values()].map((row) => ({ night, ...row })),
  );
}
