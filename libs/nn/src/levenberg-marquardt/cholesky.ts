/**
 * Cholesky's factorisation of a symmetric positive definite matrix, M = L L', and its two uses here: solving M x = b,
 * and the diagonal of M's inverse. Row-major float64, order (n, n). Only the lower triangle is read and written.
 *
 * Golub and Van Loan, Matrix Computations, section 4.2. Several sums run side by side, because each waits for its own
 * additions. Every single sum runs from the first index to the last.
 */

/** Overwrites M with L. Returns false, with M spoiled, if M is not positive definite (to rounding) or not finite. */
export function factorise(matrix: Float64Array, order: number): boolean {
  for (let i = 0; i < order; i += 2) {
    const pairs = i + 1 < order ? i : 0; // columns up to here are computed for two rows at a time, four by four
    for (let j = 0; j + 4 <= pairs; j += 4) {
      subtractProducts(matrix, order, i, j);
      for (let row = i; row < i + 2; row++)
        for (let column = j; column < j + 4; column++) finish(matrix, order, row, column, j);
    }
    for (let row = i; row < Math.min(i + 2, order); row++) {
      for (let column = pairs - (pairs % 4); column < row; column++) finish(matrix, order, row, column, 0);
      if (!finishDiagonal(matrix, order, row)) return false;
    }
  }
  return true;
}

/**
 * M[i][j] -= sum over k < j of L[i][k] L[j][k], for rows i and i + 1 and columns j to j + 3. All of these sums stop at
 * the first column's j.
 */
function subtractProducts(matrix: Float64Array, order: number, i: number, j: number): void {
  const a = i * order;
  const b = a + order;
  const r0 = j * order;
  const r1 = r0 + order;
  const r2 = r1 + order;
  const r3 = r2 + order;
  let a0 = matrix[a + j];
  let a1 = matrix[a + j + 1];
  let a2 = matrix[a + j + 2];
  let a3 = matrix[a + j + 3];
  let b0 = matrix[b + j];
  let b1 = matrix[b + j + 1];
  let b2 = matrix[b + j + 2];
  let b3 = matrix[b + j + 3];
  for (let k = 0; k < j; k++) {
    const la = matrix[a + k];
    const lb = matrix[b + k];
    const l0 = matrix[r0 + k];
    const l1 = matrix[r1 + k];
    const l2 = matrix[r2 + k];
    const l3 = matrix[r3 + k];
    a0 -= la * l0;
    a1 -= la * l1;
    a2 -= la * l2;
    a3 -= la * l3;
    b0 -= lb * l0;
    b1 -= lb * l1;
    b2 -= lb * l2;
    b3 -= lb * l3;
  }
  matrix[a + j] = a0;
  matrix[a + j + 1] = a1;
  matrix[a + j + 2] = a2;
  matrix[a + j + 3] = a3;
  matrix[b + j] = b0;
  matrix[b + j + 1] = b1;
  matrix[b + j + 2] = b2;
  matrix[b + j + 3] = b3;
}

/** L[i][j] from M[i][j] minus the products for k < first. */
function finish(matrix: Float64Array, order: number, i: number, j: number, first: number): void {
  let sum = matrix[i * order + j];
  for (let k = first; k < j; k++) sum -= matrix[i * order + k] * matrix[j * order + k];
  matrix[i * order + j] = sum / matrix[j * order + j];
}

/** L[i][i]; false if it does not exist. */
function finishDiagonal(matrix: Float64Array, order: number, i: number): boolean {
  let sum = matrix[i * order + i];
  for (let k = 0; k < i; k++) sum -= matrix[i * order + k] * matrix[i * order + k];
  matrix[i * order + i] = Math.sqrt(sum);
  return sum > 0 && sum < Infinity;
}

/** Overwrites b with the solution x of L L' x = b. */
export function solve(factor: Float64Array, order: number, b: Float64Array): void {
  for (let i = 0; i < order; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= factor[i * order + k] * b[k];
    b[i] = sum / factor[i * order + i];
  }
  // L' by its rows: once x[i] is known, its part is subtracted from all before it
  for (let i = order - 1; i >= 0; i--) {
    b[i] /= factor[i * order + i];
    const x = b[i];
    for (let k = 0; k < i; k++) b[k] -= factor[i * order + k] * x;
  }
}

/**
 * Overwrites L with its inverse X, row by row: X[i][j] = (0 or 1 - sum over j <= k < i of L[i][k] X[k][j]) / L[i][i]
 */
export function invertFactor(factor: Float64Array, order: number): void {
  const sums = new Float64Array(order);
  for (let i = 0; i < order; i++) {
    const row = i * order;
    sums.fill(0, 0, i);
    let k = 0;
    for (; k + 4 <= i; k += 4) {
      const r0 = k * order;
      const r1 = r0 + order;
      const r2 = r1 + order;
      const r3 = r2 + order;
      const l0 = factor[row + k];
      const l1 = factor[row + k + 1];
      const l2 = factor[row + k + 2];
      const l3 = factor[row + k + 3];
      for (let j = 0; j <= k; j++)
        sums[j] = sums[j] - l0 * factor[r0 + j] - l1 * factor[r1 + j] - l2 * factor[r2 + j] - l3 * factor[r3 + j];
      sums[k + 1] = sums[k + 1] - l1 * factor[r1 + k + 1] - l2 * factor[r2 + k + 1] - l3 * factor[r3 + k + 1];
      sums[k + 2] = sums[k + 2] - l2 * factor[r2 + k + 2] - l3 * factor[r3 + k + 2];
      sums[k + 3] -= l3 * factor[r3 + k + 3];
    }
    for (; k < i; k++) {
      const l = factor[row + k];
      for (let j = 0; j <= k; j++) sums[j] -= l * factor[k * order + j];
    }
    const diagonal = factor[row + i];
    for (let j = 0; j < i; j++) factor[row + j] = sums[j] / diagonal;
    factor[row + i] = 1 / diagonal;
  }
}

/**
 * Writes the diagonal of M's inverse X' X: the sums of the squares of X's columns. @param inverse X of `invertFactor`
 */
export function inverseDiagonal(inverse: Float64Array, order: number, diagonal: Float64Array): void {
  diagonal.fill(0);
  for (let i = 0; i < order; i++) {
    for (let j = 0; j <= i; j++) {
      const x = inverse[i * order + j];
      diagonal[j] += x * x;
    }
  }
}
