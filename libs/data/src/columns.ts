/**
 * Means of one column of a row-major matrix (rows, dimensions), in float64 from the first row to the last. Imputation
 * and the scaler share this loop, so V8 has already optimised it for one when the other needs it.
 */
import { bitsOf, isFiniteFloat32 } from './float32-bits.js';

/** Not finite if any value of the column is not. */
export const columnMean = (x: Float32Array, column: number, dimensions: number): number => {
  let sum = 0;
  for (let i = column; i < x.length; i += dimensions) sum += x[i];
  return sum / (x.length / dimensions);
};

/** The mean of the finite values only; 0 if there are none. */
export const finiteColumnMean = (x: Float32Array, column: number, dimensions: number): number => {
  const bits = bitsOf(x);
  let sum = 0;
  let count = 0;
  for (let i = column; i < x.length; i += dimensions) {
    if (!isFiniteFloat32(bits[i])) continue;
    sum += x[i];
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
};
