import type { ShareSeries } from "./share.js";

/** How a share is judged. */
export interface ShareRule {
  /** Nights of the window, tonight the last of them. */
  readonly window_nights: number;
  /** Nights of history, strictly before the window. */
  readonly history_nights: number;
  /** Weight of the peers' share against the own, in trials. */
  readonly peer_trials: number;
  /** Least share that is believed of anyone: keeps one success after a spotless history from being a lead. */
  readonly share_min: number;
  /**
   * Least over-dispersion between nights, spread over the nights of a longer window: the small-effect floor, for no number
   * of trials makes a share surer than it.
   */
  readonly dispersion_min: number;
  /** Weight of the pooled over-dispersion against the own, in pairs of trials' variance; absent: the pooled one alone. */
  readonly dispersion_prior?: number;
}

/** An entity's history, outlying windows cut, as a ratio to what its group would have done. */
export interface Baseline {
  /** Own successes over those expected of the group in the same trials, shrunk to 1. */
  readonly ratio: number;
  readonly trials: number;
  /** Sum over past windows of n (n - 1). */
  readonly pairs: number;
}

/** Past stretches as long as the window, aligned: the latest first; stretches without activity stand as zeros. */
interface Stretches {
  readonly successes: Float64Array;
  readonly trials: Float64Array;
  /** Successes expected by the series' own chances; null where it has none. */
  readonly chanced: Float64Array | null;
}

/** The stretches with what the group would have done in their trials. */
interface Blocks extends Omit<Stretches, "chanced"> {
  readonly expected: Float64Array;
}

/** Highest correlation within a window: nearly all-or-nothing. */
export const CORRELATION_MAX = 0.9;

/** A past window beyond this many standard deviations counts as one at it, so that a past attack buys no licence. */
const WINSOR_SD = 4;

/** Least variance used by that bound, in squared counts: half a success either way is no outlier. */
const VARIANCE_MIN = 0.25;

/** A window that is nearly all of the past says nothing of the spread between windows. */
const LEVERAGE_MAX = 0.5;

/** Bounds of an own over-dispersion where it is learnt: not half below the pool's, nor beyond windows of mere halves. */
const OWN_DISPERSION = { least_of_pool: 0.5, most: 0.5 } as const;

interface Shares {
  /** The group's share, for series without chances of their own. */
  readonly share: number;
  readonly rule: ShareRule;
}

/** The entity's history as a ratio to its group's share, each past window cut at WINSOR_SD above its expectation. */
export function baselineOf(entity: ShareSeries, dispersion: number, shares: Shares): Baseline {
  const blocks = blocksOf(entity, shares);
  const ratio = ratioOf(blocks, shares);
  let [trials, pairs] = [0, 0];
  const successes = blocks.successes.map((count, b) => {
    const n = blocks.trials[b] ?? 0;
    const share = shareOf(blocks.expected[b] ?? 0, n, { ratio, rule: shares.rule });
    const variance = n * share * (1 - share) * (1 + (n - 1) * dispersion);
    trials += n;
    pairs += Math.max(0, n * (n - 1));
    return Math.min(count, n * share + WINSOR_SD * Math.sqrt(Math.max(variance, VARIANCE_MIN)));
  });
  return { ratio: ratioOf({ ...blocks, successes }, shares), trials, pairs };
}

/** An entity's past windows: squared residuals, free of what the fit took from them, and binomial variances. */
interface Residuals {
  readonly squares: Float64Array;
  readonly variances: Float64Array;
  /** Trials less one: by how much a correlation multiplies the variance; 0 for a window that says nothing of it. */
  readonly others: Float64Array;
}

/**
 * The residuals of an entity's past windows about its own share. A window is part of the share it is held against, which
 * makes its residual too small by its part in the whole.
 *
 * source  variance of a residual (1 - h) times that of the observation, h the leverage: Belsley, Kuh & Welsch 1980,
 *         Regression Diagnostics, section 2.1
 */
export function residualsOf(entity: ShareSeries, shares: Shares): Residuals {
  const blocks = blocksOf(entity, shares);
  const ratio = ratioOf(blocks, shares);
  const expected = sum(blocks.expected) + priorOf(blocks, shares);
  const { length } = blocks.trials;
  const [squares, variances] = [new Float64Array(length), new Float64Array(length)];
  const others = blocks.trials.map((n, b) => {
    if (n <= 1) return 0;
    const own = blocks.expected[b] ?? 0;
    const share = shareOf(own, n, { ratio, rule: shares.rule });
    const leverage = Math.min(own / expected, LEVERAGE_MAX);
    squares[b] = ((blocks.successes[b] ?? 0) - n * share) ** 2 / (1 - leverage);
    variances[b] = n * share * (1 - share);
    return n - 1;
  });
  return { squares, variances, others };
}

/** The excess of squared residuals over binomial variance, and its scale: their quotient is the over-dispersion. */
export interface Excess {
  readonly excess: number;
  readonly scale: number;
}

/** The excess, each residual cut at WINSOR_SD of a window with the over-dispersion that is believed so far. */
export function excessOf({ squares, variances, others }: Residuals, believed: number): Excess {
  let [excess, scale] = [0, 0];
  for (let b = 0; b < others.length; b++) {
    const [variance, more] = [variances[b] ?? 0, others[b] ?? 0];
    const most = WINSOR_SD ** 2 * Math.max(variance * (1 + more * believed), VARIANCE_MIN);
    excess += Math.min(squares[b] ?? 0, most) - variance;
    scale += more * variance;
  }
  return { excess, scale };
}

/** The entity's own over-dispersion shrunk to the pool's, where the rule gives it a weight; else the pool's. */
export function ownDispersion(entity: ShareSeries, pooled: number, shares: Shares): number {
  const weight = shares.rule.dispersion_prior;
  if (weight === undefined) return pooled;
  const { excess, scale } = excessOf(residualsOf(entity, shares), pooled);
  const own = (excess + weight * pooled) / (scale + weight);
  return Math.min(Math.max(own, OWN_DISPERSION.least_of_pool * pooled), OWN_DISPERSION.most);
}

function blocksOf(entity: ShareSeries, { share, rule }: Shares): Blocks {
  const { successes, trials, chanced } = stretchesOf(entity, rule);
  return { successes, trials, expected: chanced ?? trials.map((n) => n * share) };
}

/** A series is cut alike for its pool and for its own judgement, and each rule cuts it once. */
const cut = new WeakMap<ShareSeries, Map<string, Stretches>>();

function stretchesOf(entity: ShareSeries, { window_nights, history_nights }: ShareRule): Stretches {
  const key = `${window_nights}/${history_nights}`;
  const known = cut.get(entity) ?? new Map<string, Stretches>();
  cut.set(entity, known);
  const stretches = known.get(key) ?? cutInto(entity, window_nights, Math.floor(history_nights / window_nights));
  known.set(key, stretches);
  return stretches;
}

/** The history in stretches of some nights, counted back from the window; one that the history cuts short is left out. */
function cutInto(entity: ShareSeries, nights: number, count: number): Stretches {
  const successes = new Float64Array(count);
  const trials = new Float64Array(count);
  const chanced = entity.chances === undefined ? null : new Float64Array(count);
  const { nights_ago, weights, chances } = entity;
  for (let i = 0; i < nights_ago.length; i += 1) {
    const block = Math.floor((nights_ago[i] ?? 0) / nights) - 1;
    if (block < 0 || block >= count) continue;
    const weight = weights?.[i] ?? 1;
    const n = weight * (entity.trials[i] ?? 0);
    successes[block] = (successes[block] ?? 0) + weight * (entity.successes[i] ?? 0);
    trials[block] = (trials[block] ?? 0) + n;
    if (chanced !== null) chanced[block] = (chanced[block] ?? 0) + n * (chances?.[i] ?? 0);
  }
  return { successes, trials, chanced };
}

/** Own over expected successes, shrunk to 1 by `peer_trials` trials at the mean chance. */
function ratioOf(blocks: Blocks, { share, rule }: Shares): number {
  const prior = priorOf(blocks, { share, rule });
  return (sum(blocks.successes) + prior) / (sum(blocks.expected) + prior);
}

/** Successes that the peers' weight stands for. */
function priorOf(blocks: Blocks, { share, rule }: Shares): number {
  const trials = sum(blocks.trials);
  return rule.peer_trials * (trials > 0 ? sum(blocks.expected) / trials : share);
}

function shareOf(
  expected: number,
  trials: number,
  { ratio, rule }: { readonly ratio: number; readonly rule: ShareRule },
): number {
  const share = trials > 0 ? (expected / trials) * ratio : 0;
  return Math.min(Math.max(share, rule.share_min), 1 - rule.share_min);
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
