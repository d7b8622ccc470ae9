/**
 * The shape of `metrics.json`, the record of one training on a user's own rows: what was in the data, what was trained
 * and how, and how well it fits. `schemas/metrics.schema.json` says the same to a program that is not ours. Two tables
 * lie beside it: `history-file.ts` (`history.csv`) and `predictions-file.ts` (`predictions.csv`).
 */
import type { Environment } from './environment.js';

/** Name and version of what `writeRunRecord` writes. */
export const RUN_SCHEMA = 'fived/metrics/1';

/** What the files of a run folder are called. */
export const RUN_FILES = { metrics: 'metrics.json', history: 'history.csv', predictions: 'predictions.csv' } as const;

/** The sets into which rows are split. The last of them that has rows is what a model is judged by. */
export const RUN_SETS = ['train', 'validation', 'test'] as const;
export type RunSet = (typeof RUN_SETS)[number];

export interface RunSource {
  /** As given on the command line. */
  readonly file: string;
  /** Those that have a target; they are what was split. */
  readonly rows: number;
  /** Rows without a target. */
  readonly dropped_rows: number;
  /** Features that were missing or not finite, and took the mean of their column over the training rows. */
  readonly imputed_values: number;
  /** Rows whose features all equal those of an earlier one, whatever their targets. They are kept. */
  readonly duplicate_rows: number;
}

/** One column over the rows that have a target. */
export interface RunColumn {
  readonly name: string;
  /** Null, as `max` and `mean`, if the column has no value. */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly missing: number;
  /** Whether all its values are equal. */
  readonly constant: boolean;
}

export interface RunNetwork {
  /** From the inputs to the output. */
  readonly sizes: readonly number[];
  readonly activation: string;
  readonly parameter_count: number;
}

export interface RunSettings {
  readonly preset: string;
  /** At most; `epochs_run` says how many it were. */
  readonly epochs: number;
  readonly batch_size: number;
  /** The highest of the schedule. */
  readonly learning_rate: number;
  readonly schedule: string;
  /** Epochs without a better validation loss after which training stops; null if it never does. */
  readonly patience: number | null;
  readonly seed: number;
  readonly engine: string;
  readonly threads: number;
}

/** In units of the target, but for R2. */
export interface SetMetrics {
  /** As scikit-learn defines it, a constant target included. */
  readonly r2: number;
  readonly rmse: number;
  readonly mae: number;
  readonly max_error: number;
  /** Of an ensemble: the share of rows whose target lies in the interval that should hold 95% of them. */
  readonly coverage_95?: number;
}

/** Null for a set without rows. */
export type MetricsBySet = Readonly<Record<RunSet, SetMetrics | null>>;

/** How training ended: after all epochs, by patience, or by the user. */
export const RUN_ENDS = ['finished', 'early', 'interrupted'] as const;

export interface RunRecord {
  readonly schema: typeof RUN_SCHEMA;
  /** When training began, ISO 8601. */
  readonly timestamp: string;
  /** A hash of the built code that decides the results. */
  readonly code_version?: string;
  readonly environment?: Environment;
  readonly source: RunSource;
  /** In the order of the model's inputs. */
  readonly features: readonly RunColumn[];
  readonly target: RunColumn;
  readonly network: RunNetwork;
  readonly settings: RunSettings;
  /** Rows of each set. */
  readonly split: Readonly<Record<RunSet, number>>;
  readonly epochs_run: number;
  /** From 1; its weights are the model's. */
  readonly best_epoch: number;
  readonly stopped: (typeof RUN_ENDS)[number];
  /** Without reading, preparation and drawing. */
  readonly training_time_seconds: number;
  /** SHA-256 of the model's parameters: little-endian float32, in layout order. */
  readonly weights_sha256: string;
  /** Of the model, on unscaled targets. */
  readonly metrics: MetricsBySet;
  /** What the network has to beat, fitted to the same training rows. */
  readonly baselines: {
    /** The mean of the training targets, whatever the features. */
    readonly mean: MetricsBySet;
    /** A constant plus a weight for each feature. */
    readonly least_squares: MetricsBySet;
  };
  /** Networks in an ensemble; absent for one network alone. */
  readonly members?: number;
}
