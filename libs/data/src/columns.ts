/**
 * Means of one column of a row-major matrix (rows, dimensions), in float64 from the first row to the last. Imputation
 * and scaler share the loop: V8 has optimised it for the one when the other comes.
 */
import { bitsOf, isFiniteFloat32 } from './float32-bits.js';

/** Not finite if a value of the column is not. */
export const columnMean = (x: Float32Array, column: number, dimensions: number): number => {
  let sum = 0;
  for (let i = column; i < x.length; i += dimensions) sum += x[i];
  return sum / (x.length / dimensions);
};

/** Of the finite values alone; 0 if there are none. */
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
