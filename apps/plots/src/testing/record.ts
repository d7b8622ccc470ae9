/**
 * For tests only. Every figure in here is MADE UP, after smooth formulas: none of it was measured, and none of it is a
 * result.
 */
import { summarize } from '@fived/bench';
import {
  statisticsOf,
  type BaseBenchmarkRecord,
  type BaseRun,
  type BaseSizeResult,
  type BaseStatistics,
  type BenchmarkRecord,
  type Run,
} from '@fived/records';

export interface MadeUp {
  readonly sizes?: readonly number[];
  readonly runs?: number;
  readonly engine?: string;
  readonly wide?: boolean;
  /**
   * The training time for 10,000 rows. The times of other sizes are proportional, plus a constant tenth of this one.
   */
  readonly secondsAt10000?: number;
}

export const TEN_SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((thousands) => thousands * 1000);

/** A number from -1 to 1 that looks random, the same for the same arguments. */
const wobble = (size: number, run: number): number => Math.sin(size * 0.7 + run * 2.3);

const madeUpRun = (size: number, run: number, secondsAt10000: number): BaseRun => {
  const mse = 1e-4 + 0.0155 * (size / 1000) ** -1.9 * (1 + 0.15 * wobble(size, run));
  const r2 = 1 - mse / 0.28;
  return {
    training_time_seconds: secondsAt10000 * (0.1 + (0.9 * size) / 10000) * (1 + 0.03 * wobble(size, run + 7)),
    train_r2: r2,
    val_r2: r2,
    test_r2: r2,
    train_mse: mse,
    val_mse: mse,
    test_mse: mse,
  };
};

/** MADE UP, in the published project's form. */
export const madeUpBaseRecord = ({
  sizes = TEN_SIZES,
  runs = 5,
  secondsAt10000 = 1.1,
}: MadeUp = {}): BaseBenchmarkRecord => ({
  timestamp: '2026-01-02T03:04:05.678',
  hyperparameters: {
    hidden_sizes: [64, 32, 16],
    learning_rate: 0.001,
    max_iter: 300,
    random_state: 42,
    early_stopping_patience: 10000,
  },
  split_ratios: { train_size: 0.7, val_size: 0.15, test_size: 0.15 },
  n_runs_per_size: runs,
  total_benchmark_time_seconds: 1,
  results: sizes.map((size): BaseSizeResult => {
    const individual = Array.from({ length: runs }, (_, run) => madeUpRun(size, run + 1, secondsAt10000));
    const statistics = Object.entries(statisticsOf(individual, { summarize }));
    return {
      dataset_size: size,
      n_runs: runs,
      epochs_used: 300,
      ...(Object.fromEntries(
        statistics.filter(([name]) => /_(mean|std|min|max)$/.test(name) && !name.endsWith('sample_std')),
      ) as BaseStatistics),
      individual_runs: individual,
    };
  }),
});

/** MADE UP, in our form. */
export const madeUpRecord = (madeUp: MadeUp = {}): BenchmarkRecord => {
  const base = madeUpBaseRecord(madeUp);
  return {
    ...base,
    schema: 'fived/benchmark_results/1',
    hyperparameters: { ...base.hyperparameters, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, noise: 0.01 },
    environment: {
      machine_model: null,
      cpu: {
        model: 'Made-up CPU',
        logical_cores: 2,
        physical_cores: 1,
        core_kinds: null,
        max_frequency_mhz: null,
        current_frequency_mhz: null,
      },
      memory_bytes: 8 * 1024 ** 3,
      storage: { model: null, kind: null, size_bytes: null },
      os: { name: 'Made-up Linux', version: '12', kernel: '6.1.0', architecture: 'x64' },
      container: { kind: null, cpu_limit: null, memory_limit_bytes: null },
      node: '20.20.0',
      v8: null,
      packages: {},
      git: null,
      load_average: null,
      power: { source: null, governor: null },
    },
    code_version: 'made-up',
    engine: madeUp.engine ?? 'simd',
    wide: madeUp.wide ?? false,
    threads: 1,
    batch_size: 32,
    results: base.results.map((result) => ({
      ...result,
      ...statisticsOf(result.individual_runs, { summarize }),
      cold_training_time_seconds: null,
      individual_runs: result.individual_runs.map((run, index): Run => ({
        ...run,
        run: index + 1,
        seed: 42 + index,
        final_train_r2: run.train_r2,
        final_val_r2: run.val_r2,
        final_test_r2: run.test_r2,
        final_train_mse: run.train_mse,
        final_val_mse: run.val_mse,
        final_test_mse: run.test_mse,
        best_epoch: 290,
        model_setup_seconds: 0.01,
        weights_sha256: '0'.repeat(64),
        final_weights_sha256: '0'.repeat(64),
      })),
    })),
  };
};
