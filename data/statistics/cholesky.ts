/**
 * A pivot this small, relative to a diagonal scaled to 1, means a column is a combination of the others to within the
 * rounding of weighted sums. R's glm uses 1e-11 on its QR, whose pivots are square roots of these.
 */
const PIVOT_MIN = 1e-11;

/**
 * Inverse of a symmetric positive-definite matrix, or null where it is not to within rounding.
 *
 * matrix  rows, k x k, k small (cost k^3); scaled to a unit diagonal first, so that units of columns do not matter
 * source  Cholesky factorisation, Golub & Van Loan, Matrix Computations, 4th ed., section 4.2
 */
export function inverseOfPositiveDefinite(matrix: readonly (readonly number[])[]): number[][] | null {
  const k = matrix.length;
  const at = (rows: readonly (readonly number[])[], i: number, j: number): number => rows[i]?.[j] ?? 0;
  const scale = matrix.map((_, i) => 1 / Math.sqrt(at(matrix, i, i)));
  if (scale.some((value) => !Number.isFinite(value))) return null;

  const lower: number[][] = [];
  for (let i = 0; i < k; i++) {
    const row: number[] = [];
    lower.push(row);
    for (let j = 0; j <= i; j++) {
      let rest = at(matrix, i, j) * (scale[i] ?? 0) * (scale[j] ?? 0);
      for (let m = 0; m < j; m++) rest -= (row[m] ?? 0) * at(lower, j, m);
      if (i === j && !(rest > PIVOT_MIN)) return null;
      row.push(i === j ? Math.sqrt(rest) : rest / at(lower, j, j));
    }
  }

  const columns = matrix.map((_, unit) => solve(lower, unit));
  return columns.map((column, j) => column.map((value, i) => value * (scale[i] ?? 0) * (scale[j] ?? 0)));
}

/** x with L L' x = unit vector. */
function solve(lower: readonly (readonly number[])[], unit: number): number[] {
  const k = lower.length;
  const x = new Array<number>(k).fill(0);
  for (let i = 0; i < k; i++) {
    let rest = i === unit ? 1 : 0;
    for (let m = 0; m < i; m++) rest -= (lower[i]?.[m] ?? 0) * (x[m] ?? 0);
    x[i] = rest / (lower[i]?.[i] ?? 1);
  }
  for (let i = k - 1; i >= 0; i--) {
    let rest = x[i] ?? 0;
    for (let m = i + 1; m < k; m++) rest -= (lower[m]?.[i] ?? 0) * (x[m] ?? 0);
    x[i] = rest / (lower[i]?.[i] ?? 1);
  }
  return x;
}
