/** One wait for a step: begun and ended so many days before the end of tonight; `ended_ago` null while it is open. */
export interface Wait {
  readonly entity: string;
  /** Waits of one tier take about as long as each other. */
  readonly tier: string;
  readonly begun_ago: number;
  readonly ended_ago: number | null;
}

/** What waits took before: chances of a step by age, and how slow each entity ordinarily is. */
export interface WaitBaseline {
  /** Steps that a day's passing makes ordinary for an entity's wait between two ages (days), other things being equal. */
  expected(wait: Wait, fromAge: number, toAge: number): number;
  /** Steps of an entity that the baseline rests on. */
  steps(entity: string): number;
}

/** How the baseline is learnt. Days before the end of tonight. */
export interface WaitRule {
  /** Waits begun later than this are what is judged; the baseline is censored here. */
  readonly guard_days: number;
  /** Waits begun up to so many days before the guard are the baseline. */
  readonly history_days: number;
}

/** Weight of the common pace against an entity's own, in steps. */
const PACE_STEPS = 5;
/** Weight of the common ratio of steps to expected steps against an entity's own, in expected steps. */
const RATIO_STEPS = 10;
/** Ages are held above this, days: a minute and a half, for a step in the same instant has a logarithm too. */
const AGE_MIN = 1e-3;
/** Fewer waits of a tier than this have no hazard. */
const WAITS_MIN = 10;
/**
 * Beyond this share of ages the estimate rests on a few waits: one slope for them all, of their steps over their days, shrunk
 * by so many steps to half the slope from the median up to there.
 */
const TAIL_SHARE = 0.95;
const TAIL_SLOPE = 0.5;
const TAIL_STEPS = 5;

interface Hazard {
  readonly ages: readonly number[];
  readonly cumulative: readonly number[];
  readonly tailAge: number;
  readonly tailValue: number;
  readonly tailSlope: number;
}

/**
 * Learns from waits begun before the guard: open ones are censored there, so a slow entity's open items count.
 *
 * source  cumulative hazard: Nelson 1972, Aalen 1978, per tier, on ages divided by the entity's pace (accelerated failure time,
 *         mean log residual shrunk by PACE_STEPS), an exponential beyond TAIL_SHARE of ages; ratio of an entity's steps to its expected ones shrunk to everybody's
 */
export function fitWaits(waits: readonly Wait[], { guard_days, history_days }: WaitRule): WaitBaseline {
  const past = waits
    .filter(({ begun_ago }) => begun_ago > guard_days && begun_ago <= guard_days + history_days)
    .map((wait) => {
      const isEnded = wait.ended_ago !== null && wait.ended_ago > guard_days;
      const end = isEnded ? (wait.ended_ago ?? guard_days) : guard_days;
      return { wait, isEnded, age: Math.max(wait.begun_ago - end, AGE_MIN) };
    });
  const ended = past.filter(({ isEnded }) => isEnded);
  const tierMeans = sums(
    ended,
    ({ wait }) => wait.tier,
    ({ age }) => Math.log(age),
  );
  const residual = ({ wait, age }: (typeof past)[number]) => {
    const tier = tierMeans.get(wait.tier);
    return Math.log(age) - (tier === undefined ? 0 : tier.sum / tier.count);
  };
  const paces = sums(ended, ({ wait }) => wait.entity, residual);
  const pace = (entity: string) => {
    const own = paces.get(entity);
    return own === undefined ? 1 : Math.exp(own.sum / (own.count + PACE_STEPS));
  };
  const byTier = new Map<string, { age: number; isEnded: boolean }[]>();
  for (const { wait, isEnded, age } of past) {
    const held = byTier.get(wait.tier) ?? [];
    held.push({ age: age / pace(wait.entity), isEnded });
    byTier.set(wait.tier, held);
  }
  const hazards = new Map(
    [...byTier].flatMap(([tier, held]) => (held.length < WAITS_MIN ? [] : [[tier, hazardOf(held)]])),
  );
  const raw = (wait: Wait, age: number) => {
    const hazard = hazards.get(wait.tier);
    return hazard === undefined ? 0 : valueAt(hazard, Math.max(age, 0) / pace(wait.entity));
  };
  const expectations = sums(
    past,
    ({ wait }) => wait.entity,
    ({ wait, age }) => raw(wait, age),
  );
  const allSteps = ended.length;
  const allExpected = [...expectations.values()].reduce((sum, own) => sum + own.sum, 0);
  const common = (allSteps + 2 * RATIO_STEPS) / (allExpected + 2 * RATIO_STEPS);
  const steps = (entity: string) => paces.get(entity)?.count ?? 0;
  return {
    steps,
    expected(wait, fromAge, toAge) {
      const own = expectations.get(wait.entity)?.sum ?? 0;
      const ratio = (steps(wait.entity) + RATIO_STEPS * common) / (own + RATIO_STEPS);
      return ratio * (raw(wait, toAge) - raw(wait, fromAge));
    },
  };
}

function sums<T>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  figureOf: (row: T) => number,
): Map<string, { sum: number; count: number }> {
  const held = new Map<string, { sum: number; count: number }>();
  for (const row of rows) {
    const own = held.get(keyOf(row)) ?? { sum: 0, count: 0 };
    held.set(keyOf(row), { sum: own.sum + figureOf(row), count: own.count + 1 });
  }
  return held;
}

function hazardOf(waits: readonly { readonly age: number; readonly isEnded: boolean }[]): Hazard {
  const sorted = waits.toSorted((a, b) => a.age - b.age);
  const n = sorted.length;
  let total = 0;
  const cumulative = sorted.map(({ isEnded }, i) => {
    if (isEnded) total += 1 / (n - i);
    return total;
  });
  const ages = sorted.map(({ age }) => age);
  const [middle, tail] = [Math.floor(n / 2), Math.min(Math.floor(TAIL_SHARE * n), n - 1)];
  const [middleAge = 0, tailAge = 0] = [ages[middle], ages[tail]];
  const [middleValue = 0, tailValue = 0] = [cumulative[middle], cumulative[tail]];
  const slope = (TAIL_SLOPE * (tailValue - middleValue)) / Math.max(tailAge - middleAge, AGE_MIN);
  const beyond = sorted.filter(({ age }) => age > tailAge);
  const days = beyond.reduce((sum, { age }) => sum + age - tailAge, 0);
  const steps = beyond.filter(({ isEnded }) => isEnded).length;
  const tailSlope = slope > 0 ? (steps + TAIL_STEPS) / (days + TAIL_STEPS / slope) : 0;
  return { ages, cumulative, tailAge, tailValue, tailSlope };
}

/** The cumulative hazard at an age: the step function up to the tail, a line beyond. */
function valueAt({ ages, cumulative, tailAge, tailValue, tailSlope }: Hazard, age: number): number {
  if (age > tailAge) return tailValue + tailSlope * (age - tailAge);
  let [low, high] = [0, ages.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ages[middle] ?? 0) <= age) low = middle + 1;
    else high = middle;
  }
  return cumulative[low - 1] ?? 0;
}

/** Steps taken and expected on each of the last nights, tonight first; waits older than `age_days_max` have been given up. */
export function stepsByNight(
  waits: readonly Wait[],
  baseline: WaitBaseline,
  { nights, age_days_max }: { readonly nights: number; readonly age_days_max: number },
): { observed: number[]; expected: number[] } {
  const observed = new Array<number>(nights).fill(0);
  const expected = new Array<number>(nights).fill(0);
  for (const wait of waits)
    for (let ago = 0; ago < nights; ago++) {
      const isOpen = wait.ended_ago === null || wait.ended_ago <= ago + 1;
      if (wait.begun_ago <= ago || !isOpen || wait.begun_ago - ago > age_days_max) continue;
      const end = Math.max(wait.ended_ago ?? ago, ago);
      if (wait.ended_ago !== null && wait.ended_ago > ago) observed[ago] = (observed[ago] ?? 0) + 1;
      const from = Math.max(wait.begun_ago - (ago + 1), 0);
      expected[ago] = (expected[ago] ?? 0) + baseline.expected(wait, from, wait.begun_ago - end);
    }
  return { observed, expected };
}
