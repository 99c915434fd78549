import { z } from "zod";
import { logNormalUpper, normalQuantile } from "../../data/statistics/normal.js";
import { detector } from "../card.js";
import { ACTOR_PANEL, actorPanel, type PanelRow } from "../cases/actor-panel.js";
import { TAKEN_IN_WEEK } from "../cases/events.js";
import { placesOfWindow } from "../judges/less.js";
import { mergeLooks } from "../judges/merge.js";
import { HISTORY_NIGHTS_MIN, historyNights } from "../judges/series.js";
import { onset } from "../judges/share-looks.js";
import { abstained } from "../verdict.js";

const params = z.object({
  history_nights: z
    .int()
    .min(14)
    .max(90)
    .default(90)
    .describe("Nights of baseline before the window: a quarter, so that a change of post is learnt within it."),
  peer_items: z
    .number()
    .positive()
    .default(10)
    .describe("Weight of everybody's sizes, in items: a day's worth, so that a week outweighs it."),
  spread_min: z
    .number()
    .positive()
    .default(0.1)
    .describe(
      "Least standard deviation of the logarithm of a size: sizes a tenth apart are the same; the floor of the effect's size.",
    ),
});
type Chosen = z.infer<typeof params>;

/** A single night and the days of a burst. */
const WINDOWS = [1, 3] as const;

/** Items with a size: their number, and the sums of the logarithm of their bytes and of its square. */
interface Sizes {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

function sizesOf(row: PanelRow, { from, to }: { readonly from: number; readonly to: number }): Sizes {
  let [count, sum, squares] = [0, 0, 0];
  row.nights_ago.forEach((ago, i) => {
    if (ago < from || ago >= to) return;
    const weight = from === 0 ? 1 : (row.weights[i] ?? 1);
    count += weight * (row.sized_counts[i] ?? 0);
    sum += weight * (row.log_bytes[i] ?? 0);
    squares += weight * (row.log_bytes_squared[i] ?? 0);
  });
  return { count, sum, squares };
}

const together = (a: Sizes, b: Sizes): Sizes => ({
  count: a.count + b.count,
  sum: a.sum + b.sum,
  squares: a.squares + b.squares,
});

const historyOf = (row: PanelRow, window: number, { history_nights }: Chosen) =>
  sizesOf(row, { from: window, to: window + history_nights });

interface Look {
  readonly window_nights: number;
  readonly items: number;
  readonly observed: number;
  readonly expected: number;
  readonly error: number;
  readonly p_value: number;
  readonly p_mid: number;
}

function look(row: PanelRow, window: number, everybody: Sizes, chosen: Chosen): Look[] {
  const tonight = sizesOf(row, { from: 0, to: 1 });
  const now = sizesOf(row, { from: 0, to: window });
  if (tonight.count === 0 || everybody.count === 0) return [];
  const own = historyOf(row, window, chosen);
  const weight = chosen.peer_items / everybody.count;
  const items = own.count + chosen.peer_items;
  const expected = (own.sum + weight * everybody.sum) / items;
  const spread = Math.max((own.squares + weight * everybody.squares) / items - expected ** 2, chosen.spread_min ** 2);
  const error = Math.sqrt(spread * (1 / now.count + 1 / items));
  const observed = now.sum / now.count;
  const p = Math.max(Math.exp(logNormalUpper((observed - expected) / error)), Number.MIN_VALUE);
  return [{ window_nights: window, items: now.count, observed, expected, error, p_value: p, p_mid: p }];
}

/** Half of 1 in 100 ordinary nights fall beyond each end of the interval that a verdict shows. */
const SPAN_SD = normalQuantile(0.995);

/**
 * Whether what an actor takes away has become larger: the mean logarithm of the bytes of downloads, prints and exports of 1
 * and 3 nights against the actor's own, shrunk to everybody's; normal upper tail. Figures are geometric means, in bytes.
 *
 * source  predictive of a mean with known variance, Gelman et al. 2013, Bayesian Data Analysis, section 2.5
 */
export const largerItems = detector({
  id: "larger-items",
  question: "Are the items that this person takes away larger than those they usually take?",
  entity: "actor",
  family: "volume",
  weight: 0.25,
  needs: ["access"],
  status: "stable",
  falsePositives: ["Imagery or recordings instead of papers", "A whole dossier asked for as one file"],
  wouldRefute: ["A request that names the material"],
  references: ["Gelman et al. 2013, Bayesian Data Analysis, section 2.5"],
  params,
  caseShape: actorPanel,
  cases: ACTOR_PANEL,
  pool(cases, chosen) {
    const everybody = WINDOWS.map((window) =>
      cases.map((row) => historyOf(row, window, chosen)).reduce(together, { count: 0, sum: 0, squares: 0 }),
    );
    return { history_nights: historyNights(cases), everybody };
  },
  judge(row, chosen, { history_nights, everybody }) {
    if (history_nights < HISTORY_NIGHTS_MIN) return abstained("fewer than 14 nights of logs before tonight");
    const looks = WINDOWS.flatMap((window, i) => {
      const sizes = everybody[i];
      return sizes === undefined ? [] : look(row, window, sizes, chosen);
    });
    const merged = mergeLooks(looks);
    if (merged === null) return abstained("nothing with a size taken away tonight");
    const { loudest, p_value, p_mid } = merged;
    const span = SPAN_SD * loudest.error;
    return {
      status: "scored",
      p_value,
      p_mid,
      direction: "up",
      observed: Math.round(Math.exp(loudest.observed)),
      expected: Math.round(Math.exp(loudest.expected)),
      interval: [Math.round(Math.exp(loudest.expected - span)), Math.round(Math.exp(loudest.expected + span))],
      unit: "bytes an item, geometric mean",
      evidence: {
        window_nights: loudest.window_nights,
        ...onset(row, loudest.window_nights),
        items_count: loudest.items,
      },
    };
  },
  say: ({ observed, interval: [low, high], evidence: { items_count } }) =>
    `${observed} bytes an item over ${items_count} items, where ${low} to ${high} would be ordinary for this person.`,
  events: TAKEN_IN_WEEK,
  less(row, amount, { observed, evidence: { window_nights } }) {
    const places = new Set(placesOfWindow(row.nights_ago, Number(window_nights)));
    const lower = Math.log(observed) - Math.log(Math.max(1, observed - amount));
    const log_bytes = row.log_bytes.map((sum, i) => (places.has(i) ? sum - lower * (row.sized_counts[i] ?? 0) : sum));
    return { ...row, log_bytes };
  },
  more: (row) => ({
    ...row,
    log_bytes: row.log_bytes.map((sum, i) => (row.nights_ago[i] === 0 ? sum + (row.sized_counts[i] ?? 0) : sum)),
  }),
});
