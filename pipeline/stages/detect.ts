import { z } from "zod";
import type { Settings } from "../../data/settings/shape.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import type { Detector } from "../../detectors/card.js";
import type { Verdict } from "../../detectors/verdict.js";

const FORGET = /* sql */ `DELETE FROM verdict WHERE night = $night::DATE`;

/**
 * Shows every detector its cases of the night and keeps the verdicts, replacing the night's earlier ones. Detectors that ask
 * for the same cases are shown the same rows, read once.
 */
export async function detect(
  store: Store,
  night: string,
  detectors: readonly Detector[],
  settings: Settings,
): Promise<void> {
  const read = new Map<string, readonly unknown[]>();
  const rows: ReturnType<typeof row>[] = [];
  await store.transaction(async () => {
    for (const detector of detectors) {
      const chosen = settings.detectors[detector.id];
      const values = detector.bind(night, chosen, settings.home);
      const key = JSON.stringify([detector.cases, values]);
      const cases = read.get(key) ?? (await store.rows(detector.cases, z.unknown(), values));
      read.set(key, cases);
      for (const { entity_id, verdict } of detector.judgeAll(cases, chosen))
        rows.push(row(night, detector, entity_id, verdict));
    }
    await store.run(FORGET, { night });
    await insertRows(store, "verdict", rows);
  });
}

function row(night: string, detector: Detector, entity_id: string, verdict: Verdict) {
  const about = { night, detector: detector.id, entity_type: detector.entity, entity_id, status: verdict.status };
  if (verdict.status === "abstained") return { ...about, ...NO_FIGURES, reason: verdict.reason };
  const { p_value, p_mid, direction, observed, expected, interval, unit, evidence } = verdict;
  return {
    ...about,
    reason: null,
    p_value,
    p_mid,
    direction,
    observed,
    expected,
    interval_low: interval[0],
    interval_high: interval[1],
    unit,
    evidence: JSON.stringify(evidence),
  };
}

const NO_FIGURES = {
  p_value: null,
  p_mid: null,
  direction: null,
  observed: null,
  expected: null,
  interval_low: null,
  interval_high: null,
  unit: null,
  evidence: null,
};
