/**
 * A distribution on 0, 1, 2, …; every probability as a natural logarithm, so that far tails keep their digits below the
 * smallest double (log p < -745). Convention as in R: upper is strict, P(Y > y).
 */
export interface DiscreteLaw {
  /** Expected value, in events. */
  readonly mean: number;
  /** Largest value with positive probability, Infinity where there is none. */
  readonly max: number;
  /** log P(Y = y); -Infinity outside the support. */
  logMass(y: number): number;
  /** log P(Y <= y). */
  logLower(y: number): number;
  /** log P(Y > y). */
  logUpper(y: number): number;
}

/** A distribution with a density; probabilities as natural logarithms. */
export interface ContinuousLaw {
  /** log P(X <= x). */
  logLower(x: number): number;
  /** log P(X > x). */
  logUpper(x: number): number;
  /** The x with P(X <= x) = p; p in [0, 1]. Throws RangeError outside. */
  quantile(p: number): number;
}

/** Both tails at one point, as natural logarithms: log P(X <= x) and log P(X > x). */
export interface LogTails {
  readonly lower: number;
  readonly upper: number;
}
