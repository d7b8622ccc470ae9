/**
 * The baselines for the network: the mean of the training targets, and ordinary least squares on the scaled features
 * (with an intercept). Both are fitted on the training rows. A missing feature counts as the mean, as it does for the
 * network.
 */
import { leastSquares } from './least-squares.js';
import { errorMetrics, type ErrorMetrics } from '../metrics.js';
import { bySet, type BySet, type SplitTable } from './split-table.js';
import { scaleRow } from '../scaling.js';

/** Metrics of each baseline on the three sets, on the target's own scale. */
export type BaselineMetrics = Readonly<Record<'mean' | 'leastSquares', BySet<ErrorMetrics>>>;

export function judgeBaselines(prepared: SplitTable): BaselineMetrics {
  const { rows, targets, target } = prepared;
  const columns = designColumns(prepared, rows.training);
  const scaledTargets = targets.training.map((y) => (y - target.mean) / target.scale);
  const coefficients = leastSquares(columns, scaledTargets);
  const plane = (set: keyof BySet<unknown>): Float64Array => {
    const sums = new Float64Array(rows[set].length);
    designColumns(prepared, rows[set]).forEach((column, i) => {
      for (let row = 0; row < sums.length; row++) sums[row] += coefficients[i] * column[row];
    });
    return sums.map((sum) => sum * target.scale + target.mean);
  };
  return {
    mean: bySet((set) =>
      errorMetrics(
        targets[set],
        targets[set].map(() => target.mean),
      ),
    ),
    leastSquares: bySet((set) => errorMetrics(targets[set], plane(set))),
  };
}

/** The intercept's ones, then every feature that is not constant, scaled in float64. */
function designColumns({ table, scaling, constantFeatures }: SplitTable, rows: Int32Array): Float64Array[] {
  const ones = new Float64Array(rows.length).fill(1);
  const columns = constantFeatures.map(() => new Float64Array(rows.length));
  const scaled = new Float64Array(table.dimensions);
  rows.forEach((row, place) => {
    scaleRow(table, row, scaling, scaled, 0);
    columns.forEach((column, i) => {
      column[place] = scaled[i];
    });
  });
  return [ones, ...columns.filter((_, i) => !constantFeatures[i])];
}
