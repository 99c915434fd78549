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
  residualsOf,
  type ShareRule,
} from "./share-baseline.js";
import { type Common, NOTHING_COMMON } from "./share-common.js";

export type { ShareRule } from "./share-baseline.js";

/**
 * Successes of trials per night of activity, as counts; `group` names the peers who stand in where own history is thin, and
 * `circle` those among them who behave alike; `unit` and `site` who is struck by the same events. `chances` replaces the group's share where the cases themselves say what chance each night's trials had.
 */
export interface ShareSeries extends Nights {
  readonly group: string;
  readonly circle?: string;
  readonly unit?: string;
  readonly site?: string;
  readonly successes: readonly number[];
  readonly trials: readonly number[];
  readonly chances?: readonly number[];
}

/** What all entities together say: the share of each group, and of each circle in it, and the over-dispersion between nights. */
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
  /** By how much the unit's or the site's others were up, at least 1. */
  readonly common_ratio: number;
  readonly law: DiscreteLaw;
  readonly p_value: number;
  readonly p_mid: number;
}

/** Which departure of a share is unusual. */
export type ShareSide = "upper" | "lower" | "either";

/** Weight of the overall share in a group's, and of a group's in a circle's, in trials: a day's work is still mostly everybody. */
const GROUP_TRIALS = 20;

/** The cut of residuals follows the over-dispersion and the over-dispersion the cut: three rounds settle the first digit. */
const DISPERSION_ROUNDS = 3;

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
  const groups = new Map<string, Sums>();
  const circles = new Map<string, Sums & Pick<ShareSeries, "group" | "circle">>();
  for (const entity of entities) {
    const held = groups.get(entity.group) ?? { successes: 0, trials: 0 };
    const circle = circles.get(circleOf(entity)) ?? { ...peersOf(entity), successes: 0, trials: 0 };
    groups.set(entity.group, held);
    circles.set(circleOf(entity), circle);
    const past = pastOf(entity, rule);
    held.successes += past.successes;
    held.trials += past.trials;
    circle.successes += past.successes;
    circle.trials += past.trials;
  }
  let [successes, trials] = [0, 0];
  for (const held of groups.values()) {
    successes += held.successes;
    trials += held.trials;
  }
  const overall = (successes + 0.5) / (trials + 1);
  const towards = (held: Sums, share: number) => (held.successes + GROUP_TRIALS * share) / (held.trials + GROUP_TRIALS);
  const ofGroups = new Map([...groups].map(([group, held]) => [group, towards(held, overall)]));
  const shares = new Map(
    [...circles].map(([key, held]) => {
      const ofGroup = ofGroups.get(held.group) ?? overall;
      return [key, held.circle === "" ? ofGroup : towards(held, ofGroup)];
    }),
  );
  const residuals = entities.map((entity) =>
    residualsOf(entity, { share: shares.get(circleOf(entity)) ?? overall, rule }),
  );
  let dispersion = 0;
  for (let round = 0; round < DISPERSION_ROUNDS; round++) {
    let [excess, scale] = [0, 0];
    for (const own of residuals) {
      const part = excessOf(own, dispersion);
      excess += part.excess;
      scale += part.scale;
    }
    dispersion = Math.min(
      Math.max(scale > 0 ? excess / scale : 0, rule.dispersion_min / rule.window_nights),
      CORRELATION_MAX,
    );
  }
  return { shares, overall, dispersion, trials };
}

interface Sums {
  successes: number;
  trials: number;
}

function pastOf(entity: ShareSeries, { window_nights, history_nights }: ShareRule): Sums {
  const past = { successes: 0, trials: 0 };
  const { nights_ago, successes, trials, weights } = entity;
  for (let i = 0; i < nights_ago.length; i += 1) {
    const ago = nights_ago[i] ?? 0;
    if (ago < window_nights || ago >= window_nights + history_nights) continue;
    const weight = weights?.[i] ?? 1;
    past.successes += weight * (successes[i] ?? 0);
    past.trials += weight * (trials[i] ?? 0);
  }
  return past;
}

/** Whom an entity resembles; without a circle, its whole group. */
function peersOf({ group, circle = "" }: ShareSeries) {
  return { group, circle };
}

function circleOf(entity: ShareSeries): string {
  const { group, circle } = peersOf(entity);
  return `${group}\n${circle}`;
}

/** The share of an entity's peers: of its circle within its group, of everybody where it has none. */
export function peerShare(entity: ShareSeries, pool: SharePool): number {
  return pool.shares.get(circleOf(entity)) ?? pool.overall;
}

/** What a window of an entity is held against. */
export interface Expectation {
  readonly successes: number;
  readonly trials: number;
  readonly share: number;
  readonly dispersion: number;
  readonly baseline: Baseline;
}

/** What would be ordinary of an entity's window; null where tonight has no trial, or nobody any history. */
export function expectShare(entity: ShareSeries, pool: SharePool, rule: ShareRule): Expectation | null {
  if (pool.trials === 0) return null;
  const group = peerShare(entity, pool);
  const window = windowOf(entity, { window_nights: rule.window_nights, share: group });
  if (window.trials === 0 || window.trialsTonight === 0) return null;
  const dispersion = ownDispersion(entity, pool.dispersion, { share: group, rule });
  const baseline = baselineOf(entity, dispersion, { share: group, rule });
  const share = clipped((window.expected / window.trials) * baseline.ratio, rule.share_min);
  return { successes: window.successes, trials: window.trials, share, dispersion, baseline };
}

/**
 * Judges the window's successes against the entity's own earlier share, shrunk to its group's: beta-binomial with the
 * over-dispersion of windows and the uncertainty of the own share. Null where tonight has no trial, or nobody any history.
 *
 * The level of activity cancels: a busy week, a crisis or leave moves trials and successes alike. What the unit or the site
 * has in common tonight raises the expectation and its uncertainty.
 *
 * source  the posterior of the own share adds 1 / (1 + effective trials) to the correlation, trials divided by their design
 *         effect (Kish 1965, Survey Sampling)
 */
export function judgeShare(
  entity: ShareSeries,
  pool: SharePool,
  { rule, side }: { readonly rule: ShareRule; readonly side: ShareSide },
): ShareJudgement | null {
  const expectation = expectShare(entity, pool, rule);
  return expectation === null ? null : judgeExpectation(expectation, { rule, side, common: NOTHING_COMMON });
}

/** Judges a window whose expectation is known already. */
export function judgeExpectation(
  { successes, trials, share: own, dispersion, baseline }: Expectation,
  { rule, side, common }: { readonly rule: ShareRule; readonly side: ShareSide; readonly common: Common },
): ShareJudgement {
  const share = clipped(own * common.ratio, rule.share_min);
  const ofCommon = (share / (1 - share)) * common.variance;
  const law = predictive(share, trials, { baseline, dispersion: dispersion + ofCommon, peer_trials: rule.peer_trials });
  const p_value = Math.max(tail(ordinaryP, law, successes, side), Number.MIN_VALUE);
  const p_mid = Math.min(Math.max(tail(midP, law, successes, side), Number.MIN_VALUE), p_value);
  const { ratio: common_ratio } = common;
  return {
    window_nights: rule.window_nights,
    successes,
    trials,
    expected_share: share,
    common_ratio,
    law,
    p_value,
    p_mid,
  };
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
