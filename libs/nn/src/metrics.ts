/**
 * Measures of how well predictions fit, in float64 over the float32 predictions, rows in order. Names and edge cases
 * follow scikit-learn.
 */
import type { FloatArray } from './engine.js';

function checkLengths(target: FloatArray, prediction: FloatArray): void {
  if (target.length !== prediction.length || target.length === 0) {
    throw new RangeError(
      'A metric needs equally many targets and predictions, at least one; ' +
        `got ${target.length} and ${prediction.length}.`,
    );
  }
}

function meanOver(target: FloatArray, prediction: FloatArray, term: (d: number) => number): number {
  checkLengths(target, prediction);
  let sum = 0;
  for (let i = 0; i < target.length; i++) sum += term(prediction[i] - target[i]);
  return sum / target.length;
}

/** Mean squared error, in squared units of the target. */
export function mse(target: FloatArray, prediction: FloatArray): number {
  return meanOver(target, prediction, (d) => d * d);
}

/** Root of the mean squared error, in units of the target. */
export function rmse(target: FloatArray, prediction: FloatArray): number {
  return Math.sqrt(mse(target, prediction));
}

/** Mean absolute error, in units of the target. */
export function mae(target: FloatArray, prediction: FloatArray): number {
  return meanOver(target, prediction, Math.abs);
}

/** The largest absolute error; NaN if any prediction is NaN. */
export function maxError(target: FloatArray, prediction: FloatArray): number {
  checkLengths(target, prediction);
  let largest = 0;
  for (let i = 0; i < target.length; i++) largest = Math.max(largest, Math.abs(prediction[i] - target[i]));
  return largest;
}

/**
 * Coefficient of determination: 1 - sum (y - p)^2 / sum (y - mean y)^2. For a constant target it is 1 if every
 * prediction is exact and 0 otherwise, as in scikit-learn. The same holds for a single row, where scikit-learn gives
 * NaN.
 */
export function r2(target: FloatArray, prediction: FloatArray): number {
  checkLengths(target, prediction);
  let mean = 0;
  for (const y of target) mean += y;
  mean /= target.length;
  let residual = 0;
  let total = 0;
  for (let i = 0; i < target.length; i++) {
    residual += (target[i] - prediction[i]) ** 2;
    total += (target[i] - mean) ** 2;
  }
  if (total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}
