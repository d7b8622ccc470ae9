/** For tests only: result files with chosen times. Every figure in here is MADE UP. */
import { summarize } from '@fived/bench';
import {
  BENCHMARK_SCHEMA,
  statisticsOf,
  type BaseBenchmarkRecord,
  type BenchmarkRecord,
  type Run,
  type SizeResult,
} from '@fived/records';

const HASH = 'ab'.repeat(32);

function run(index: number, seconds: number): Run {
  return {
    training_time_seconds: seconds,
    train_r2: 0.5,
    val_r2: 0.5,
    test_r2: 0.5,
    train_mse: 0.5,
    val_mse: 0.5,
    test_mse: 0.5,
    final_train_r2: 0.5,
    final_val_r2: 0.5,
    final_test_r2: 0.5,
    final_train_mse: 0.5,
    final_val_mse: 0.5,
    final_test_mse: 0.5,
    run: index + 1,
    seed: 42 + index,
    best_epoch: 1,
    model_setup_seconds: 0.01,
    weights_sha256: HASH,
    final_weights_sha256: HASH,
  };
}

function sizeResult(size: number, seconds: readonly number[]): SizeResult {
  const runs = seconds.map((time, index) => run(index, time));
  return {
    ...statisticsOf(runs, { summarize }),
    dataset_size: size,
    n_runs: seconds.length,
    epochs_used: 300,
    cold_training_time_seconds: null,
    individual_runs: runs,
  };
}

/** A round-robin sweep with the given times by size. */
export function madeUpSweep(secondsBySize: Readonly<Record<number, readonly number[]>>): BenchmarkRecord {
  const results = Object.entries(secondsBySize).map(([size, seconds]) => sizeResult(Number(size), seconds));
  return {
    schema: BENCHMARK_SCHEMA,
    timestamp: '2026-01-02T03:04:05.000Z',
    environment: {
      machine_model: null,
      cpu: {
        model: 'Made-up CPU',
        logical_cores: 4,
        physical_cores: 4,
        core_kinds: null,
        max_frequency_mhz: null,
        current_frequency_mhz: null,
      },
      memory_bytes: 16 * 2 ** 30,
      storage: { model: null, kind: null, size_bytes: null },
      os: { name: 'Made-up Linux', version: '1', kernel: '6.1', architecture: 'x64' },
      container: { kind: null, cpu_limit: null, memory_limit_bytes: null },
      node: '20.20.2',
      v8: '11.3',
      packages: {},
      git: null,
      load_average: [0, 0, 0],
      power: { source: null, governor: null },
    },
    code_version: HASH,
    engine: 'simd',
    wide: false,
    threads: 1,
    batch_size: 32,
    order: 'round-robin',
    hyperparameters: {
      hidden_sizes: [64, 32, 16],
      learning_rate: 0.001,
      max_iter: 300,
      random_state: 42,
      early_stopping_patience: 10000,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-7,
      noise: 0.01,
    },
    split_ratios: { train_size: 0.7, val_size: 0.15, test_size: 0.15 },
    n_runs_per_size: Math.max(...results.map(({ n_runs }) => n_runs)),
    total_benchmark_time_seconds: 100,
    results,
  };
}

/** The same in the published project's own form, without any of our fields. */
export function asPublished({
  timestamp,
  hyperparameters,
  split_ratios,
  n_runs_per_size,
  total_benchmark_time_seconds,
  results,
}: BenchmarkRecord): BaseBenchmarkRecord {
  const { hidden_sizes, learning_rate, max_iter, random_state, early_stopping_patience } = hyperparameters;
  return {
    timestamp,
    hyperparameters: { hidden_sizes, learning_rate, max_iter, random_state, early_stopping_patience },
    split_ratios,
    n_runs_per_size,
    total_benchmark_time_seconds,
    results: results.map((result) => ({
      ...result,
      individual_runs: result.individual_runs.map(
        ({ training_time_seconds, train_r2, val_r2, test_r2, train_mse, val_mse, test_mse }) => ({
          training_time_seconds,
          train_r2,
          val_r2,
          test_r2,
          train_mse,
          val_mse,
          test_mse,
        }),
      ),
    })),
  };
}
