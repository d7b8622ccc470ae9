/**
 * Cleaning of values that are NaN or infinite, in two steps that leak nothing:
 *
 *   1. Before the split, rows without a finite target are dropped: nothing can be learned or tested with them.
 *   2. After the split, features that are not finite are replaced by their column's mean over the TRAINING rows. So
 *      nothing of the validation and test rows leaks into training.
 */
import { columnMean, finiteColumnMean } from './columns.js';
import { bitsOf, isFiniteFloat32 } from './float32-bits.js';
import { checkRows, takeRows, type Rows } from './rows.js';

/**
 * Rows with a finite target, and how many rows had none. Returns `rows` itself if all have one.
 * @throws RangeError if arrays and counts do not fit
 */
export const dropRowsWithoutTarget = (rows: Rows): { rows: Rows; droppedRowCount: number } => {
  checkRows(rows);
  const targets = bitsOf(rows.y);
  const kept = new Int32Array(rows.rowCount);
  let keptCount = 0;
  for (let row = 0; row < rows.rowCount; row++) {
    if (isFiniteFloat32(targets[row])) kept[keptCount++] = row;
  }
  if (keptCount === rows.rowCount) return { rows, droppedRowCount: 0 };
  return { rows: takeRows(rows, kept.subarray(0, keptCount)), droppedRowCount: rows.rowCount - keptCount };
};

/** Mean of the finite values of each column of x, row-major (rows, dimensions); 0 for a column without any. */
export const fitImputation = (x: Float32Array, dimensions: number): Float64Array => {
  const means = new Float64Array(dimensions);
  for (let column = 0; column < dimensions; column++) {
    const mean = columnMean(x, column, dimensions);
    means[column] = Number.isFinite(mean) ? mean : finiteColumnMean(x, column, dimensions);
  }
  return means;
};

/**
 * x, row-major (rows, columns), with each value that is not finite replaced by its column's replacement, and the number
 * of these. It is a copy, or `x` itself if all values are finite.
 */
export const impute = (x: Float32Array, columnValues: Float64Array): { x: Float32Array; imputedValueCount: number } => {
  const bits = bitsOf(x);
  let imputed = x;
  let imputedValueCount = 0;
  for (let i = 0; i < bits.length; i++) {
    if (isFiniteFloat32(bits[i])) continue;
    if (imputedValueCount === 0) imputed = x.slice();
    imputed[i] = columnValues[i % columnValues.length];
    imputedValueCount += 1;
  }
  return { x: imputed, imputedValueCount };
};
