/**
 * Linear least squares: Householder QR with column pivoting (Businger and Golub 1965; Golub and Van Loan, section 5.4).
 *
 *     min |A c - y|     A P = Q R     R c' = Q' y     c = P c'
 *
 * Columns that depend on others (to rounding) get the coefficient 0.
 */

/** @param columns of A, each as long as y; not changed @returns one coefficient a column */
export function leastSquares(columns: readonly Float64Array[], y: Float64Array): Float64Array {
  const a = columns.map((column) => column.slice());
  const rest = y.slice();
  const rowCount = y.length;
  const order = columns.map((_, column) => column);
  const diagonal: number[] = [];
  const tolerance =
    Math.max(rowCount, columns.length) * Number.EPSILON * Math.max(0, ...a.map((column) => norm(column, 0)));

  for (let k = 0; k < Math.min(rowCount, columns.length); k++) {
    const pivot = largestFrom(a, k);
    [a[k], a[pivot]] = [a[pivot], a[k]];
    [order[k], order[pivot]] = [order[pivot], order[k]];
    const column = a[k];
    const length = norm(column, k);
    if (!(length > tolerance)) break;
    // v = column -+ length e_k; the sign avoids cancellation. The reflection is I - 2 v v' / v'v
    const r = column[k] > 0 ? -length : length;
    column[k] -= r;
    for (const other of [...a.slice(k + 1), rest]) reflect(column, other, k);
    diagonal.push(r);
  }

  const coefficients = new Float64Array(columns.length);
  for (let i = diagonal.length - 1; i >= 0; i--) {
    let sum = rest[i];
    for (let j = i + 1; j < diagonal.length; j++) sum -= a[j][i] * coefficients[order[j]];
    coefficients[order[i]] = sum / diagonal[i];
  }
  return coefficients;
}

const dot = (left: Float64Array, right: Float64Array, from: number): number => {
  let sum = 0;
  for (let i = from; i < left.length; i++) sum += left[i] * right[i];
  return sum;
};

const norm = (column: Float64Array, from: number): number => Math.sqrt(dot(column, column, from));

/** The index, from k on, of the column with the largest part from row k on. */
function largestFrom(columns: readonly Float64Array[], k: number): number {
  const norms = columns.slice(k).map((column) => norm(column, k));
  return k + norms.indexOf(Math.max(...norms));
}

/** other -= 2 v (v'other) / v'v, from row k on. */
function reflect(v: Float64Array, other: Float64Array, k: number): void {
  const factor = (2 * dot(v, other, k)) / dot(v, v, k);
  for (let i = k; i < v.length; i++) other[i] -= factor * v[i];
}
