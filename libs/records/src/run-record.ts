/**
 * The shape of `metrics.json`, the record of one training on a user's own rows: what was in the data, what was trained
 * and how, and how well it fits. `schemas/metrics.schema.json` describes the same shape for other programs. Two tables
 * lie beside it: `history-file.ts` (`history.csv`) and `predictions-file.ts` (`predictions.csv`).
 */
import type { Environment } from './environment.js';

/** Name and version of the format that `writeRunRecord` writes. */
export const RUN_SCHEMA = 'fived/metrics/2';

/** The names of the files in a run folder. */
export const RUN_FILES = { metrics: 'metrics.json', history: 'history.csv', predictions: 'predictions.csv' } as const;

/** The sets into which rows are split: one to learn from, one to choose epochs and members, one to judge the model. */
export const RUN_SETS = ['train', 'validation', 'test'] as const;
export type RunSet = (typeof RUN_SETS)[number];

export interface RunSource {
  /** As given on the command line. */
  readonly file: string;
  /** Rows with a target, which are the ones that were split. */
  readonly rows: number;
  /** Rows without a target. */
  readonly dropped_rows: number;
  /** Features that were missing or not finite, and were replaced by the mean of their column over the training rows. */
  readonly imputed_values: number;
  /** Rows whose features all equal those of an earlier row, whatever their targets. They are kept. */
  readonly duplicate_rows: number;
}

/**
 * What becomes of a feature before it is scaled: nothing; log1p((sign v - shift) / unit); or 1 where a text is this
 * level, else 0.
 */
export type Transform = 'identity' | { readonly log1p: readonly [number, number, number] } | { readonly level: string };

/** One column over the rows that have a target. */
export interface RunColumn {
  readonly name: string;
  /** Null, as are `max` and `mean`, if the column has no value. */
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
  /** The number of one member's parameters. */
  readonly parameter_count: number;
}

interface CommonRunSettings {
  readonly preset: string;
  /** Networks that were requested. `members` has those that were trained. */
  readonly members: number;
  /** The maximum for each member. An epoch of levenberg-marquardt is one step. */
  readonly epochs: number;
  /** A member's training stops after this many epochs without a better validation loss. Null if it never does. */
  readonly patience: number | null;
  readonly seed: number;
  readonly engine: string;
  readonly threads: number;
  /**
   * The most members trained at the same time, each on a thread. It only affects the training time. Absent from early
   * records: 1.
   */
  readonly jobs?: number;
}

interface AdamRunSettings extends CommonRunSettings {
  readonly optimizer: 'adam';
  readonly batch_size: number;
  /** The highest rate of the schedule. */
  readonly learning_rate: number;
  readonly schedule: string;
}

/** It uses many rows in one step, and finds the step's size itself. */
interface LevenbergMarquardtRunSettings extends CommonRunSettings {
  readonly optimizer: 'levenberg-marquardt';
  readonly batch_size: null;
  readonly learning_rate: null;
  readonly schedule: null;
}

export type RunSettings = AdamRunSettings | LevenbergMarquardtRunSettings;

/** How the training of a member ended: after all epochs, without a better step, by patience, or by the user. */
export type MemberEnd = 'epochs' | 'converged' | 'patience' | 'interrupted';

/** One of the networks, which differ only in their seeds. */
export interface RunMember {
  /** From 0. */
  readonly index: number;
  readonly seed: number;
  /** The lowest: mean squared error of the scaled target, so it has no unit. */
  readonly validation_loss: number;
  /** The epoch, from 1, with the lowest validation loss: the member has its weights. */
  readonly best_epoch: number;
  readonly epochs_run: number;
  readonly stopped: MemberEnd;
  /** Whether it is part of the model; false if its validation loss was too far above the best one's. */
  readonly kept: boolean;
  /** The repetition and the fold that it did not learn, from 0; null where all members have one split. */
  readonly fold: readonly [number, number] | null;
}

/** In units of the target, except R2. */
export interface SetMetrics {
  /** As in scikit-learn, including for a constant target. */
  readonly r2: number;
  readonly rmse: number;
  readonly mae: number;
  readonly max_error: number;
}

export interface BandMetrics extends SetMetrics {
  /** The share of rows whose target is within the band that should hold 95% of them. */
  readonly coverage_95: number;
}

export type MetricsBySet = Readonly<Record<RunSet, SetMetrics>>;

/** The band makes no claim about the rows that were learned. */
export interface ModelMetrics {
  readonly train: SetMetrics;
  readonly validation: BandMetrics;
  readonly test: BandMetrics;
}

/** How training ended: each member as `members` says, or earlier, by the user. */
export type RunEnd = 'finished' | 'interrupted';

export interface RunRecord {
  readonly schema: typeof RUN_SCHEMA;
  /** When training began, ISO 8601. */
  readonly timestamp: string;
  /** A hash of the built code that determines the results. */
  readonly code_version?: string;
  /** The versions of the arithmetic, and of second-order training; absent where it is unknown. */
  readonly arithmetic?: number;
  readonly second_order?: number;
  readonly environment?: Environment;
  readonly source: RunSource;
  /** In the order of the model's inputs. */
  readonly features: readonly (RunColumn & { readonly transform: Transform })[];
  readonly target: RunColumn;
  readonly network: RunNetwork;
  readonly settings: RunSettings;
  /** The number of rows in each set. */
  readonly split: Readonly<Record<RunSet, number>>;
  /** The trained members by index: all but those that an interruption left out. */
  readonly members: readonly RunMember[];
  readonly stopped: RunEnd;
  /** Without reading, preparing and drawing. */
  readonly training_time_seconds: number;
  /** SHA-256 of the model's parameters, one kept member after another: little-endian float32, in layout order. */
  readonly weights_sha256: string;
  /** The model's metrics, on unscaled targets. */
  readonly metrics: ModelMetrics;
  /** The baselines that the network must beat, fitted to the same training rows. */
  readonly baselines: {
    /** The mean of the training targets, whatever the features. */
    readonly mean: MetricsBySet;
    /** A constant plus a weight for each feature. */
    readonly least_squares: MetricsBySet;
  };
}
