import { z } from "zod";
import { binomial } from "../../data/statistics/binomial.js";
import { detector } from "../card.js";
import { ACTOR_PANEL, actorPanel, type PanelRow } from "../cases/actor-panel.js";
import { TAKEN_IN_FOUR_WEEKS } from "../cases/events.js";
import { drained, placesOfWindow } from "../judges/less.js";
import { mergeLooks, ordinaryInterval } from "../judges/merge.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { HISTORY_NIGHTS_MIN, historyNights } from "../judges/series.js";
import { judgeShare, poolShare, type SharePool, type ShareRule, type ShareSeries } from "../judges/share.js";
import { judgeDrift } from "../judges/share-cusum.js";
import { plus } from "../judges/share-detector.js";
import { onset } from "../judges/share-looks.js";
import { abstained } from "../verdict.js";

const params = z.object({
  ...shareParams,
  guard_nights: z
    .int()
    .min(1)
    .max(28)
    .default(14)
    .describe("Nights before tonight that the baseline leaves out: two weeks, so that a drift does not hide itself."),
  drift_share_min: z
    .number()
    .positive()
    .max(0.5)
    .default(0.01)
    .describe("Least share whose growth is a drift: twice of one in a hundred is still next to nothing."),
});
type Chosen = z.infer<typeof params>;

/** A case's series of what is taken; made once for each case, for its pool and its own judgement look at the same. */
function seriesOf(successes: (row: PanelRow) => readonly number[]): (row: PanelRow) => ShareSeries {
  const made = new WeakMap<PanelRow, ShareSeries>();
  return (row) => {
    const { role: group, unit, site, circle, nights_ago, weights } = row;
    const own = { group, unit, site, circle, nights_ago, weights };
    const series = made.get(row) ?? { ...own, successes: successes(row), trials: row.access_counts };
    made.set(row, series);
    return series;
  };
}

/** The drifts that are looked for: downloads that double, prints and exports, which are rarer, that triple. */
const DRIFTS = [
  { unit: "downloads", ratio: 2, series: seriesOf((row) => row.download_counts) },
  { unit: "prints and exports", ratio: 3, series: seriesOf((row) => plus(row.print_counts, row.export_counts)) },
] as const;

/** The share of downloads over the guard's nights, and the baselines of the drifts, which end where that window begins. */
function rulesFor(chosen: Chosen): { window: ShareRule; baseline: ShareRule } {
  const [window] = rulesOf([chosen.guard_nights], chosen);
  if (window === undefined) throw new Error("a window has a rule");
  return { window, baseline: { ...window, share_min: chosen.drift_share_min } };
}

interface Pools {
  readonly history_nights: number;
  readonly downloads: SharePool;
  readonly drifts: readonly SharePool[];
}

/**
 * Whether an actor has come to take away more over weeks, by little each day: the share of downloads over two weeks, and
 * cumulative sums for downloads that have doubled and for prints and exports that have tripled; merged by the Cauchy
 * combination. The figures shown are those since the onset.
 */
export const slowDrift = detector({
  id: "slow-drift",
  question: "Has this person come to take away more, little by little, over the last weeks?",
  entity: "actor",
  family: "take",
  needs: ["access", "actors"],
  status: "stable",
  falsePositives: ["A lasting change of task", "A new tool or habit in the person's office", "A training course"],
  wouldRefute: ["Colleagues of the same office show the same change since the same day"],
  references: [
    "Page 1954, doi:10.1093/biomet/41.1-2.100",
    "Reynolds & Stoumbos 1999, doi:10.1080/00224065.1999.11979900",
  ],
  params,
  caseShape: actorPanel,
  cases: ACTOR_PANEL,
  pool(cases, chosen): Pools {
    const { window, baseline } = rulesFor(chosen);
    const downloads = poolShare(cases.map(DRIFTS[0].series), window);
    const drifts = DRIFTS.map(({ series }) => poolShare(cases.map(series), baseline));
    return { history_nights: historyNights(cases), downloads, drifts };
  },
  judge(row, chosen, pools) {
    if (pools.history_nights < HISTORY_NIGHTS_MIN + chosen.guard_nights)
      return abstained("fewer than 14 nights of logs before the weeks that are judged");
    const merged = mergeLooks(looksOf(row, chosen, pools));
    if (merged === null) return abstained("nothing opened tonight");
    const { loudest, p_value, p_mid } = merged;
    const { successes, trials, expected_share, nights, unit } = loudest;
    return {
      status: "scored",
      p_value,
      p_mid,
      direction: "up",
      observed: successes,
      expected: trials * expected_share,
      interval: ordinaryInterval(binomial(trials, expected_share)),
      unit,
      evidence: {
        window_nights: nights,
        ...onset(row, nights),
        trials_count: trials,
        expected_share_ratio: expected_share,
      },
    };
  },
  say: ({ observed, unit, interval: [low, high], evidence: { window_nights, trials_count } }) =>
    `${observed} ${unit} among ${trials_count} objects opened in ${window_nights} days, where ${low} to ${high} would be ordinary.`,
  events: TAKEN_IN_FOUR_WEEKS,
  less(row, amount, { unit, evidence: { window_nights } }) {
    const order = placesOfWindow(row.nights_ago, Number(window_nights));
    const without = (counts: readonly number[], taken: number) => drained(counts, order, taken);
    if (unit === DRIFTS[0].unit) return { ...row, download_counts: without(row.download_counts, amount) };
    const print_counts = without(row.print_counts, amount);
    const printed = row.print_counts.reduce((sum, count, i) => sum + count - (print_counts[i] ?? 0), 0);
    return { ...row, print_counts, export_counts: without(row.export_counts, amount - printed) };
  },
});

function looksOf(row: PanelRow, chosen: Chosen, { downloads, drifts }: Pools) {
  const { window, baseline } = rulesFor(chosen);
  const [first] = DRIFTS;
  const share = judgeShare(first.series(row), downloads, { rule: window, side: "upper" });
  const ofShare = share === null ? [] : [{ ...share, nights: share.window_nights, unit: first.unit as string }];
  const ofDrifts = DRIFTS.flatMap(({ series, ratio, unit }, i) => {
    const pool = drifts[i];
    const drift = pool === undefined ? null : judgeDrift(series(row), pool, { ratio, baseline });
    return drift === null ? [] : [{ ...drift, p_mid: drift.p_value, unit: unit as string }];
  });
  return [...ofShare, ...ofDrifts];
}
