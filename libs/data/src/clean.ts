/**
 * Cleaning of values that are NaN or infinite, in the two steps that keep it honest:
 *
 *   1. before the split, a row without a finite target is dropped: there is nothing to learn or to test from it;
 *   2. after the split, features that are not finite are replaced by their column's mean over the TRAINING rows, so that
 *      nothing of the validation and test rows leaks into training.
 */
import { checkRows, takeRows, type Rows } from './rows.js';

/** Rows with a finite target, and how many had none. Throws a RangeError if arrays and counts do not fit. */
export const dropRowsWithoutTarget = (rows: Rows): { rows: Rows; droppedRowCount: number } => {
  checkRows(rows);
  const kept = Int32Array.from(rows.y.keys()).filter((row) => Number.isFinite(rows.y[row]));
  return { rows: takeRows(rows, kept), droppedRowCount: rows.rowCount - kept.length };
};

/** Mean of the finite values of each column of x, row-major (rows, dimensions); 0 for a column that has none. */
export const fitImputation = (x: Float32Array, dimensions: number): Float64Array => {
  const sums = new Float64Array(dimensions);
  const counts = new Float64Array(dimensions);
  x.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    sums[i % dimensions] += value;
    counts[i % dimensions] += 1;
  });
  return sums.map((sum, column) => (counts[column] === 0 ? 0 : sum / counts[column]));
};

/** A copy of x, row-major (rows, columns), with values that are not finite replaced by their column's, and their count. */
export const impute = (x: Float32Array, columnValues: Float64Array): { x: Float32Array; imputedValueCount: number } => {
  let imputedValueCount = 0;
  const imputed = x.map((value, i) => {
    if (Number.isFinite(value)) return value;
    imputedValueCount += 1;
    return columnValues[i % columnValues.length];
  });
  return { x: imputed, imputedValueCount };
};
