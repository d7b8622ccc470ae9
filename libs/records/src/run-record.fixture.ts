/** For tests only. Every figure in here is MADE UP: nothing of this was measured, and none of it is a result. */
import { madeUpRecord } from './record.fixture.js';
import { RUN_SCHEMA, type MetricsBySet, type RunColumn, type RunRecord, type SetMetrics } from './run-record.js';

const sets = (metrics: SetMetrics): MetricsBySet => ({ train: metrics, validation: metrics, test: metrics });

const column = (name: string): RunColumn => ({ name, min: -1, max: 1.0000000000000002, mean: 0.01, missing: 0, constant: false });

export const madeUpRun: RunRecord = {
  schema: RUN_SCHEMA,
  timestamp: '2026-01-02T03:04:05.678Z',
  code_version: 'ab'.repeat(32),
  environment: madeUpRecord.environment,
  source: { file: 'data.csv', rows: 1000, dropped_rows: 2, imputed_values: 3, duplicate_rows: 0 },
  features: ['a', 'b', 'c', 'd'].map(column).concat({ name: 'e', min: null, max: null, mean: null, missing: 1000, constant: false }),
  target: column('y'),
  network: { sizes: [5, 64, 32, 16, 1], activation: 'relu', parameter_count: 3009 },
  settings: { preset: 'default', epochs: 300, batch_size: 32, learning_rate: 0.003, schedule: 'cosine', patience: 50, seed: 42, engine: 'simd', threads: 1 },
  split: { train: 700, validation: 150, test: 150 },
  epochs_run: 250,
  best_epoch: 200,
  stopped: 'early',
  training_time_seconds: 0.30000000000000004,
  weights_sha256: 'cd'.repeat(32),
  metrics: sets({ r2: 0.99, rmse: 0.1, mae: 0.08, max_error: 0.5 }),
  baselines: { mean: sets({ r2: -0.001, rmse: 1, mae: 0.8, max_error: 3 }), least_squares: sets({ r2: 0.7, rmse: 0.5, mae: 0.4, max_error: 2 }) },
};
