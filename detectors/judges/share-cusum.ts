import { peerShare, type SharePool, type ShareRule, type ShareSeries } from "./share.js";
import { baselineOf } from "./share-baseline.js";

/** How a slow change of a share is judged. */
export interface DriftRule {
  /** The change that is looked for: so many times the ordinary share. */
  readonly ratio: number;
  /** The baseline; its window is the guard between it and tonight. */
  readonly baseline: ShareRule;
}

/** A cumulative sum at tonight's end, and what happened since it last stood at nothing. */
export interface Drift {
  /** Log likelihood ratio of the changed share against the ordinary, since the onset; 0 where nothing speaks for a change. */
  readonly statistic: number;
  /** Nights since the change seems to have begun, tonight counted; 0 where it has not. */
  readonly nights: number;
  readonly successes: number;
  readonly trials: number;
  readonly expected_share: number;
  readonly p_value: number;
}

/** Nights over which the sum runs: a drift of four weeks; what is older belongs to the baseline. */
export const DRIFT_NIGHTS = 28;

/** One night adds or takes at most this much: a wild night is a burst, not a drift. About a factor of 12 in likelihood. */
export const STEP_MAX = 2.5;

/** The ordinary share is taken this many standard errors higher, so that an unlucky low baseline does not drift. */
const CAUTION_SD = 0.5;

/** An ordinary share above this cannot grow: who takes nearly everything away would drift by doing what they always do. */
const SHARE_MAX = 0.95;

/**
 * A cumulative sum of log likelihood ratios of a share over the last four weeks, against a baseline that ends at the guard.
 * Null where tonight has no trial, or where the ordinary share is nearly all there is.
 *
 * p_value  exp(-statistic) bounds P(at least this sum) on any one ordinary night: seen backwards from tonight the likelihood
 *          ratio is a martingale of mean 1 (Ville 1939)
 * source   Page 1954, Biometrika 41:100; likelihood ratio for shares, Reynolds & Stoumbos 1999, Journal of Quality Technology
 *          31:87
 */
export function judgeDrift(entity: ShareSeries, pool: SharePool, { ratio, baseline: rule }: DriftRule): Drift | null {
  const group = peerShare(entity, pool);
  const past = baselineOf(entity, pool.dispersion, { share: group, rule });
  const believed = Math.max(group * past.ratio, rule.share_min);
  if (believed > SHARE_MAX) return null;
  const error = Math.sqrt((believed * (1 - believed)) / (past.trials + rule.peer_trials));
  const share = Math.min(believed + CAUTION_SD * error, SHARE_MAX);
  const logSuccess = Math.log(ratio / (1 - share + share * ratio));
  const logFailure = -Math.log(1 - share + share * ratio);

  let [statistic, successes, trials, onset, trialsTonight] = [0, 0, 0, 0, 0];
  for (const { ago, i } of latestLast(entity.nights_ago)) {
    const n = entity.trials[i] ?? 0;
    const y = entity.successes[i] ?? 0;
    if (ago === 0) trialsTonight = n;
    const step = y * logSuccess + (n - y) * logFailure;
    const before = statistic;
    statistic = Math.max(0, before + Math.min(Math.max(step, -STEP_MAX), STEP_MAX));
    if (statistic === 0) [successes, trials, onset] = [0, 0, 0];
    else {
      if (before === 0) onset = ago + 1;
      successes += y;
      trials += n;
    }
  }
  if (trialsTonight === 0) return null;
  return { statistic, nights: onset, successes, trials, expected_share: share, p_value: Math.exp(-statistic) };
}

/** The nights of the drift, the oldest first. */
export function latestLast(nights_ago: readonly number[]): { ago: number; i: number }[] {
  return nights_ago
    .map((ago, i) => ({ ago, i }))
    .filter(({ ago }) => ago < DRIFT_NIGHTS)
    .sort((a, b) => b.ago - a.ago);
}
