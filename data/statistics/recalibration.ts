import { requireDomain } from "./special.js";

/** Width of a class of scores s = -ln p: values of p within 1.6 % of each other count as ties. */
export const SCORE_STEP = 1 / 64;

/** Scores from here on share the last class: p below 1e-27, far beyond where the tail's excess is censored. */
const SCORE_MAX = 64;

/** Fewer earlier scores than this say less about the tail than the detector's own law does: p stays as it is. */
export const SCORES_MIN = 200;

/** p above this says nothing in either direction, and stays: discrete detectors pile up there. */
export const SAYS_NOTHING_ABOVE = 0.4;

/**
 * Fewer earlier scores with p below that are no distribution, and p stays: their share of all is known within a third from
 * here on, and they weigh as much as what is believed of the tail without any.
 */
const SPEAKING_MIN = 10;

/**
 * Below so many scores a night the nights of the same few entities hang together: p is moved by as much of the way, on a
 * logarithmic scale, as there are scores of these, and only within bounds.
 */
const SCORES_A_NIGHT_FULL = 20;
const SHARPEN_MAX = 3;

/** Share of earlier scores that are the tail. Below it the rank itself is precise enough. */
const TAIL_SHARE = 0.05;

/** Excess over the tail's start is censored here: e^-4, a fifty-fifth of it, so that a few wild nights do not steer. */
const EXCESS_MAX = 4;

/** Observations of a tail that falls as the detector's law says (rate 1), believed until the data say otherwise. */
const TAIL_PRIOR = 10;

/** A rate beyond these would be a detector without a law of its own. */
const RATE_MIN = 0.5;
const RATE_MAX = 1.5;

/** A jump in the scores above the tail's start that is wider than this begins the tail at its far side. */
const JUMP_MAX = 0.5;

/** Earlier scores in classes, in ascending order of class: how many fell in each. */
export interface ScoreClass {
  readonly bin: number;
  readonly count: number;
}

/** The class of a p-value's score. Throws RangeError for p outside [0, 1]. */
export function scoreClass(p: number): number {
  requireDomain(p >= 0 && p <= 1, "p", p);
  return Math.floor(score(p) / SCORE_STEP);
}

function score(p: number): number {
  return p === 0 ? SCORE_MAX : Math.min(SCORE_MAX, -Math.log(p));
}

/** What earlier scores say of a p-value: `p` for use; `low` to `high` is the step that its ties share. */
export interface Recalibrated {
  readonly p: number;
  readonly low: number;
  readonly high: number;
}

/** How earlier scores turn a p-value into one that is uniform on ordinary nights. */
export interface Recalibration {
  readonly scoreCount: number;
  /** Decay of the tail in the score: 1 where the detector's law is right, below 1 where its tail is too light. */
  readonly tailRate: number;
  /** Whether there are scores enough a night to be believed fully: p then is its rank, whatever it was before. */
  readonly isFull: boolean;
  recalibrate(p: number): Recalibrated;
}

/**
 * A conformal p-value: the mid-rank of the score among earlier ones, (#greater + half of #equal + 1/2) / (n + 1); beyond
 * the 95 % point, where ranks are too coarse, an exponential tail in s (a power law in p) that joins it there.
 *
 * classes    earlier scores in ascending order; null below SCORES_MIN of them
 * nights     on how many nights the scores fell
 * bluntMax   how many times larger p may become where scores a night are few, at least 1
 * rateMin    least rate of the tail, in (0, 1]: less for p that were never more than a statistic
 * lostShare  share of ordinary scores, in [0, 1), that were left out of the classes because they were among the greatest:
 *            they count as greater than any, so that leaving leads out does not make the rest look rarer than it is
 *
 * source   rank: Vovk, Gammerman & Shafer 2005; Bates et al. 2023, AoS 51:149. Tail: censored maximum likelihood of an
 *          exponential excess, (uncensored + m) / (sum of excess + m), a gamma prior of m observations at rate 1
 */
export function fitRecalibration(
  classes: readonly ScoreClass[],
  {
    nights,
    lostShare = 0,
    bluntMax = SHARPEN_MAX,
    rateMin = RATE_MIN,
  }: {
    readonly nights: number;
    readonly lostShare?: number;
    readonly bluntMax?: number;
    readonly rateMin?: number;
  },
): Recalibration | null {
  requireDomain(lostShare >= 0 && lostShare < 1, "share of lost scores", lostShare);
  const kept = classes.reduce((sum, { count }) => sum + count, 0);
  if (kept < SCORES_MIN) return null;
  const speaksFrom = scoreClass(SAYS_NOTHING_ABOVE);
  const speaking = classes.reduce((sum, { bin, count }) => (bin >= speaksFrom ? sum + count : sum), 0);
  if (speaking < SPEAKING_MIN) return null;
  const believed = Math.min(1, kept / (SCORES_A_NIGHT_FULL * nights));
  /** Where p is moved less than its rank is, so are the ends of its step. */
  const used = (given: number, value: number, [low, high]: readonly [number, number]): Recalibrated => {
    const raw = Math.max(given, Number.MIN_VALUE);
    if (raw > SAYS_NOTHING_ABOVE) return { p: given, low, high };
    const towards = Math.exp((1 - believed) * Math.log(raw) + believed * Math.log(value));
    const moved = believed < 1 ? Math.min(raw * bluntMax, Math.max(raw / SHARPEN_MAX, towards)) : value;
    return {
      p: Math.max(Math.min(moved, SAYS_NOTHING_ABOVE), Number.MIN_VALUE),
      low: low * (moved / value),
      high: Math.min(1, high * (moved / value)),
    };
  };
  const lost = (kept * lostShare) / (1 - lostShare);
  const n = kept + lost;
  const greater = countsAbove(classes, lost);
  const start = classes.find((_, i) => (greater[i] ?? 0) <= TAIL_SHARE * n);
  const tailBin = start?.bin ?? 0;
  const tail = classes.filter(({ bin }) => bin > tailBin);
  const first = tail[0]?.bin ?? tailBin + 1;
  const tailScore = ((first - tailBin - 1) * SCORE_STEP > JUMP_MAX ? first : tailBin + 1) * SCORE_STEP;
  const tailCount = tail.reduce((sum, { count }) => sum + count, lost);
  const joint = (tailCount + 0.5) / (n + 1);
  const tailRate = rateOf(tail, tailScore, { lost, lostShare, rateMin });
  const byBin = new Map(classes.map(({ bin, count }, i) => [bin, { above: greater[i] ?? 0, count }]));
  return {
    scoreCount: n,
    tailRate,
    isFull: believed === 1,
    recalibrate(p) {
      const bin = scoreClass(p);
      if (bin > tailBin) {
        const excess = Math.max(0, -Math.log(Math.max(p, Number.MIN_VALUE)) - tailScore);
        const value = Math.max(joint * Math.exp(-tailRate * excess), Number.MIN_VALUE);
        return used(p, value, [value, value]);
      }
      const { above, count } = byBin.get(bin) ?? { above: aboveBin(classes, greater, bin, n), count: 0 };
      const value = (above + count / 2 + 0.5) / (n + 1);
      return used(p, value, [above / (n + 1), (above + count + 1) / (n + 1)]);
    },
  };
}

/** For each class, how many scores lie in greater classes; the lost ones lie above all. */
function countsAbove(classes: readonly ScoreClass[], lost: number): number[] {
  const above = new Array<number>(classes.length).fill(lost);
  for (let i = classes.length - 2; i >= 0; i--) above[i] = (above[i + 1] ?? 0) + (classes[i + 1]?.count ?? 0);
  return above;
}

function aboveBin(classes: readonly ScoreClass[], greater: readonly number[], bin: number, n: number): number {
  const below = classes.findLastIndex((one) => one.bin < bin);
  return below < 0 ? n : (greater[below] ?? 0);
}

/** Lost scores are censored where leads begin: at the excess that a tail of rate 1 reaches with their share. */
function rateOf(
  tail: readonly ScoreClass[],
  tailScore: number,
  { lost, lostShare, rateMin }: { readonly lost: number; readonly lostShare: number; readonly rateMin: number },
): number {
  let uncensored = 0;
  let excess = lost === 0 ? 0 : lost * Math.min(EXCESS_MAX, Math.max(0, Math.log(TAIL_SHARE / lostShare)));
  for (const { bin, count } of tail) {
    const over = Math.max(0, (bin + 0.5) * SCORE_STEP - tailScore);
    if (over <= EXCESS_MAX) uncensored += count;
    excess += count * Math.min(over, EXCESS_MAX);
  }
  return Math.min(RATE_MAX, Math.max(rateMin, (uncensored + TAIL_PRIOR) / (excess + TAIL_PRIOR)));
}
