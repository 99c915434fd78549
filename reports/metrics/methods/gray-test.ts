import type { EventTable } from "./event-table.js";
import { type GroupTest, scoreTest } from "./group-test.js";
import { walkPooled } from "./pooled-walk.js";

/** One group's state at one pooled time; "before" is just before the time, "after" just after it. */
interface Moment {
  readonly at_risk: number;
  /** Ends by the cause of interest, and by any other. */
  readonly own: number;
  readonly other: number;
  readonly waiting_before: number;
  readonly waiting_after: number;
  readonly ended_before: number;
}

/** All groups at one pooled time with an end, and the common share F ended by the cause if the groups are alike. */
interface Step {
  readonly groups: readonly Moment[];
  readonly own: number;
  /** Σ Y_k/S_k and Σ Y_k (1 − F_k)/S_k: the pooled risk sets. */
  readonly pooled: number;
  readonly pooled_subdistribution: number;
  readonly common_before: number;
  readonly common_after: number;
}

/**
 * Do the groups end by one cause in the same shares over time, other causes being what they may? (Log-rank on each cause
 * asks about rates among those waiting, and can differ from the shares that a reader sees.)
 *
 * Score of group i: Σ dᵢ − d Rᵢ/R, with Rᵢ = Yᵢ (1 − Fᵢ)/Sᵢ, the risk set of the subdistribution (weight rho = 0). To first
 * order an end by the cause in group k moves score i by S_k/Y_k [a + (1 − (1 − F)/S_k) c], an end by another cause by
 * −S_k/Y_k [(1 − F)/S_k] c, where h_k = Y_k/S_k, a = h_k (δᵢₖ − hᵢ/h), c = Σ a dF/(1 − F) over later times, and F, with
 * dF = d/h, is the common share under equality; the covariance sums the products of these moves, with the finite-population
 * factor 1 − (d − 1)/(n − 1) for ties.
 *
 * Memory grows with distinct times × groups.
 *
 * cause    1 … the tables' number of causes
 * source   Gray 1988, doi:10.1214/aos/1176350951
 */
export function grayTest(groups: readonly EventTable[], cause: number): GroupTest {
  const steps = timeSteps(groups, cause);
  const size = groups.length;
  const score = new Array<number>(size).fill(0);
  const covariance = score.map(() => new Array<number>(size).fill(0));
  const later = score.map(() => new Array<number>(size).fill(0));
  for (const step of steps.toReversed()) {
    for (const [k, moment] of step.groups.entries()) {
      if (moment.at_risk === 0) continue;
      const ratio = moment.waiting_after > 0 ? (1 - step.common_after) / moment.waiting_after : 0;
      const weights = score.map((_, i) => ownWeight(step, i, k));
      const left = score.map((_, i) => later[i]?.[k] ?? 0);
      const ownMoves = weights.map((a, i) => a + (1 - ratio) * (left[i] ?? 0));
      const otherMoves = left.map((c) => -ratio * c);
      addOuter(covariance, ownMoves, ownVariance(step, moment));
      addOuter(covariance, otherMoves, otherVariance(moment));
      const hazard = step.own > 0 && step.common_before < 1 ? step.own / (step.pooled * (1 - step.common_before)) : 0;
      for (const [i, row] of later.entries()) row[k] = (left[i] ?? 0) + (weights[i] ?? 0) * hazard;
      const risk = (moment.at_risk * (1 - moment.ended_before)) / moment.waiting_before;
      score[k] = (score[k] ?? 0) + moment.own - (step.own * risk) / step.pooled_subdistribution;
    }
  }
  return scoreTest(score, covariance);
}

function timeSteps(groups: readonly EventTable[], cause: number): Step[] {
  const waiting = groups.map(() => 1);
  const ended = groups.map(() => 0);
  const steps: Step[] = [];
  let common = 0;
  walkPooled(groups, ({ at_risk, row }) => {
    if (groups.every((group, g) => (group.event_count[row[g] ?? -1] ?? 0) === 0)) return;
    const moments = groups.map((group, g): Moment => {
      const n = at_risk[g] ?? 0;
      const all = group.event_count[row[g] ?? -1] ?? 0;
      const own = group.cause_count[cause - 1]?.[row[g] ?? -1] ?? 0;
      const before = waiting[g] ?? 0;
      const endedBefore = ended[g] ?? 0;
      if (all > 0) {
        ended[g] = endedBefore + (before * own) / n;
        waiting[g] = (before * (n - all)) / n;
      }
      return {
        ...{ at_risk: before > 0 ? n : 0, own, other: all - own },
        ...{ waiting_before: before, waiting_after: waiting[g] ?? 0, ended_before: endedBefore },
      };
    });
    const own = moments.reduce((sum, moment) => sum + moment.own, 0);
    const seen = moments.filter((moment) => moment.at_risk > 0);
    const pooled = seen.reduce((sum, moment) => sum + moment.at_risk / moment.waiting_before, 0);
    const pooled_subdistribution = seen.reduce(
      (sum, moment) => sum + (moment.at_risk * (1 - moment.ended_before)) / moment.waiting_before,
      0,
    );
    const common_before = common;
    common += own / pooled;
    steps.push({ groups: moments, own, pooled, pooled_subdistribution, common_before, common_after: common });
  });
  return steps;
}

function ownWeight(step: Step, i: number, k: number): number {
  const [own, other] = [step.groups[k], step.groups[i]];
  if (own === undefined || other === undefined || own.at_risk === 0 || other.at_risk === 0) return 0;
  const h = own.at_risk / own.waiting_before;
  return h * ((i === k ? 1 : 0) - other.at_risk / other.waiting_before / step.pooled);
}

function ownVariance(step: Step, moment: Moment): number {
  if (step.own === 0) return 0;
  const population = step.pooled * moment.waiting_before;
  const tie = step.own > 1 ? 1 - (step.own - 1) / (population - 1) : 1;
  return (tie * step.own * moment.waiting_before) / (step.pooled * moment.at_risk);
}

function otherVariance(moment: Moment): number {
  if (moment.other === 0 || moment.waiting_after === 0) return 0;
  const tie = moment.other > 1 ? 1 - (moment.other - 1) / (moment.at_risk - 1) : 1;
  return (tie * moment.waiting_before ** 2 * moment.other) / moment.at_risk ** 2;
}

function addOuter(matrix: readonly number[][], vector: readonly number[], factor: number): void {
  if (factor === 0) return;
  for (const [i, row] of matrix.entries()) {
    for (const [j, value] of vector.entries()) row[j] = (row[j] ?? 0) + factor * (vector[i] ?? 0) * value;
  }
}
