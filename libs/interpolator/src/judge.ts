/** How well a fitted model does on its three sets, next to the baselines. */
import type { BaselineMetrics } from './baselines.js';
import { errorMetrics, type ErrorMetrics } from './metrics.js';
import type { UncertainPredictions } from './predictor.js';
import { bySet, type BySet } from './prepare.js';
import type { PreparedFit } from './prepare-fit.js';
import { coverageOf } from './uncertainty.js';

export interface BandMetrics extends ErrorMetrics {
  /** The share of targets within the 95% band. */
  readonly coverage95: number;
}

/**
 * Metrics of the model on the three sets, on the target's own scale. The band makes no claim about rows that were
 * learned.
 */
export interface FitMetrics {
  readonly training: ErrorMetrics;
  readonly validation: BandMetrics;
  readonly test: BandMetrics;
  /** The same metrics for the baselines, which need no network and are fitted on the same training rows. */
  readonly baselines: BaselineMetrics;
}

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

export interface Judgement {
  readonly metrics: FitMetrics;
  readonly sets: BySet<JudgedSet>;
}

export function bandMetrics(actual: Float64Array, { prediction, lower, upper }: UncertainPredictions): BandMetrics {
  return {
    ...errorMetrics(actual, prediction),
    coverage95: coverageOf(actual, lower, upper),
  };
}

export function judge({ rows, targets, baselines }: PreparedFit, predictions: BySet<UncertainPredictions>): Judgement {
  return {
    sets: bySet((set) => {
      const { prediction, lower, upper } = predictions[set];
      return { rows: rows[set], actual: targets[set], predicted: prediction, lower, upper };
    }),
    metrics: {
      training: errorMetrics(targets.training, predictions.training.prediction),
      validation: bandMetrics(targets.validation, predictions.validation),
      test: bandMetrics(targets.test, predictions.test),
      baselines,
    },
  };
}
