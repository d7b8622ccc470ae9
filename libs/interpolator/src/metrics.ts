/**
 * How well predictions fit, on the target's own scale, in float64, rows in order. Names and edge cases are
 * scikit-learn's.
 *
 * Errors are summed in units of a power of two near the largest, so that squares of 1e300 do not overflow. Where they
 * would not overflow anyway, no bit changes.
 */
import { binaryUnit } from './binary-unit.js';

export interface ErrorMetrics {
  /** 1 - sum (y - p)^2 / sum (y - mean y)^2. For a constant target (or a single row): 1 if all is exact, else 0. */
  readonly r2: number;
  /** Root of the mean squared error. */
  readonly rmse: number;
  /** Mean absolute error. */
  readonly mae: number;
  readonly maxError: number;
}

/** @throws RangeError unless there are as many predictions as targets, and at least one */
export function errorMetrics(actual: Float64Array, predicted: Float64Array): ErrorMetrics {
  const rowCount = actual.length;
  if (rowCount !== predicted.length || rowCount === 0) {
    throw new RangeError(
      `Metrics need as many predictions as targets, at least one; got ${predicted.length} and ${rowCount}.`,
    );
  }
  const unit = binaryUnit(largest(actual, (y, row) => Math.max(Math.abs(y), Math.abs(predicted[row]))));
  let sum = 0;
  for (const y of actual) sum += y / unit;
  const mean = sum / rowCount;
  let squaredErrors = 0;
  let absoluteErrors = 0;
  let squaredDeviations = 0;
  for (let row = 0; row < rowCount; row++) {
    const error = (predicted[row] - actual[row]) / unit;
    squaredErrors += error * error;
    absoluteErrors += Math.abs(error);
    const deviation = actual[row] / unit - mean;
    squaredDeviations += deviation * deviation;
  }
  return {
    r2: actual.every((y) => y === actual[0]) ? Number(squaredErrors === 0) : 1 - squaredErrors / squaredDeviations,
    rmse: Math.sqrt(squaredErrors / rowCount) * unit,
    mae: (absoluteErrors / rowCount) * unit,
    maxError: largest(actual, (y, row) => Math.abs(predicted[row] - y)),
  };
}

const largest = (values: Float64Array, of: (value: number, row: number) => number): number =>
  values.reduce((most, value, row) => Math.max(most, of(value, row)), 0);
