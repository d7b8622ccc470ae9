/** How well a fitted model does on its three sets, next to the baselines. */
import { errorMetrics } from '../metrics.js';
import type { BandMetrics, FitMetrics } from '../model.js';
import type { UncertainPredictions } from './predictor.js';
import { bySet, type BySet } from '../fit/split-table.js';
import type { PreparedFit } from '../fit/prepare-fit.js';
import { coverageOf } from './uncertainty.js';

/** The rows of one set, with the model's predictions. */
export interface JudgedSet {
  /** Indices of the rows given to the fit. */
  readonly rows: Int32Array;
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  /** The 95% band. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export const judgedSet = (
  rows: Int32Array,
  actual: Float64Array,
  { prediction, lower, upper }: UncertainPredictions,
): JudgedSet => ({ rows, actual, predicted: prediction, lower, upper });

export const bandMetrics = ({ actual, predicted, lower, upper }: JudgedSet): BandMetrics => ({
  ...errorMetrics(actual, predicted),
  coverage95: coverageOf(actual, lower, upper),
});

/** The rows of the three sets with their predictions, and the metrics of these. */
export function judge(
  { rows, targets, baselines }: PreparedFit,
  predictions: BySet<UncertainPredictions>,
): { readonly sets: BySet<JudgedSet>; readonly metrics: FitMetrics } {
  const sets = bySet((set) => judgedSet(rows[set], targets[set], predictions[set]));
  const { training, validation, test } = sets;
  return {
    sets,
    metrics: {
      training: errorMetrics(training.actual, training.predicted),
      validation: bandMetrics(validation),
      test: bandMetrics(test),
      baselines,
    },
  };
}
