import { quantile } from "d3-array";

/**
 * What is compared. "ratio_log" and "ratio_root": observed over expected counts, on the log scale (as the English SHMI) or
 * the square-root scale (as the CQC); "proportion": successes over trials; "count_ratio": one count over another.
 */
export type FunnelKind = "ratio_log" | "ratio_root" | "proportion" | "count_ratio";

/** One unit (a partner, a channel): what was counted and what it is held against, both at or above 0, denominator above. */
export interface FunnelUnit {
  readonly id: string;
  readonly numerator: number;
  readonly denominator: number;
}

/** How far a unit lies from the target on the transformed scale; `std_error` is that of its transformed value. */
export interface FunnelScore {
  readonly std_error: number;
  /** −Infinity where nothing was counted and the scale is the logarithm. */
  readonly z: number;
  /** The z that enters the dispersion: pulled in to the trim quantiles, or null where the unit was left out. */
  readonly z_trimmed: number | null;
}

/** How much more the units differ than chance allows: phi (1 is chance alone) and the variance between units, tau2. */
export interface Dispersion {
  readonly unit_count: number;
  readonly phi: number;
  readonly tau2: number;
}

/** A value on the scale where its spread does not depend on it. */
export function transform(kind: FunnelKind, value: number): number {
  switch (kind) {
    case "ratio_log":
    case "count_ratio":
      return Math.log(value);
    case "ratio_root":
      return Math.sqrt(value);
    case "proportion":
      return Math.asin(Math.sqrt(value));
  }
}

/** Back from the transformed scale; kept inside the values that can occur, so that wide limits do not fold over. */
export function backTransform(kind: FunnelKind, value: number): number {
  switch (kind) {
    case "ratio_log":
    case "count_ratio":
      return Math.exp(value);
    case "ratio_root":
      return Math.max(0, value) ** 2;
    case "proportion":
      return Math.sin(Math.min(Math.PI / 2, Math.max(0, value))) ** 2;
  }
}

/** Standard error of a unit's transformed value. Sources: Spiegelhalter 2005; Spiegelhalter et al. 2012, JRSS A 175:1. */
export function standardError(kind: FunnelKind, { numerator, denominator }: FunnelUnit): number {
  switch (kind) {
    case "ratio_log":
      return 1 / Math.sqrt(denominator);
    case "ratio_root":
    case "proportion":
      return 1 / (2 * Math.sqrt(denominator));
    case "count_ratio":
      return Math.sqrt(numerator / (numerator + 0.5) ** 2 + denominator / (denominator + 0.5) ** 2);
  }
}

/**
 * Scores of all units against their targets, in order, with the trimming that the dispersion rests on.
 *
 * trim   share at each end: "ratio_log" leaves the outermost ranks out (truncation, as the SHMI), the others pull them in
 *        to the quantiles (winsorising), so that one true outlier does not widen the funnel over itself
 * source FunnelPlotR's documented methods; NHS Digital SHMI specification; CQC intelligent monitoring
 */
export function funnelScores(
  units: readonly FunnelUnit[],
  targets: readonly number[],
  { kind, trim }: { readonly kind: FunnelKind; readonly trim: number },
): FunnelScore[] {
  const errors = units.map((unit) => standardError(kind, unit));
  const z = units.map((unit, i) => (value(kind, unit) - transform(kind, targets[i] ?? NaN)) / (errors[i] ?? NaN));
  const trimmed = kind === "ratio_log" ? truncate(z, trim) : winsorise(z, trim);
  return z.map((score, i) => ({ std_error: errors[i] ?? NaN, z: score, z_trimmed: trimmed[i] ?? null }));
}

/**
 * Over-dispersion of trimmed scores: phi = Σ z²/n; tau2 = (nφ − (n − 1)) / (Σw − Σw²/Σw), w = 1/s², 0 where nφ < n − 1.
 *
 * source   DerSimonian & Laird 1986, as used by Spiegelhalter 2005, doi:10.1136/qshc.2005.013755
 */
export function dispersion(scores: readonly FunnelScore[]): Dispersion {
  const used = scores.flatMap(({ z_trimmed, std_error }) =>
    z_trimmed !== null && Number.isFinite(z_trimmed) ? [{ z: z_trimmed, weight: std_error ** -2 }] : [],
  );
  const n = used.length;
  if (n === 0) return { unit_count: 0, phi: Number.NaN, tau2: 0 };
  const phi = used.reduce((sum, { z }) => sum + z * z, 0) / n;
  const weight = used.reduce((sum, { weight }) => sum + weight, 0);
  const square = used.reduce((sum, { weight }) => sum + weight * weight, 0);
  const excess = n * phi - (n - 1);
  return { unit_count: n, phi, tau2: excess > 0 && n > 1 ? excess / (weight - square / weight) : 0 };
}

function value(kind: FunnelKind, { numerator, denominator }: FunnelUnit): number {
  return kind === "count_ratio"
    ? Math.log((numerator + 0.5) / (denominator + 0.5))
    : transform(kind, numerator / denominator);
}

/** Leaves out ranks in the first and last of 1/trim equal bands of rank/(n + 1); ties share their mean rank. */
function truncate(z: readonly number[], trim: number): (number | null)[] {
  const bands = 1 / trim;
  return z.map((score) => {
    const below = z.filter((other) => other < score).length;
    const equal = z.filter((other) => other === score).length;
    const band = Math.floor(((below + (equal + 1) / 2) * bands) / (z.length + 1));
    return band > 0 && band < bands - 1 ? score : null;
  });
}

/** Quantiles of R's type 7. */
function winsorise(z: readonly number[], trim: number): number[] {
  const low = quantile(z, trim) ?? Number.NaN;
  const high = quantile(z, 1 - trim) ?? Number.NaN;
  return z.map((score) => Math.min(high, Math.max(low, score)));
}
