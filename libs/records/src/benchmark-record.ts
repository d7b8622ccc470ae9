/**
 * The shape of `benchmark_results.json`. The `Base...` types are the fields of the published project's own file. The
 * types without that prefix are what we write: the same fields plus our own. `schemas/benchmark_results.schema.json`
 * describes the same shape for other programs.
 */
import type { Environment } from './environment.js';

/** Name and version of the format that `writeBenchmarkRecord` writes. */
export const BENCHMARK_SCHEMA = 'fived/benchmark_results/1';

/** What each run measures. R2 and MSE are of the best epoch's weights; the target is unscaled. */
export const METRICS = [
  'training_time_seconds',
  'train_r2',
  'val_r2',
  'test_r2',
  'train_mse',
  'val_mse',
  'test_mse',
] as const;
export type Metric = (typeof METRICS)[number];

/** The metrics that depend on the weights, so they exist for the last epoch's weights too. */
export type AccuracyMetric = Exclude<Metric, 'training_time_seconds'>;

type OfEachMetric<Suffix extends string, Value> = { readonly [M in Metric as `${M}_${Suffix}`]: Value };

/** Over the runs of one size. `_std` is that of a population. */
export type BaseStatistics = OfEachMetric<'mean' | 'std' | 'min' | 'max', number>;

/** `_sample_std` is null if there is only one run. `_ci95` is [low, high] of the mean, or null for the same reason. */
export type OwnStatistics = OfEachMetric<'median', number> &
  OfEachMetric<'sample_std', number | null> &
  OfEachMetric<'ci95', readonly [number, number] | null>;

export type BaseRun = { readonly [M in Metric]: number } & {
  readonly dataset_size?: number;
  readonly epochs_used?: number;
};

export type Run = BaseRun & { readonly [M in AccuracyMetric as `final_${M}`]: number } & {
  /** From 1. */
  readonly run: number;
  readonly seed: number;
  /**
   * The run's place, from 1, in the planned order of the counted runs of all sizes. With one job, runs also begin in
   * this order. Absent from early records.
   */
  readonly position?: number;
  readonly best_epoch: number;
  /** The time to build the model (for the SIMD engine: to emit and compile it). Not part of the training time. */
  readonly model_setup_seconds: number;
  /** SHA-256 of the best epoch's parameters: little-endian float32, in layout order. */
  readonly weights_sha256: string;
  /** The same hash of the last epoch's parameters and moments. */
  readonly final_weights_sha256: string;
};

export type BaseSizeResult = BaseStatistics & {
  readonly dataset_size: number;
  readonly n_runs: number;
  readonly epochs_used: number;
  readonly individual_runs: readonly BaseRun[];
};

export type SizeResult = Omit<BaseSizeResult, 'individual_runs'> &
  OwnStatistics & {
    /**
     * The first run of a size, which no statistic counts. Null if there was none. Only the first one of the sweep runs
     * in a process that has not trained before.
     */
    readonly cold_training_time_seconds: number | null;
    /** Numbers of the runs whose times are outliers. They count like all others. Absent from early records. */
    readonly training_time_seconds_outlier_runs?: readonly number[];
    readonly individual_runs: readonly Run[];
  };

export interface BaseHyperparameters {
  readonly hidden_sizes: readonly number[];
  readonly learning_rate: number;
  /** Epochs. */
  readonly max_iter: number;
  readonly random_state: number;
  /** 10000 stands for "disabled". */
  readonly early_stopping_patience: number;
}

export interface Hyperparameters extends BaseHyperparameters {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Standard deviation of the noise on the synthetic target. */
  readonly noise: number;
}

export interface SplitRatios {
  readonly train_size: number;
  readonly val_size: number;
  readonly test_size: number;
}

/** The clock that gave the times. */
export interface RecordedClock {
  readonly name: string;
  /** The smallest step seen between two readings. */
  readonly resolution_ns: number;
}

/** time = factor_seconds * n^exponent, fitted to the sizes' medians. */
export interface PowerLaw {
  readonly exponent: number;
  /** 95% interval; null with two sizes, since a line fits them exactly. */
  readonly exponent_ci95: readonly [number, number] | null;
  readonly factor_seconds: number;
  /** The share of the variance of log time that the law explains. */
  readonly r2: number;
}

interface RecordHead {
  /** When the benchmark was run, ISO 8601. */
  readonly timestamp: string;
  readonly split_ratios: SplitRatios;
  readonly n_runs_per_size: number;
  readonly total_benchmark_time_seconds: number;
}

export interface BaseBenchmarkRecord extends RecordHead {
  readonly hyperparameters: BaseHyperparameters;
  readonly results: readonly BaseSizeResult[];
}

export interface BenchmarkRecord extends RecordHead {
  readonly schema: typeof BENCHMARK_SCHEMA;
  readonly hyperparameters: Hyperparameters;
  readonly environment: Environment;
  /** A hash of the built code that determines the results. */
  readonly code_version: string;
  /** The version of the arithmetic; absent from records of version 1. */
  readonly arithmetic?: number;
  readonly engine: string;
  /**
   * Whether V8 merged the engine's vectors into 256-bit ones, which changes no bit. Absent from early records: it did
   * not.
   */
  readonly wide?: boolean;
  readonly threads: number;
  /**
   * The most trainings that ran at the same time. If more than one, times say nothing about speed, and there are no
   * cold runs and no power law. Absent from early records: 1.
   */
  readonly jobs?: number;
  readonly batch_size: number;
  /**
   * The order of the counted runs: run 1 of every size, in a random order, then run 2 of every size, and so on. Earlier
   * records may be sequential, all runs of a size before the next size; those without an order are.
   */
  readonly order?: 'round-robin' | 'sequential';
  /** The sizes that were asked for, of which `results` has those with a finished run. Absent from early records. */
  readonly dataset_sizes?: readonly number[];
  /** Absent from early records. */
  readonly clock?: RecordedClock;
  /** Null with fewer than two sizes, or with several jobs. Absent from early records. */
  readonly training_time_seconds_power_law?: PowerLaw | null;
  readonly results: readonly SizeResult[];
}

/** Whether a record has our fields, or only the published project's. */
export const isOwnRecord = (record: BaseBenchmarkRecord | BenchmarkRecord): record is BenchmarkRecord =>
  'schema' in record;
