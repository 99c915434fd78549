import { z } from "zod";
import { midP, ordinaryP } from "../../data/statistics/p-values.js";
import { detector } from "../card.js";
import { ACTOR_PANEL, actorPanel, type PanelRow } from "../cases/actor-panel.js";
import { ACTS_OF_NIGHT } from "../cases/events.js";
import { type CountPrediction, type CountSeries, predictCounts } from "../judges/count.js";
import { mergeLooks, ordinaryInterval } from "../judges/merge.js";
import { countParams } from "../judges/params.js";
import { HISTORY_NIGHTS_MIN, historyNights, isActiveTonight, moreTonight } from "../judges/series.js";
import { abstained } from "../verdict.js";

/** The counts that are looked at, with their units. */
const COUNTS = [
  ["act_counts", "acts in the day"],
  ["download_counts", "downloads in the day"],
  ["view_counts", "views in the day"],
  ["object_counts", "different objects in the day"],
] as const;

const params = z.object(countParams);

/**
 * Tonight's acts, downloads, views and different objects of an actor against their own nights of activity.
 *
 * p_value  upper tail of the negative-binomial predictive of each count, given that the actor was active; merged by the
 *          Cauchy combination
 * source   Noufaily et al. 2013; Clayton & Kaldor 1987, Biometrics 43:671
 */
export const volumeSurge = detector({
  id: "volume-surge",
  question: "Did this person do far more than they usually do?",
  entity: "actor",
  family: "volume",
  needs: ["access", "actors", "calendar"],
  status: "stable",
  falsePositives: [
    "Cover for an absent colleague",
    "A declared exercise or an inspection",
    "First weeks in a new post",
  ],
  wouldRefute: ["A tasking or request that covers the material opened"],
  references: ["Noufaily et al. 2013, doi:10.1002/sim.5595", "Clayton & Kaldor 1987, doi:10.2307/2532003"],
  params,
  caseShape: actorPanel,
  cases: ACTOR_PANEL,
  pool(cases, rule) {
    const predictions = COUNTS.map(([column]) =>
      byEntity(cases, predictCounts(cases.map(seriesOf(column)), { ...rule, guard_nights: 0 })),
    );
    return { history_nights: historyNights(cases), predictions };
  },
  judge(row, _rule, { history_nights, predictions }) {
    if (history_nights < HISTORY_NIGHTS_MIN) return abstained("fewer than 14 nights of logs before tonight");
    if (!isActiveTonight(row)) return abstained("no act tonight");
    const merged = mergeLooks(predictions.flatMap((ofCount, i) => looksOf(ofCount.get(row.entity_id), COUNTS[i]?.[1])));
    if (merged === null) return abstained("no act tonight");
    const { loudest, p_value, p_mid } = merged;
    return {
      status: "scored",
      p_value,
      p_mid,
      direction: "up",
      observed: loudest.observed,
      expected: loudest.law.mean,
      interval: ordinaryInterval(loudest.law),
      unit: loudest.unit,
      evidence: { own_nights_count: loudest.own_nights, unit_factor_ratio: loudest.unit_factor },
    };
  },
  say: ({ observed, unit, interval: [low, high] }) =>
    `${observed} ${unit}, where ${low} to ${high} would be ordinary for this person.`,
  events: ACTS_OF_NIGHT,
  more: (row) => ({
    ...row,
    act_counts: moreTonight(row.nights_ago, row.act_counts, 3),
    view_counts: moreTonight(row.nights_ago, row.view_counts, 3),
    download_counts: moreTonight(row.nights_ago, row.download_counts, 3),
    object_counts: moreTonight(row.nights_ago, row.object_counts, 3),
  }),
});

function seriesOf(column: (typeof COUNTS)[number][0]): (row: PanelRow) => CountSeries {
  return (row) => ({ ...row, group: row.role, counts: row[column] });
}

function byEntity(cases: readonly PanelRow[], predictions: readonly (CountPrediction | null)[]) {
  return new Map(
    cases.flatMap((row, i) => {
      const prediction = predictions[i];
      return prediction === null || prediction === undefined ? [] : [[row.entity_id, prediction] as const];
    }),
  );
}

function looksOf(prediction: CountPrediction | undefined, unit = "") {
  if (prediction === undefined) return [];
  const { law, observed } = prediction;
  const p_value = Math.max(ordinaryP(law, observed, "upper"), Number.MIN_VALUE);
  return [{ ...prediction, unit, p_value, p_mid: Math.max(midP(law, observed, "upper"), Number.MIN_VALUE) }];
}
