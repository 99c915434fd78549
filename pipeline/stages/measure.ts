import { PipelineError } from "../../data/errors.js";
import type { Settings } from "../../data/settings/shape.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import { CHARTED_IDS } from "../../reports/metrics/cards/weekly-waits.js";
import { type AssessedFigure, computeFigures, openContext } from "../../reports/metrics/engine.js";
import type { Period } from "../../reports/metrics/figure.js";
import { metrics } from "../../reports/metrics/index.js";
import type { MetricContext } from "../../reports/metrics/metric.js";
import { type Exhibits, readExhibits } from "../../reports/oversight/exhibits.js";

const FORGET = /* sql */ `
  DELETE FROM metric_value
  WHERE night = $night::DATE AND report_first = $first::DATE
`;

/** What a period's report is made from: every figure, and what its charts are drawn with. */
export interface Measured {
  readonly figures: readonly AssessedFigure[];
  readonly exhibits: Exhibits;
  readonly context: MetricContext;
}

/**
 * Computes every figure of a period as of its last day and keeps them, replacing the period's earlier ones.
 *
 * @throws PipelineError `settings_invalid` where the settings give a target to a metric that there is not, or new limits to one
 *   that is not charted over time
 */
export async function measure(store: Store, period: Period, settings: Settings): Promise<Measured> {
  const unknown = Object.keys(settings.targets).filter((id) => !metrics.some(({ card }) => card.id === id));
  if (unknown.length > 0)
    throw new PipelineError("settings_invalid", `targets: no such metric: ${unknown.join(", ")}`, { targets: unknown });
  const charted: readonly string[] = CHARTED_IDS;
  const unfit = settings.rebases.map(({ metric }) => metric).filter((id) => !charted.includes(id));
  if (unfit.length > 0)
    throw new PipelineError("settings_invalid", `rebases: no chart over time: ${unfit.join(", ")}`, {
      known: charted.join(", "),
    });
  return store.transaction(async () => {
    const context = await openContext(store, period, settings);
    const figures = await computeFigures(metrics, context);
    await store.run(FORGET, { night: period.last, first: period.first });
    await insertRows(
      store,
      "metric_value",
      figures.map((figure, position) => row(period, figure, position)),
    );
    return { figures, exhibits: await readExhibits(context), context };
  });
}

function row({ first, last: night }: Period, { figure, missing_feed }: AssessedFigure, position: number) {
  const { id, slice, period, n, excluded, value, interval, target, verdict } = figure;
  return {
    night,
    report_first: first,
    period_first: period.first,
    period_last: period.last,
    position,
    metric_id: id,
    slice: JSON.stringify(slice),
    n,
    excluded: JSON.stringify(excluded),
    value,
    interval_low: interval?.[0] ?? null,
    interval_high: interval?.[1] ?? null,
    has_interval: interval !== null,
    target,
    verdict,
    is_assessed: missing_feed === null,
  };
}
