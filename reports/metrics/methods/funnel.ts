import { type FunnelConvention, type FunnelLimits, funnelLimits } from "./funnel-limits.js";
import {
  type Dispersion,
  dispersion,
  type FunnelKind,
  type FunnelScore,
  type FunnelUnit,
  funnelScores,
} from "./funnel-score.js";

/** Share of units that chance alone puts outside the outer limits: 1 − 0.998. */
const OUTSIDE_998_SHARE = 0.002;

export interface FunnelOptions {
  readonly kind: FunnelKind;
  /** Each unit against all units together, or against all the others: a large unit then does not pull its own target. */
  readonly target: "pooled" | "leave_one_out";
  /** Share trimmed at each end before the dispersion is taken; 0.1 by convention (SHMI, CQC). */
  readonly trim: number;
  readonly convention: FunnelConvention;
}

export interface FunnelPoint extends FunnelScore {
  readonly id: string;
  readonly ratio: number;
  readonly target: number;
  /** By chance alone. */
  readonly limits: FunnelLimits;
  /** Widened by the spread between units; null where there is none beyond chance. */
  readonly adjusted: FunnelLimits | null;
  /** Beyond the 99.8 % limits: the adjusted ones where there are any. */
  readonly is_outside: boolean;
}

export interface Funnel extends Dispersion {
  /** In the order of the units given; a funnel is never a league table. */
  readonly points: readonly FunnelPoint[];
  readonly is_overdispersed: boolean;
  /** How many units are expected beyond the 99.8 % limits if all are alike: the price of looking at many at once. */
  readonly expected_outside: number;
}

/**
 * Which units differ from the rest by more than chance, and by more than units usually differ.
 *
 * throws   RangeError for a denominator not above 0, a numerator below 0, or a proportion above 1
 * source   Spiegelhalter 2005, doi:10.1002/sim.1970 and doi:10.1136/qshc.2005.013755; agrees with FunnelPlotR under that convention
 */
export function funnel(units: readonly FunnelUnit[], options: FunnelOptions): Funnel {
  const { kind, convention, trim } = options;
  checkUnits(units, kind);
  const targets = unitTargets(units, options);
  const scores = funnelScores(units, targets, { kind, trim });
  const spread = dispersion(scores);
  const is_overdispersed = spread.tau2 > 0;
  const points = scores.map((score, i): FunnelPoint => {
    const unit = units[i] ?? { id: "", numerator: NaN, denominator: NaN };
    const target = targets[i] ?? NaN;
    const ratio = unit.numerator / unit.denominator;
    const limits = funnelLimits(unit, { kind, convention, target, tau2: 0 });
    const adjusted = is_overdispersed ? funnelLimits(unit, { kind, convention, target, tau2: spread.tau2 }) : null;
    const outer = adjusted ?? limits;
    const is_outside = ratio < outer.lower_998 || ratio > outer.upper_998;
    return { ...score, id: unit.id, ratio, target, limits, adjusted, is_outside };
  });
  return { ...spread, points, is_overdispersed, expected_outside: units.length * OUTSIDE_998_SHARE };
}

function unitTargets(units: readonly FunnelUnit[], { kind, target }: FunnelOptions): number[] {
  const numerator = units.reduce((sum, unit) => sum + unit.numerator, 0);
  const denominator = units.reduce((sum, unit) => sum + unit.denominator, 0);
  return units.map((unit) => {
    if (target === "leave_one_out") return (numerator - unit.numerator) / (denominator - unit.denominator);
    return kind === "ratio_log" || kind === "ratio_root" ? 1 : numerator / denominator;
  });
}

function checkUnits(units: readonly FunnelUnit[], kind: FunnelKind): void {
  for (const { id, numerator, denominator } of units) {
    if (!(denominator > 0 && numerator >= 0 && (kind !== "proportion" || numerator <= denominator))) {
      throw new RangeError(`funnel unit impossible: ${id} ${numerator}/${denominator}`);
    }
  }
}
