/** What is in the data, before anything is learned from it. */
import type { FeaturesAndTarget } from './select-columns.js';

export interface ColumnSummary {
  readonly name: string;
  /** Among the kept rows. All other fields leave out NaN values. */
  readonly missingCount: number;
  /** NaN, as are min and mean, if there is no value. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Whether all values that are present are equal. */
  readonly isConstant: boolean;
}

export interface DataSummary {
  /** Rows that are kept, which are those with a target. */
  readonly rowCount: number;
  /** Rows without a target: nothing can be learned from them. */
  readonly droppedRowCount: number;
  /** Kept rows whose features all equal those of an earlier row, whatever their targets. */
  readonly duplicateRowCount: number;
  /** Missing features in kept rows. */
  readonly missingValueCount: number;
  readonly features: readonly ColumnSummary[];
  readonly target: ColumnSummary;
}

/** One column: its values start at `column` and are `width` apart, over `rows`. */
const summarise = (
  name: string,
  values: Float64Array,
  column: number,
  width: number,
  rows: Int32Array,
): ColumnSummary => {
  let min = Infinity;
  let max = -Infinity;
  let count = 0;
  for (const row of rows) {
    const value = values[row * width + column];
    if (Number.isNaN(value)) continue;
    count += 1;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const missingCount = rows.length - count;
  if (count === 0) return { name, missingCount, min: NaN, max: NaN, mean: NaN, isConstant: false };
  // From the minimum up, and divided before the sum: exact for a constant column, and no sum overflows.
  let mean = min;
  for (const row of rows) {
    const value = values[row * width + column];
    if (!Number.isNaN(value)) mean += value / count - min / count;
  }
  return { name, missingCount, min, max, mean: Math.min(max, mean), isConstant: min === max };
};

/** Compares by the first value that differs. Missing values equal each other and come last. */
const compareRows = (x: Float64Array, width: number, a: number, b: number): number => {
  for (let column = 0; column < width; column++) {
    const left = x[a * width + column];
    const right = x[b * width + column];
    if (left < right) return -1;
    if (left > right) return 1;
    if (left !== right && Number.isNaN(left) !== Number.isNaN(right)) return Number.isNaN(left) ? 1 : -1;
  }
  return 0;
};

/** Equal rows are neighbours once sorted. */
const countDuplicates = (x: Float64Array, width: number, rows: Int32Array): number => {
  const sorted = rows.slice().sort((a, b) => compareRows(x, width, a, b));
  let count = 0;
  for (let i = 1; i < sorted.length; i++) {
    if (compareRows(x, width, sorted[i - 1], sorted[i]) === 0) count += 1;
  }
  return count;
};

/**
 * Counts, ranges and means of features and target. In a duplicate, missing values equal each other, and -0 equals 0.
 */
export const describeData = ({ x, y, rowCount, featureNames, targetName }: FeaturesAndTarget): DataSummary => {
  const width = featureNames.length;
  const rows = Int32Array.from({ length: rowCount }, (_, row) => row).filter((row) => !Number.isNaN(y[row]));
  const features = featureNames.map((name, column) => summarise(name, x, column, width, rows));
  return {
    rowCount: rows.length,
    droppedRowCount: rowCount - rows.length,
    duplicateRowCount: countDuplicates(x, width, rows),
    missingValueCount: features.reduce((sum, { missingCount }) => sum + missingCount, 0),
    features,
    target: summarise(targetName, y, 0, 1, rows),
  };
};
