/**
 * Writes hessian + diag(ridge + damping) to the lower triangle of `matrix`. @param hessian only its upper triangle is
 * read
 */
export function damp(hessian: Float64Array, ridge: Float64Array, damping: number, matrix: Float64Array): void {
  const size = ridge.length;
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) matrix[j * size + i] = hessian[i * size + j];
    matrix[i * size + i] += ridge[i] + damping;
  }
}
