/**
 * The shape of `benchmark_results.json`. The `Base...` types are the fields of the published project's own file;
 * the types without that prefix are what we write: the same fields, and ours on top.
 * `schemas/benchmark_results.schema.json` says the same to a program that is not ours.
 */
import type { Environment } from './environment.js';

/** Name and version of what `writeBenchmarkRecord` writes. */
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

/** The metrics that depend on the weights, and so exist for the last epoch's weights too. */
export type AccuracyMetric = Exclude<Metric, 'training_time_seconds'>;

type OfEachMetric<Suffix extends string, Value> = { readonly [M in Metric as `${M}_${Suffix}`]: Value };

/** Over the runs of one size; `_std` is the population's. */
export type BaseStatistics = OfEachMetric<'mean' | 'std' | 'min' | 'max', number>;

/** `_sample_std` is null where one run leaves it undefined, `_ci95` is [low, high] of the mean, or null likewise. */
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
   * Its place in the order in which the counted runs of all sizes are planned and, with one job, begun; from 1. Absent
   * from early records.
   */
  readonly position?: number;
  readonly best_epoch: number;
  /** Building the model (for the SIMD engine: emitting and compiling it); no part of the training time. */
  readonly model_setup_seconds: number;
  /** SHA-256 of the best epoch's parameters: little-endian float32, in layout order. */
  readonly weights_sha256: string;
  /** SHA-256 of the last epoch's parameters and moments, likewise. */
  readonly final_weights_sha256: string;
};

export type BaseSizeResult = BaseStatistics & {
  readonly dataset_size: number;
  readonly n_runs: number;
  readonly epochs_used: number;
  readonly individual_runs: readonly BaseRun[];
};

export type SizeResult = BaseStatistics &
  OwnStatistics & {
    readonly dataset_size: number;
    readonly n_runs: number;
    readonly epochs_used: number;
    /**
     * The first run of a size, which no statistic counts; null where there was none. Only the first of the sweep meets
     * a process that has not trained before.
     */
    readonly cold_training_time_seconds: number | null;
    /** Numbers of the runs whose times are outliers; they count as any other. Absent from early records. */
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

/** What times were read from. */
export interface RecordedClock {
  readonly name: string;
  /** The smallest step that was seen between two readings. */
  readonly resolution_ns: number;
}

/** time = factor_seconds * n^exponent, through the sizes' medians. */
export interface PowerLaw {
  readonly exponent: number;
  /** 95% interval; null with two sizes. */
  readonly exponent_ci95: readonly [number, number] | null;
  readonly factor_seconds: number;
  /** Share of the variance of the logarithm that the law explains. */
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
  /** A hash of the built code that decides the results. */
  readonly code_version: string;
  /** "simd-relaxed" marks results that are not bit-identical to those of other machines and engines. */
  readonly engine: string;
  /** Whether V8 made 256-bit vectors of the engine's, which changes no bit. Absent from early records: it did not. */
  readonly wide?: boolean;
  readonly threads: number;
  /**
   * The most trainings that ran at a time. With more than one, times say nothing of speed, there are no cold runs and
   * no power law. Absent from early records: 1.
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
  /** Null with fewer than two sizes, or several jobs. Absent from early records. */
  readonly training_time_seconds_power_law?: PowerLaw | null;
  readonly results: readonly SizeResult[];
}

/** Whether a record carries our fields, or only the published project's. */
export const isOwnRecord = (record: BaseBenchmarkRecord | BenchmarkRecord): record is BenchmarkRecord =>
  'schema' in record;
