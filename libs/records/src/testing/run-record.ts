/** For tests only. Every figure in here is MADE UP: nothing of this was measured, and none of it is a result. */
import { madeUpRecord } from './record.js';
import {
  RUN_SCHEMA,
  type BandMetrics,
  type MetricsBySet,
  type RunColumn,
  type RunRecord,
  type SetMetrics,
} from '../run-record.js';

const sets = (metrics: SetMetrics): MetricsBySet => ({ train: metrics, validation: metrics, test: metrics });

const band: BandMetrics = { r2: 0.99, rmse: 0.1, mae: 0.08, max_error: 0.5, coverage_95: 0.94 };

const column = (name: string): RunColumn => ({
  name,
  min: -1,
  max: 1.0000000000000002,
  mean: 0.01,
  missing: 0,
  constant: false,
});

export const madeUpRun: RunRecord = {
  schema: RUN_SCHEMA,
  timestamp: '2026-01-02T03:04:05.678Z',
  code_version: 'ab'.repeat(32),
  environment: madeUpRecord.environment,
  source: { file: 'data.csv', rows: 1000, dropped_rows: 2, imputed_values: 3, duplicate_rows: 0 },
  features: ['a', 'b', 'c', 'd']
    .map(column)
    .concat({ name: 'e', min: null, max: null, mean: null, missing: 1000, constant: false })
    .map((feature) => ({ ...feature, transform: 'identity' })),
  target: column('y'),
  network: { sizes: [5, 64, 32, 16, 1], activation: 'relu', parameter_count: 3009 },
  settings: {
    preset: 'default',
    optimizer: 'adam',
    members: 3,
    epochs: 300,
    batch_size: 32,
    learning_rate: 0.003,
    schedule: 'cosine',
    patience: 50,
    seed: 42,
    engine: 'simd',
    threads: 1,
  },
  split: { train: 700, validation: 150, test: 150 },
  members: [
    {
      index: 0,
      seed: 42,
      validation_loss: 1.0000000000000002e-4,
      best_epoch: 200,
      epochs_run: 250,
      stopped: 'patience',
      kept: true,
      fold: null,
    },
    {
      index: 1,
      seed: 4294967295,
      validation_loss: 2e-4,
      best_epoch: 1,
      epochs_run: 1,
      stopped: 'converged',
      kept: false,
      fold: null,
    },
    {
      index: 2,
      seed: 7,
      validation_loss: 1.1e-4,
      best_epoch: 300,
      epochs_run: 300,
      stopped: 'epochs',
      kept: true,
      fold: null,
    },
  ],
  stopped: 'finished',
  training_time_seconds: 0.30000000000000004,
  weights_sha256: 'cd'.repeat(32),
  metrics: { train: { r2: 0.99, rmse: 0.1, mae: 0.08, max_error: 0.5 }, validation: band, test: band },
  baselines: {
    mean: sets({ r2: -0.001, rmse: 1, mae: 0.8, max_error: 3 }),
    least_squares: sets({ r2: 0.7, rmse: 0.5, mae: 0.4, max_error: 2 }),
  },
};
