/**
 * Cholesky's factorisation of a symmetric positive definite matrix, M = L L', and what is needed of it: solving M x = b,
 * and the diagonal of M's inverse. Row-major float64, order (n, n), only the lower triangle is read and written.
 *
 * Golub and Van Loan, Matrix Computations, section 4.2. Four sums run side by side, since each waits for its additions;
 * every single one is taken from the first index to the last.
 */

/** Overwrites M by L. Returns false, with M spoiled, if M is not positive definite (to rounding) or not finite. */
export function factorise(matrix: Float64Array, order: number): boolean {
  for (let i = 0; i < order; i++) {
    const row = i * order;
    let j = 0;
    // L[i][j] = (M[i][j] - sum over k < j of L[i][k] L[j][k]) / L[j][j], for four j at a time up to their common k
    for (; j + 4 <= i; j += 4) {
      const r0 = j * order;
      const r1 = r0 + order;
      const r2 = r1 + order;
      const r3 = r2 + order;
      let s0 = matrix[row + j];
      let s1 = matrix[row + j + 1];
      let s2 = matrix[row + j + 2];
      let s3 = matrix[row + j + 3];
      for (let k = 0; k < j; k++) {
        const l = matrix[row + k];
        s0 -= l * matrix[r0 + k];
        s1 -= l * matrix[r1 + k];
        s2 -= l * matrix[r2 + k];
        s3 -= l * matrix[r3 + k];
      }
      const l0 = s0 / matrix[r0 + j];
      s1 -= l0 * matrix[r1 + j];
      const l1 = s1 / matrix[r1 + j + 1];
      s2 -= l0 * matrix[r2 + j];
      s2 -= l1 * matrix[r2 + j + 1];
      const l2 = s2 / matrix[r2 + j + 2];
      s3 -= l0 * matrix[r3 + j];
      s3 -= l1 * matrix[r3 + j + 1];
      s3 -= l2 * matrix[r3 + j + 2];
      matrix[row + j] = l0;
      matrix[row + j + 1] = l1;
      matrix[row + j + 2] = l2;
      matrix[row + j + 3] = s3 / matrix[r3 + j + 3];
    }
    for (; j <= i; j++) {
      const other = j * order;
      let sum = matrix[row + j];
      for (let k = 0; k < j; k++) sum -= matrix[row + k] * matrix[other + k];
      if (j < i) {
        matrix[row + j] = sum / matrix[other + j];
      } else {
        if (!(sum > 0 && sum < Infinity)) return false;
        matrix[row + i] = Math.sqrt(sum);
      }
    }
  }
  return true;
}

/** Overwrites b by the solution x of L L' x = b. */
export function solve(factor: Float64Array, order: number, b: Float64Array): void {
  for (let i = 0; i < order; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= factor[i * order + k] * b[k];
    b[i] = sum / factor[i * order + i];
  }
  // L' by its rows: once x[i] is known, its part is taken from all before it
  for (let i = order - 1; i >= 0; i--) {
    b[i] /= factor[i * order + i];
    const x = b[i];
    for (let k = 0; k < i; k++) b[k] -= factor[i * order + k] * x;
  }
}

/** Overwrites L by its inverse X, row by row: X[i][j] = (0 or 1 - sum over j <= k < i of L[i][k] X[k][j]) / L[i][i] */
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
      for (let j = 0; j <= k; j++) sums[j] = sums[j] - l0 * factor[r0 + j] - l1 * factor[r1 + j] - l2 * factor[r2 + j] - l3 * factor[r3 + j];
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

/** Writes the diagonal of M's inverse X' X: the sums of the squares of X's columns. @param inverse X of `invertFactor` */
export function inverseDiagonal(inverse: Float64Array, order: number, diagonal: Float64Array): void {
  diagonal.fill(0);
  for (let i = 0; i < order; i++) {
    for (let j = 0; j <= i; j++) {
      const x = inverse[i * order + j];
      diagonal[j] += x * x;
    }
  }
}
