/** 1 - 1 / golden ratio: where a golden-section step cuts. */
const CUT = (3 - Math.sqrt(5)) / 2;

/** Points of the first look, so that a flat or twice-humped function does not hide its highest hump. */
const GRID_POINTS = 17;

/** Each step keeps 0.618 of the bracket: 40 leave 4e-9 of it, where rounding of the function takes over. */
const STEPS_DEFAULT = 40;

/**
 * The argument in [low, high] where f is largest: a coarse grid, then golden sections around its best point. Deterministic,
 * at most GRID_POINTS + steps + 2 evaluations.
 *
 * source  Kiefer 1953, Proc. AMS 4:502
 */
export function argMax(
  f: (x: number) => number,
  low: number,
  high: number,
  { steps = STEPS_DEFAULT }: { readonly steps?: number } = {},
): number {
  const stride = (high - low) / (GRID_POINTS - 1);
  let best = low;
  let bestValue = -Infinity;
  for (let i = 0; i < GRID_POINTS; i++) {
    const x = low + i * stride;
    const value = f(x);
    if (value > bestValue) {
      best = x;
      bestValue = value;
    }
  }
  let a = Math.max(low, best - stride);
  let b = Math.min(high, best + stride);
  let left = a + CUT * (b - a);
  let right = b - CUT * (b - a);
  let leftValue = f(left);
  let rightValue = f(right);
  for (let i = 0; i < steps; i++) {
    if (leftValue >= rightValue) {
      b = right;
      right = left;
      rightValue = leftValue;
      left = a + CUT * (b - a);
      leftValue = f(left);
    } else {
      a = left;
      left = right;
      leftValue = rightValue;
      right = b - CUT * (b - a);
      rightValue = f(right);
    }
  }
  return (a + b) / 2;
}
