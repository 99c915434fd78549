import { group } from "d3-array";
import { z } from "zod";
import type { Settings } from "../../data/settings/shape.js";
import { acat, fisherP } from "../../data/statistics/combine.js";
import { budgetThreshold } from "../../data/statistics/multiplicity.js";
import type { Recalibration } from "../../data/statistics/recalibration.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import type { Detector } from "../../detectors/card.js";
import { DENSE_SHARE, FAMILY_WEIGHTS, type Family } from "../../detectors/families.js";
import { fitStreams, keepScores, SET_ASIDE_SHARE, type Stream } from "./score-history.js";

const FORGET = /* sql */ `DELETE FROM combined WHERE night = $night::DATE`;

/** A detector that was set apart has no say. */
const VERDICTS = /* sql */ `
  SELECT entity_type, entity_id, detector, p_calibrated, is_recalibrated
  FROM verdict
  WHERE night = $night::DATE AND p_calibrated IS NOT NULL
    AND detector NOT IN (SELECT detector FROM self_test WHERE night = $night::DATE AND NOT is_calibrated)
  ORDER BY entity_type, entity_id, p_calibrated, detector
`;

const verdictShape = z.object({
  entity_type: z.string(),
  entity_id: z.string(),
  detector: z.string(),
  p_calibrated: z.number(),
  is_recalibrated: z.boolean(),
});
type Row = z.infer<typeof verdictShape>;

/**
 * One p-value per entity: Cauchy combination within each family of detectors, then, weighted, over the families, which finds
 * what one family sees sharply; beside it, with a small share, Fisher's statistic of the families, which finds what many see
 * mildly. They depend on each other, so Fisher's p is nothing but its rank among the same entity type's earlier nights, and has
 * no say where those are too few. All is then recalibrated on the same entity type's earlier nights, which gives back what the combination of discrete and dependent
 * p-values loses. Those within tonight's price are marked, and those far within it are set aside from what is ordinary;
 * none where there was nothing to be calibrated on, for that would keep a detector miscalibrated that began so. Nights
 * before any detector was recalibrated are no history of those after.
 */
export async function combine(
  store: Store,
  night: string,
  detectors: readonly Detector[],
  { price }: Settings,
): Promise<void> {
  const members = new Map(detectors.map(({ id, family, weight = 1 }) => [id, { family, weight }]));
  await store.transaction(async () => {
    await store.run(FORGET, { night });
    const fits = await fitStreams(store, night, {
      kind: "entity",
      price: price.expected_false_leads_per_night,
    });
    const denseFits = await fitStreams(store, night, { kind: "dense", price: price.expected_false_leads_per_night });
    const verdicts = await store.rows(VERDICTS, verdictShape, { night });
    const entities = [
      ...group(verdicts, ({ entity_type, entity_id }) => JSON.stringify([entity_type, entity_id])).values(),
    ].map((rows) => ({ rows, ...combined(rows, members, denseFits) }));
    const threshold = budgetThreshold(price.expected_false_leads_per_night, entities.length, price.p_value_max);
    const judged = entities.map(({ entity }) => {
      const fit = fits.get(streamOf("entity", entity));
      const p_value = fit?.recalibrate(entity.p_raw).p ?? entity.p_raw;
      const is_recalibrated = fit !== undefined;
      const is_set_aside = is_recalibrated && p_value <= threshold * SET_ASIDE_SHARE;
      return { night, ...entity, p_value, is_within_price: p_value <= threshold, is_recalibrated, is_set_aside };
    });
    await insertRows(store, "combined", judged);
    const known = entities.filter(({ rows }) => rows.some(({ is_recalibrated }) => is_recalibrated));
    await keepScores(
      store,
      night,
      "entity",
      known.map(({ entity }) => ({ stream: streamOf("entity", entity), p: entity.p_raw })),
    );
    await keepScores(
      store,
      night,
      "dense",
      known.flatMap(({ entity, dense }) => (dense === null ? [] : [{ stream: streamOf("dense", entity), p: dense }])),
    );
  });
}

function streamOf(kind: "entity" | "dense", { entity_type }: { readonly entity_type: string }): Stream {
  return `${kind} ${entity_type}`;
}

/** A detector's place in the combination. */
interface Member {
  readonly family: Family;
  readonly weight: number;
}

/** The entity's p-value before recalibration, and that of Fisher's statistic, null where one family speaks. */
function combined(
  rows: readonly Row[],
  members: ReadonlyMap<string, Member>,
  denseFits: ReadonlyMap<string, Recalibration>,
) {
  const [strongest] = rows;
  if (strongest === undefined) throw new Error("an entity without verdicts was combined");
  const { entity_type, entity_id, detector } = strongest;
  const byFamily = [...group(rows, (row) => memberOf(row, members).family)].map(([family, own]) => ({
    weight: FAMILY_WEIGHTS[family],
    p: acat(
      own.map(({ p_calibrated }) => p_calibrated),
      own.map((row) => memberOf(row, members).weight),
    ),
  }));
  const p = byFamily.map((family) => family.p);
  const sparse = acat(
    p,
    byFamily.map(({ weight }) => weight),
  );
  const dense = p.length < 2 ? null : Math.max(fisherP(p), Number.MIN_VALUE);
  const fit = denseFits.get(streamOf("dense", { entity_type }));
  const p_raw =
    dense === null || fit?.isFull !== true
      ? sparse
      : acat([sparse, fit.recalibrate(dense).p], [1 - DENSE_SHARE, DENSE_SHARE]);
  const entity = {
    entity_type,
    entity_id,
    p_raw: Math.max(p_raw, Number.MIN_VALUE),
    detector,
    verdict_count: rows.length,
  };
  return { entity, dense };
}

function memberOf({ detector }: Row, members: ReadonlyMap<string, Member>): Member {
  const member = members.get(detector);
  if (member === undefined) throw new Error(`verdict of an unknown detector: ${detector}`);
  return member;
}
