/** How well a fitted network does on its three sets, beside the baselines. */
import { predictBaselines, type baselineNames } from './baselines.js';
import { takeRows } from './input.js';
import { errorMetrics, type ErrorMetrics } from './metrics.js';
import type { Predictor } from './predictor.js';
import { bySet, type BySet, type PreparedRows } from './prepare.js';

/** Metrics of the network on the three sets, on the target's own scale. */
export interface FitMetrics extends BySet<ErrorMetrics> {
  /** The same of what needs no network, fitted on the same training rows. */
  readonly baselines: Readonly<Record<(typeof baselineNames)[number], BySet<ErrorMetrics>>>;
}

/** The rows of one set, with what the network says of them. */
export interface JudgedSet {
  /** Indices of the rows that were given to the fit. */
  readonly rows: Int32Array;
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
}

export interface Judgement {
  readonly metrics: FitMetrics;
  readonly sets: BySet<JudgedSet>;
}

/** Throws what the predictor throws. */
export function judge(prepared: PreparedRows, predict: Predictor): Judgement {
  const { table, rows, targets } = prepared;
  const sets = bySet((set) => ({ rows: rows[set], actual: targets[set], predicted: predict(takeRows(table, rows[set])) }));
  const baselines = predictBaselines(prepared);
  const against = (predicted: BySet<Float64Array>): BySet<ErrorMetrics> =>
    bySet((set) => errorMetrics(targets[set], predicted[set]));
  return {
    sets,
    metrics: {
      ...bySet((set) => errorMetrics(sets[set].actual, sets[set].predicted)),
      baselines: { mean: against(baselines.mean), leastSquares: against(baselines.leastSquares) },
    },
  };
}
