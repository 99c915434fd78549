/** Steps that were taken and that were ordinary, night by night, the latest first. */
export interface StepNights {
  readonly observed: readonly number[];
  readonly expected: readonly number[];
}

/** A cumulative sum at tonight's end: its p-values, and for how many nights it has been above 0 (at least 1). */
export interface StepSum {
  readonly p_value: number;
  readonly p_mid: number;
  readonly nights: number;
}

/** The common error of the expectations is summed over in steps of one standard deviation, so far to each side. */
const ERROR_SD_MAX = 4;

/** Sums that differ by less are the same: the rounding of a few dozen additions. */
const TIE = 1e-9;

/** A night's count is followed so many standard deviations far. */
const COUNT_SD_MAX = 8;

/** Expected steps beyond which more make nothing surer: they are scaled down to so many, and those taken alike. */
const STEPS_MAX = 200;

/**
 * The cumulative sum of log likelihood ratios for steps at `pace` times the ordinary rate, C = max(0, C + O ln pace +
 * (1 - pace) E), and the chance of at least this sum on an ordinary night: exact for Poisson steps, by the chain of the sum's
 * values from night to night, averaged over a common log-normal factor of all expectations with relative variance `error`.
 *
 * expected  steps that were ordinary; the chain takes them as given
 *
 * source    Page 1954, Biometrika 41:100; chain of a cumulative sum, Brook & Evans 1972, Biometrika 59:539. A trapezoid sum
 *           over a normal density errs by exp(-2 pi^2): Trefethen & Weideman 2014, SIAM Review 56:385
 */
export function stepSum(given: StepNights, pace: number, error: number): StepSum {
  const scale = Math.min(1, STEPS_MAX / given.expected.reduce((total, steps) => total + steps, 0));
  const expected = given.expected.map((steps) => scale * steps);
  let [sum, nights] = [0, 0];
  for (let ago = expected.length - 1; ago >= 0; ago--) {
    const step = scale * (given.observed[ago] ?? 0) * Math.log(pace) + (1 - pace) * (expected[ago] ?? 0);
    sum = Math.max(0, sum + step);
    nights = sum > 0 ? nights + 1 : 0;
  }
  const deviation = Math.sqrt(Math.log1p(error));
  let [above, equal, weights] = [0, 0, 0];
  for (let z = -ERROR_SD_MAX; z <= ERROR_SD_MAX; z++) {
    const weight = Math.exp((-z * z) / 2);
    const chain = chainTail(expected, { pace, factor: Math.exp(deviation * z - (deviation * deviation) / 2), sum });
    above += weight * chain.above;
    equal += weight * chain.equal;
    weights += weight;
  }
  const p_value = Math.min(1, Math.max((above + equal) / weights, Number.MIN_VALUE));
  return { p_value, p_mid: Math.max((above + equal / 2) / weights, Number.MIN_VALUE), nights: Math.max(1, nights) };
}

/** The chain's state: the nights since the sum last stood at 0 give what was added, the steps since then what was taken off. */
interface Run {
  added: number;
  /** Chance of so many steps since the run began. */
  chances: number[];
}

/** Chance that the sum ends above `sum`, and at it, where the ordinary steps are `factor` times those expected. */
function chainTail(
  expected: readonly number[],
  { pace, factor, sum }: { readonly pace: number; readonly factor: number; readonly sum: number },
): { readonly above: number; readonly equal: number } {
  const taken = -Math.log(pace);
  let runs: Run[] = [{ added: 0, chances: [1] }];
  for (const steps of expected.toReversed()) {
    const counts = countChances(steps * factor);
    let atZero = 0;
    const next: Run[] = [];
    for (const { added, chances } of runs) {
      const grown = added + (1 - pace) * steps;
      const least = Math.max(0, Math.ceil((grown - TIE) / taken));
      const kept = new Array<number>(least).fill(0);
      chances.forEach((chance, before) => {
        let left = chance;
        for (let count = 0; before + count < least && count < counts.length; count++) {
          const own = chance * (counts[count] ?? 0);
          kept[before + count] = (kept[before + count] ?? 0) + own;
          left -= own;
        }
        atZero += Math.max(0, left);
      });
      if (least > 0) next.push({ added: grown, chances: kept });
    }
    runs = [{ added: 0, chances: [atZero] }, ...next];
  }
  let [above, equal] = [0, 0];
  for (const { added, chances } of runs)
    chances.forEach((chance, steps) => {
      const value = Math.max(0, added - steps * taken);
      if (value > sum + TIE) above += chance;
      else if (value >= sum - TIE) equal += chance;
    });
  return { above, equal };
}

/** Chances of 0, 1, 2 … events, Poisson with a mean of a few hundred at most. */
function countChances(mean: number): number[] {
  const chances = [Math.exp(-mean)];
  const most = mean + COUNT_SD_MAX * Math.sqrt(mean + 1);
  for (let count = 1; count <= most; count++) chances.push(((chances[count - 1] ?? 0) * mean) / count);
  return chances;
}
