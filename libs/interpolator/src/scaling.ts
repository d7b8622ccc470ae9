/**
 * Standardisation of features and target: (value - mean) / scale, by the training rows' mean and population standard
 * deviation, all in float64. The result is rounded once, to float32, for the engine.
 *
 *     mean = sum(v) / n over the n values that are not missing; a missing value counts as the mean from then on
 *     variance = (sum((v - mean)^2) - sum(v - mean)^2 / rows) / rows      (Chan, Golub and LeVeque 1983)
 *
 * A column whose variance is within the rounding error of a constant's is only centred, with scale 1: scikit-learn's
 * rule (StandardScaler). Values are divided by a power of two near the largest before they are summed. So squares of
 * 1e300 do not overflow and squares of 1e-300 do not vanish; since it is a power of two, no other bit changes.
 *
 * In scaled space a missing feature is 0, the mean.
 */
import type { FeatureTable } from './input.js';
import { binaryUnit } from './binary-unit.js';

/** How a column is scaled, and the range of its values in the training rows. */
export interface ColumnScaling {
  readonly mean: number;
  /** Above zero; 1 for a constant column. */
  readonly scale: number;
  /** The mean of the values that are not missing; 0 if all are missing. */
  readonly min: number;
  readonly max: number;
  /** Whether it is constant, so that nothing can be learned from it. */
  readonly isConstant: boolean;
}

/** Means and scales of all features, one value a column. */
export type FeatureScaling = Readonly<Record<'mean' | 'scale' | 'min' | 'max', Float64Array>>;

/** How the target is scaled. */
export type TargetScaling = Pick<ColumnScaling, 'mean' | 'scale'>;

/** Learns one column. NaN and infinities are missing. */
export function fitColumn(values: Float64Array): ColumnScaling {
  const present = values.filter(Number.isFinite);
  if (present.length === 0) return { mean: 0, scale: 1, min: 0, max: 0, isConstant: true };
  const min = present.reduce((least, value) => Math.min(least, value));
  const max = present.reduce((largest, value) => Math.max(largest, value));
  if (min === max) return { mean: min, scale: 1, min, max, isConstant: true };

  const unit = binaryUnit(Math.max(Math.abs(min), Math.abs(max)));
  let sum = 0;
  for (const value of present) sum += value / unit;
  const mean = sum / present.length;
  let deviations = 0;
  let squares = 0;
  for (const value of present) {
    const deviation = value / unit - mean;
    deviations += deviation;
    squares += deviation * deviation;
  }
  const rowCount = values.length;
  const variance = (squares - (deviations * deviations) / rowCount) / rowCount;
  const scale = Math.sqrt(variance) * unit;
  // scikit-learn's rule: the error bound of the two-pass variance of a constant column.
  const meanError = rowCount * mean * Number.EPSILON;
  const isConstant = variance <= rowCount * Number.EPSILON * variance + meanError * meanError || scale === 0;
  return { mean: mean * unit, scale: isConstant ? 1 : scale, min, max, isConstant };
}

/**
 * Scales one row of x into `scaled`, starting at `offset`.
 * @throws RangeError if a scaled value leaves the range of `scaled`, which is float32's for the engine
 */
export function scaleRow(
  { values, dimensions }: FeatureTable,
  row: number,
  { mean, scale }: FeatureScaling,
  scaled: Float32Array | Float64Array,
  offset: number,
): void {
  for (let column = 0; column < dimensions; column++) {
    const value = values[row * dimensions + column];
    if (!Number.isFinite(value)) {
      scaled[offset + column] = 0;
      continue;
    }
    scaled[offset + column] = (value - mean[column]) / scale[column];
    if (!Number.isFinite(scaled[offset + column])) {
      throw new RangeError(
        `Feature ${column + 1} has the value ${value}, too far from the training rows to compute with ` +
          `(their mean is ${mean[column]}, their scale ${scale[column]}).`,
      );
    }
  }
}

/** The given rows, scaled, for the engine. Throws as `scaleRow` does. */
export function scaleRows(table: FeatureTable, rows: Int32Array, scaling: FeatureScaling): Float32Array {
  const scaled = new Float32Array(rows.length * table.dimensions);
  rows.forEach((row, place) => {
    scaleRow(table, row, scaling, scaled, place * table.dimensions);
  });
  return scaled;
}

/** Targets, scaled, for the engine. @throws RangeError if one leaves the float32 range */
export function scaleTargets(targets: Float64Array, { mean, scale }: TargetScaling): Float32Array {
  const scaled = Float32Array.from(targets, (target) => (target - mean) / scale);
  const culprit = scaled.findIndex((value) => !Number.isFinite(value));
  if (culprit >= 0) {
    throw new RangeError(
      `The target ${targets[culprit]} is too far from those of the training rows to compute with ` +
        `(their mean is ${mean}, their scale ${scale}).`,
    );
  }
  return scaled;
}
