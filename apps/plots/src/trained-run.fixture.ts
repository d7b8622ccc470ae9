/** For tests only. Every figure in here is MADE UP: nothing of this was trained, and none of it is a result. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_SCHEMA, writeHistory, writePredictions, type MetricsBySet, type RunColumn, type RunRecord, type SetPredictions } from '@fived/records';
import type { TrainedRun } from './run-folder.js';

export interface MadeUpRun {
  /** Of the test rows. */
  readonly actual?: readonly number[];
  readonly predicted?: readonly number[];
  readonly trainLoss?: readonly number[];
  /** Empty for a run without validation rows. */
  readonly validationLoss?: readonly number[];
  readonly bestEpoch?: number;
  readonly target?: string;
}

const TRAIN_ROWS = 7;
const VALIDATION_ROWS = 2;

const column = (name: string): RunColumn => ({ name, min: -1, max: 1, mean: 0, missing: 0, constant: false });

const metricsOf = (r2: number, rmse: number, hasValidation: boolean): MetricsBySet => {
  const metrics = { r2, rmse, mae: rmse / 2, max_error: 2 * rmse };
  return { train: metrics, validation: hasValidation ? metrics : null, test: metrics };
};

const set = (actual: readonly number[], predicted: readonly number[]): SetPredictions => ({
  actual: Float64Array.from(actual),
  predicted: Float64Array.from(predicted),
});

/** MADE UP. */
export const madeUpTrainedRun = ({
  actual = [1, 2, 4],
  predicted = [1.5, 2, 3],
  trainLoss = [0.5, 0.25, 0.125, 0.1],
  validationLoss = [0.75, 0.5, 0.25, 0.375],
  bestEpoch = 3,
  target = 'y',
}: MadeUpRun = {}): TrainedRun => {
  const hasValidation = validationLoss.length > 0;
  const validationRows = hasValidation ? VALIDATION_ROWS : 0;
  const record: RunRecord = {
    schema: RUN_SCHEMA,
    timestamp: '2026-01-02T03:04:05.678Z',
    source: { file: 'made/up.csv', rows: TRAIN_ROWS + validationRows + actual.length, dropped_rows: 0, imputed_values: 0, duplicate_rows: 0 },
    features: ['a', 'b', 'c', 'd', 'e'].map(column),
    target: column(target),
    network: { sizes: [5, 64, 32, 16, 1], activation: 'relu', parameter_count: 3009 },
    settings: { preset: 'default', epochs: 5000, batch_size: 32, learning_rate: 0.003, schedule: 'cosine', patience: 50, seed: 42, engine: 'simd', threads: 1 },
    split: { train: TRAIN_ROWS, validation: validationRows, test: actual.length },
    epochs_run: trainLoss.length,
    best_epoch: bestEpoch,
    stopped: 'early',
    training_time_seconds: 1,
    weights_sha256: 'ab'.repeat(32),
    metrics: metricsOf(0.99995, 0.0123, hasValidation),
    baselines: { mean: metricsOf(-0.01, 1, hasValidation), least_squares: metricsOf(0.75, 0.5, hasValidation) },
  };
  const history = trainLoss.map((loss, index) => ({
    epoch: index + 1,
    learning_rate: 0.003,
    train_loss: loss,
    validation_loss: hasValidation ? validationLoss[index] : null,
    is_best: index + 1 === bestEpoch,
  }));
  return { record, history, predictions: { train: set([], []), validation: set([], []), test: set(actual, predicted) } };
};

/** Into the three files of a run folder. */
export const writeTrainedRun = async ({ record, history, predictions }: TrainedRun, folder: string): Promise<void> => {
  writeFileSync(join(folder, 'metrics.json'), JSON.stringify(record));
  await writeHistory(join(folder, 'history.csv'), history);
  await writePredictions(join(folder, 'predictions.csv'), predictions);
};
