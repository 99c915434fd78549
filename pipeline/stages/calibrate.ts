import { z } from "zod";
import type { Settings } from "../../data/settings/shape.js";
import { hashUniform } from "../../data/statistics/hash-uniform.js";
import type { Recalibration } from "../../data/statistics/recalibration.js";
import type { Store } from "../../data/store/store.js";
import type { Detector } from "../../detectors/card.js";
import { sharesInCombination } from "../../detectors/weights.js";
import { fitStreams, keepScores } from "./score-history.js";
import { selfTest } from "./self-test.js";

const VERDICTS = /* sql */ `
  SELECT detector, entity_type, entity_id, p_value, p_mid
  FROM verdict
  WHERE night = $night::DATE AND status = 'scored'
  ORDER BY detector, entity_type, entity_id
`;

const KEEP = /* sql */ `
  UPDATE verdict
  SET p_calibrated = given.p_calibrated, is_recalibrated = given.is_recalibrated, p_self_test = given.p_self_test
  FROM (
    SELECT
      one ->> '$.detector' AS detector,
      one ->> '$.entity_id' AS entity_id,
      (one ->> '$.p_calibrated')::DOUBLE AS p_calibrated,
      (one ->> '$.is_recalibrated')::BOOLEAN AS is_recalibrated,
      (one ->> '$.p_self_test')::DOUBLE AS p_self_test
    FROM (SELECT unnest(CAST($given AS JSON[])) AS one)
  ) AS given
  WHERE verdict.night = $night::DATE AND verdict.detector = given.detector AND verdict.entity_id = given.entity_id
`;

const verdictShape = z.object({
  detector: z.string(),
  entity_type: z.string(),
  entity_id: z.string(),
  p_value: z.number(),
  p_mid: z.number(),
});

/**
 * Gives each scored verdict of the night the p-value that combination uses, from the detector's own scores on the nights
 * before; and sets detectors apart whose p-values of the last weeks were not uniform.
 */
export async function calibrate(
  store: Store,
  night: string,
  detectors: readonly Detector[],
  settings: Settings,
): Promise<void> {
  await store.transaction(async () => {
    const fits = await fitStreams(store, night, {
      kind: "detector",
      price: settings.price.expected_false_leads_per_night,
      shares: sharesInCombination(detectors),
    });
    const verdicts = await store.rows(VERDICTS, verdictShape, { night });
    const given = verdicts.map(({ detector, entity_type, entity_id, p_value, p_mid }) => {
      const u = hashUniform(["self-test", night, detector, entity_type, entity_id]);
      const fit = fits.get(`detector ${detector}`);
      const [p_calibrated, p_self_test] = recalibrated(fit, p_value, p_mid, u);
      return { detector, entity_id, p_calibrated, is_recalibrated: fit !== undefined, p_self_test };
    });
    await store.run(KEEP, { night, given: JSON.stringify(given) });
    const scores = verdicts.map(({ detector, p_mid }) => ({ stream: `detector ${detector}` as const, p: p_mid }));
    await keepScores(store, night, "detector", scores);
    await selfTest(store, night);
  });
}

/**
 * The p-value for combination and the same randomised within its ties, for the self-test; without enough history, by the
 * detector's own law: evenly about the mid-p-value, out to the ordinary one. Where several looks are merged that is further
 * than to 0 on the other side, where the tie ends.
 */
function recalibrated(fit: Recalibration | undefined, ordinary: number, mid: number, u: number): [number, number] {
  if (fit === undefined) return [mid, mid + (2 * u - 1) * Math.min(ordinary - mid, mid)];
  const { p, low, high } = fit.recalibrate(mid);
  return [p, low + u * (high - low)];
}
