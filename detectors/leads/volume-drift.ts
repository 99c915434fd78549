import { z } from "zod";
import { negativeBinomial } from "../../data/statistics/negative-binomial.js";
import { detector } from "../card.js";
import { ACTOR_PANEL, actorPanel } from "../cases/actor-panel.js";
import { ACTS_IN_FOUR_WEEKS } from "../cases/events.js";
import { type CountRule, type FittedHistory, fitHistories, sizeOf } from "../judges/count.js";
import { expectedOf } from "../judges/count-fit.js";
import { ordinaryInterval } from "../judges/merge.js";
import { countParams } from "../judges/params.js";
import { HISTORY_NIGHTS_MIN, historyNights, isActiveTonight } from "../judges/series.js";
import { latestLast, STEP_MAX } from "../judges/share-cusum.js";
import { onset } from "../judges/share-looks.js";
import { abstained } from "../verdict.js";

const params = z.object({
  ...countParams,
  guard_nights: z
    .int()
    .min(1)
    .max(28)
    .default(14)
    .describe("Nights before tonight that the baseline leaves out: two weeks, so that a drift does not hide itself."),
  growth_ratio: z
    .number()
    .min(1.1)
    .default(2)
    .describe("The growth that is looked for: twice the work; less than half as much again is an ordinary month."),
});

interface Growth {
  readonly statistic: number;
  readonly nights: number;
  readonly observed: number;
  readonly expected: number;
  /** Size of the sum of these nights' counts. */
  readonly size: number;
}

/**
 * Whether an actor's work has grown for weeks: a cumulative sum of log likelihood ratios of the nights' counts for twice the
 * work against the usual, a wild night cut; exp(-sum) bounds the p-value of any one night.
 *
 * source  Page 1954, Biometrika 41:100; negative-binomial likelihood ratio, Höhle & Paul 2008, CSDA 52:4357
 */
export const volumeDrift = detector({
  id: "volume-drift",
  question: "Has this person been doing far more than usual for days or weeks?",
  entity: "actor",
  family: "volume",
  needs: ["access", "actors", "calendar"],
  status: "stable",
  falsePositives: ["A lasting change of task", "Cover for an absent colleague", "A project in its last weeks"],
  wouldRefute: ["A tasking or request that covers the material opened"],
  references: ["Page 1954, doi:10.1093/biomet/41.1-2.100", "Höhle & Paul 2008, doi:10.1016/j.csda.2008.02.015"],
  params,
  caseShape: actorPanel,
  cases: ACTOR_PANEL,
  pool(cases, rule) {
    const series = cases.map((row) => ({ ...row, group: row.role, counts: row.act_counts }));
    const growths = fitHistories(series, rule).map((history) => growthOf(history, rule));
    return {
      history_nights: historyNights(cases),
      growths: new Map(cases.map((row, i) => [row.entity_id, growths[i]])),
    };
  },
  judge(row, { guard_nights }, { history_nights, growths }) {
    if (history_nights < HISTORY_NIGHTS_MIN + guard_nights)
      return abstained("fewer than 14 nights of logs before the weeks that are judged");
    const growth = growths.get(row.entity_id);
    if (growth === undefined || !isActiveTonight(row)) return abstained("no act tonight");
    const p = Math.max(Math.exp(-growth.statistic), Number.MIN_VALUE);
    return {
      status: "scored",
      p_value: p,
      p_mid: p,
      direction: "up",
      observed: growth.observed,
      expected: growth.expected,
      interval: ordinaryInterval(negativeBinomial(growth.size, growth.expected)),
      unit: "acts since the growth began",
      evidence: { window_nights: growth.nights, ...onset(row, growth.nights) },
    };
  },
  say: ({ observed, interval: [low, high], evidence: { window_nights } }) =>
    `${observed} acts in ${window_nights} days, where ${low} to ${high} would be ordinary for this person.`,
  events: ACTS_IN_FOUR_WEEKS,
  more: (row) => ({ ...row, act_counts: row.act_counts.map((n, i) => (row.nights_ago[i] === 0 ? n + 3 : n)) }),
});

function growthOf({ nights, fit }: FittedHistory, rule: CountRule & { readonly growth_ratio: number }): Growth {
  const ratio = rule.growth_ratio;
  let [statistic, onset, observed, expected, variance] = [0, 0, 0, 0, 0];
  for (const { i } of latestLast(nights.map(({ ago }) => ago))) {
    const night = nights[i];
    if (night === undefined) continue;
    const mean = expectedOf(night, fit);
    const size = sizeOf(night, fit, rule);
    const step = night.count * Math.log(ratio) + (night.count + size) * Math.log((mean + size) / (ratio * mean + size));
    const before = statistic;
    statistic = Math.max(0, before + Math.min(Math.max(step, -STEP_MAX), STEP_MAX));
    if (before === 0) [onset, observed, expected, variance] = [night.ago + 1, 0, 0, 0];
    observed += night.count;
    expected += mean;
    variance += mean ** 2 / size;
  }
  return { statistic, nights: onset, observed, expected, size: variance > 0 ? expected ** 2 / variance : 1 };
}
