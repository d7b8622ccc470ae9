/** For tests only. Every figure in here is MADE UP: none of it was trained, and none of it is a result. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  RUN_SCHEMA,
  writeHistory,
  writePredictions,
  type BandMetrics,
  type RunColumn,
  type RunRecord,
  type RunSettings,
  type SetPredictions,
} from '@fived/records';
import type { TrainedRun } from '../run-folder.js';

export interface MadeUpMember {
  readonly trainLoss: readonly number[];
  readonly validationLoss: readonly number[];
  /** From 1. */
  readonly bestEpoch: number;
  readonly kept?: boolean;
}

export interface MadeUpRun {
  /** The actual values of the test rows. */
  readonly actual?: readonly number[];
  readonly predicted?: readonly number[];
  /** Half the width of each row's band. */
  readonly halfWidth?: number | readonly number[];
  /** The training loss of the first member. */
  readonly trainLoss?: readonly number[];
  readonly validationLoss?: readonly number[];
  readonly bestEpoch?: number;
  readonly otherMembers?: readonly MadeUpMember[];
  readonly optimizer?: 'adam' | 'levenberg-marquardt';
  readonly target?: string;
}

const TRAIN_ROWS = 7;
const VALIDATION_ROWS = 2;
const EPOCHS = 5000;

const column = (name: string): RunColumn => ({ name, min: -1, max: 1, mean: 0, missing: 0, constant: false });

const metricsOf = (r2: number, rmse: number): BandMetrics => ({
  r2,
  rmse,
  mae: rmse / 2,
  max_error: 2 * rmse,
  coverage_95: 0.947,
});

const bySet = <Metrics>(metrics: Metrics) => ({ train: metrics, validation: metrics, test: metrics });

const noRows: SetPredictions = {
  actual: new Float64Array(),
  predicted: new Float64Array(),
  lower: new Float64Array(),
  upper: new Float64Array(),
};

const settingsOf = (optimizer: 'adam' | 'levenberg-marquardt', members: number): RunSettings => ({
  preset: 'default',
  ...(optimizer === 'adam'
    ? { optimizer, batch_size: 32, learning_rate: 0.003, schedule: 'cosine' }
    : { optimizer, batch_size: null, learning_rate: null, schedule: null }),
  members,
  epochs: EPOCHS,
  patience: 50,
  seed: 42,
  engine: 'simd',
  threads: 1,
});

/** MADE UP. */
export const madeUpTrainedRun = ({
  actual = [1, 2, 4],
  predicted = [1.5, 2, 3],
  halfWidth = 0.25,
  trainLoss = [0.5, 0.25, 0.125, 0.1],
  validationLoss = [0.75, 0.5, 0.25, 0.375],
  bestEpoch = 3,
  otherMembers = [],
  optimizer = 'adam',
  target = 'y',
}: MadeUpRun = {}): TrainedRun => {
  const members: readonly MadeUpMember[] = [{ trainLoss, validationLoss, bestEpoch }, ...otherMembers];
  const record: RunRecord = {
    schema: RUN_SCHEMA,
    timestamp: '2026-01-02T03:04:05.678Z',
    source: {
      file: 'made/up.csv',
      rows: TRAIN_ROWS + VALIDATION_ROWS + actual.length,
      dropped_rows: 0,
      imputed_values: 0,
      duplicate_rows: 0,
    },
    features: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...column(name), transform: 'identity' })),
    target: column(target),
    network: { sizes: [5, 64, 32, 16, 1], activation: 'relu', parameter_count: 3009 },
    settings: settingsOf(optimizer, members.length),
    split: { train: TRAIN_ROWS, validation: VALIDATION_ROWS, test: actual.length },
    members: members.map((member, index) => ({
      index,
      seed: 42 + index,
      validation_loss: member.validationLoss[member.bestEpoch - 1],
      best_epoch: member.bestEpoch,
      epochs_run: member.trainLoss.length,
      stopped: 'patience',
      kept: member.kept ?? true,
      fold: null,
    })),
    stopped: 'finished',
    training_time_seconds: 1,
    weights_sha256: 'ab'.repeat(32),
    metrics: bySet(metricsOf(0.99995, 0.0123)),
    baselines: { mean: bySet(metricsOf(-0.01, 1)), least_squares: bySet(metricsOf(0.75, 0.5)) },
  };
  const history = members.flatMap((member, index) =>
    member.trainLoss.map((loss, i) => ({
      member: index,
      epoch: i + 1,
      learning_rate: optimizer === 'adam' ? 0.003 : null,
      train_loss: loss,
      validation_loss: member.validationLoss[i],
      is_best: i + 1 === member.bestEpoch,
    })),
  );
  const widthOf = (row: number): number => (typeof halfWidth === 'number' ? halfWidth : halfWidth[row]);
  const test: SetPredictions = {
    actual: Float64Array.from(actual),
    predicted: Float64Array.from(predicted),
    lower: Float64Array.from(predicted, (value, row) => value - widthOf(row)),
    upper: Float64Array.from(predicted, (value, row) => value + widthOf(row)),
  };
  return { record, history, predictions: { train: noRows, validation: noRows, test } };
};

/** Writes the three files of a run folder. */
export const writeTrainedRun = async ({ record, history, predictions }: TrainedRun, folder: string): Promise<void> => {
  writeFileSync(join(folder, 'metrics.json'), JSON.stringify(record));
  await writeHistory(join(folder, 'history.csv'), history);
  await writePredictions(join(folder, 'predictions.csv'), predictions);
};
