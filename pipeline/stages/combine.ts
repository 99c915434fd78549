import { group } from "d3-array";
import { z } from "zod";
import { acat } from "../../data/statistics/combine.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import type { Detector } from "../../detectors/card.js";

const FORGET = /* sql */ `DELETE FROM combined WHERE night = $night::DATE`;

const VERDICTS = /* sql */ `
  SELECT entity_type, entity_id, detector, p_calibrated
  FROM verdict
  WHERE night = $night::DATE AND p_calibrated IS NOT NULL
  ORDER BY entity_type, entity_id, p_calibrated, detector
`;

const verdictShape = z.object({
  entity_type: z.string(),
  entity_id: z.string(),
  detector: z.string(),
  p_calibrated: z.number(),
});
type Row = z.infer<typeof verdictShape>;

/** One p-value per entity: Cauchy combination within each family of detectors, then over the families. */
export async function combine(store: Store, night: string, detectors: readonly Detector[]): Promise<void> {
  const families = new Map(detectors.map(({ id, family }) => [id, family]));
  await store.transaction(async () => {
    await store.run(FORGET, { night });
    const verdicts = await store.rows(VERDICTS, verdictShape, { night });
    const entities = group(verdicts, ({ entity_type, entity_id }) => JSON.stringify([entity_type, entity_id]));
    await insertRows(
      store,
      "combined",
      [...entities.values()].map((rows) => combined(night, rows, families)),
    );
  });
}

function combined(night: string, rows: readonly Row[], families: ReadonlyMap<string, string>) {
  const [strongest] = rows;
  if (strongest === undefined) throw new Error("an entity without verdicts was combined");
  const { entity_type, entity_id, detector } = strongest;
  const byFamily = group(rows, (row) => families.get(row.detector) ?? row.detector);
  const p_value = acat([...byFamily.values()].map((family) => acat(family.map(({ p_calibrated }) => p_calibrated))));
  return { night, entity_type, entity_id, p_value, detector, verdict_count: rows.length };
}
