import { betaBinomial } from "../../data/statistics/beta-binomial.js";
import type { DiscreteLaw } from "../../data/statistics/laws.js";
import { midP, ordinaryP } from "../../data/statistics/p-values.js";
import type { Nights } from "./series.js";
import {
  type Baseline,
  baselineOf,
  CORRELATION_MAX,
  excessOf,
  ownDispersion,
  type ShareRule,
} from "./share-baseline.js";

export type { ShareRule } from "./share-baseline.js";

/**
 * Successes of trials per night of activity, as counts; `group` names the peers who stand in where own history is thin.
 * `chances` replaces the group's share where the cases themselves say what chance each night's trials had.
 */
export interface ShareSeries extends Nights {
  readonly group: string;
  readonly successes: readonly number[];
  readonly trials: readonly number[];
  readonly chances?: readonly number[];
}

/** What all entities together say: the share of each group and the over-dispersion between nights. */
export interface SharePool {
  readonly shares: ReadonlyMap<string, number>;
  readonly overall: number;
  /** Correlation of the beta-binomial within a window, at most 0.9. */
  readonly dispersion: number;
  readonly trials: number;
}

/** A window's share against what is ordinary. */
export interface ShareJudgement {
  readonly window_nights: number;
  readonly successes: number;
  readonly trials: number;
  readonly expected_share: number;
  readonly law: DiscreteLaw;
  readonly p_value: number;
  readonly p_mid: number;
}

/** Which departure of a share is unusual. */
export type ShareSide = "upper" | "lower" | "either";

/** Weight of the overall share in a group's, in trials: a group of one day's work is still mostly everybody. */
const GROUP_TRIALS = 20;

/** Keeps the beta-binomial's parameters finite: nearly binomial. */
const CORRELATION_MIN = 1e-5;

/**
 * Learns the groups' shares and the over-dispersion from the history of all entities. Linear in their nights.
 *
 * The over-dispersion is that of past windows as long as the window, so that compositions which wander slowly do not make
 * long windows look surer than they are.
 *
 * source  over-dispersion by moments about each entity's own share: sum(r^2 - v) / sum(n (n - 1) pi (1 - pi)), r winsorised;
 *         Williams 1982, Applied Statistics 31:144
 */
export function poolShare(entities: readonly ShareSeries[], rule: ShareRule): SharePool {
  const groups = new Map<string, { successes: number; trials: number }>();
  for (const entity of entities) {
    const held = groups.get(entity.group) ?? { successes: 0, trials: 0 };
    groups.set(entity.group, held);
    entity.nights_ago.forEach((ago, i) => {
      if (ago < rule.window_nights || ago >= rule.window_nights + rule.history_nights) return;
      held.successes += entity.successes[i] ?? 0;
      held.trials += entity.trials[i] ?? 0;
    });
  }
  let [successes, trials] = [0, 0];
  for (const held of groups.values()) {
    successes += held.successes;
    trials += held.trials;
  }
  const overall = (successes + 0.5) / (trials + 1);
  const shares = new Map(
    [...groups].map(([group, held]) => [
      group,
      (held.successes + GROUP_TRIALS * overall) / (held.trials + GROUP_TRIALS),
    ]),
  );
  let excess = 0;
  let scale = 0;
  for (const entity of entities) {
    const own = excessOf(entity, { share: shares.get(entity.group) ?? overall, rule });
    excess += own.excess;
    scale += own.scale;
  }
  const dispersion = Math.min(
    Math.max(scale > 0 ? excess / scale : 0, rule.dispersion_min / rule.window_nights),
    CORRELATION_MAX,
  );
  return { shares, overall, dispersion, trials };
}

/**
 * Judges the window's successes against the entity's own earlier share, shrunk to its group's: beta-binomial with the
 * over-dispersion of windows and the uncertainty of the own share. Null where tonight has no trial, or nobody any history.
 *
 * The level of activity cancels: a busy week, a crisis or leave moves trials and successes alike.
 *
 * source  the posterior of the own share adds 1 / (1 + effective trials) to the correlation, trials divided by their design
 *         effect (Kish 1965, Survey Sampling)
 */
export function judgeShare(
  entity: ShareSeries,
  pool: SharePool,
  { rule, side }: { readonly rule: ShareRule; readonly side: ShareSide },
): ShareJudgement | null {
  if (pool.trials === 0) return null;
  const group = pool.shares.get(entity.group) ?? pool.overall;
  const window = windowOf(entity, { window_nights: rule.window_nights, share: group });
  if (window.trials === 0 || window.trialsTonight === 0) return null;
  const dispersion = ownDispersion(entity, pool.dispersion, { share: group, rule });
  const baseline = baselineOf(entity, dispersion, { share: group, rule });
  const share = clipped((window.expected / window.trials) * baseline.ratio, rule.share_min);
  const law = predictive(share, window.trials, { baseline, dispersion, peer_trials: rule.peer_trials });
  const p_value = Math.max(tail(ordinaryP, law, window.successes, side), Number.MIN_VALUE);
  const p_mid = Math.min(Math.max(tail(midP, law, window.successes, side), Number.MIN_VALUE), p_value);
  const { successes, trials } = window;
  return { window_nights: rule.window_nights, successes, trials, expected_share: share, law, p_value, p_mid };
}

/** Both sides: twice the smaller tail. Their Cauchy combination would not do, for p and 1 - p cancel in it. */
function tail(of: typeof midP, law: DiscreteLaw, successes: number, side: ShareSide): number {
  if (side !== "either") return of(law, successes, side);
  return Math.min(1, 2 * Math.min(of(law, successes, "upper"), of(law, successes, "lower")));
}

interface Window {
  readonly successes: number;
  readonly trials: number;
  readonly trialsTonight: number;
  /** Successes expected of the group in these trials. */
  readonly expected: number;
}

function windowOf(entity: ShareSeries, { window_nights, share }: { window_nights: number; share: number }): Window {
  let [successes, trials, trialsTonight, expected] = [0, 0, 0, 0];
  entity.nights_ago.forEach((ago, i) => {
    if (ago >= window_nights) return;
    const n = entity.trials[i] ?? 0;
    successes += entity.successes[i] ?? 0;
    trials += n;
    trialsTonight += ago === 0 ? n : 0;
    expected += n * (entity.chances?.[i] ?? share);
  });
  return { successes, trials, trialsTonight, expected };
}

function predictive(
  share: number,
  trials: number,
  { baseline, dispersion, peer_trials }: { baseline: Baseline; dispersion: number; peer_trials: number },
): DiscreteLaw {
  const designEffect = 1 + (dispersion * baseline.pairs) / Math.max(baseline.trials, 1);
  const ofShare = 1 / (1 + (baseline.trials + peer_trials) / designEffect);
  const weight = 1 / Math.min(Math.max(dispersion + ofShare, CORRELATION_MIN), CORRELATION_MAX) - 1;
  return betaBinomial(trials, share * weight, (1 - share) * weight);
}

function clipped(share: number, least: number): number {
  return Math.min(Math.max(share, least), 1 - least);
}
