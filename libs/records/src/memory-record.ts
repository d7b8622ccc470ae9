/**
 * The shape of `memory_profile.json`. `BaseMemoryRecord` has the fields of the published project's own file;
 * `MemoryRecord` is what we write: the same fields, and ours on top.
 * `schemas/memory_profile.schema.json` says the same to a program that is not ours.
 *
 * Words. "JavaScript memory" is V8's heap in use plus what lies outside of it for JavaScript: the storage of typed
 * arrays, and WebAssembly memories. "The baseline" is the JavaScript memory before the first phase, with all modules
 * loaded and garbage collected. A "peak" is the highest of: the reading at the start, that at the end, and those
 * before each collection in between; JavaScript memory falls only at a collection, so nothing higher was missed.
 * 1 MiB is 1,048,576 bytes; the published project's field names end in `_mb`, but it divides by the same.
 */
import type { BaseHyperparameters, Hyperparameters } from './benchmark-record.js';
import type { Environment } from './environment.js';
import { PUBLISHED_MEMORY_MIB } from './published.js';

/** Name and version of what `writeMemoryRecord` writes. */
export const MEMORY_SCHEMA = 'fived/memory_profile/1';

/** The ten checkpoints of the published page, in its order; `name` is the published field's without its `_mb`. */
export const MEMORY_CHECKPOINTS = [
  { name: 'after_dataset_load', label: 'After dataset load', publishedMib: PUBLISHED_MEMORY_MIB.afterDatasetLoad },
  { name: 'after_splitting', label: 'After splitting', publishedMib: PUBLISHED_MEMORY_MIB.afterSplitting },
  { name: 'after_preprocessing', label: 'After preprocessing', publishedMib: PUBLISHED_MEMORY_MIB.afterPreprocessing },
  {
    name: 'after_model_creation',
    label: 'After model creation',
    publishedMib: PUBLISHED_MEMORY_MIB.afterModelCreation,
  },
  { name: 'before_training', label: 'Before training', publishedMib: PUBLISHED_MEMORY_MIB.beforeTraining },
  {
    name: 'peak_during_training',
    label: 'Peak during training',
    publishedMib: PUBLISHED_MEMORY_MIB.peakDuringTraining,
  },
  { name: 'after_training', label: 'After training', publishedMib: PUBLISHED_MEMORY_MIB.afterTraining },
  { name: 'before_prediction', label: 'Before prediction', publishedMib: PUBLISHED_MEMORY_MIB.beforePrediction },
  {
    name: 'peak_during_prediction',
    label: 'Peak during prediction',
    publishedMib: PUBLISHED_MEMORY_MIB.peakDuringPrediction,
  },
  { name: 'after_prediction', label: 'After prediction', publishedMib: PUBLISHED_MEMORY_MIB.afterPrediction },
] as const;

export type MemoryCheckpoint = (typeof MEMORY_CHECKPOINTS)[number]['name'];

/** The dataset size of the published figures. */
export const PUBLISHED_MEMORY_DATASET_SIZE = 5000;

/**
 * The peak of JavaScript memory above the baseline from the start up to each checkpoint, in MiB. It is cumulative, so
 * it never falls. An increase is the peak during the phase less that before it.
 */
export type MemoryUsage = Readonly<
  Record<`${MemoryCheckpoint}_mb` | 'training_memory_increase_mb' | 'prediction_memory_increase_mb', number>
>;

/** A median over the repeats with the least and the greatest of them beside it. */
type OverRepeats<Name extends string> = { readonly [Key in Name | `${Name}_min` | `${Name}_max`]: number };

/** What happened up to one checkpoint since the one before it; medians over the repeats. */
export type MemoryPhase = OverRepeats<'cumulative_peak_mib' | 'own_peak_mib' | 'resident_peak_mib'> & {
  // cumulative_peak_mib: the highest JavaScript memory above the baseline since the first phase began; the same number
  //   as in `memory_usage_mb`.
  // own_peak_mib: the highest JavaScript memory during this phase alone, above what was in use as it began (garbage
  //   collected just before). What the phase itself took, whatever of it is kept.
  // resident_peak_mib: the highest resident set of the whole process during this phase, Node itself included: not above
  //   any baseline (`baseline.resident_mib` has what the process held before the first phase).
  readonly name: MemoryCheckpoint;
  /** For people. */
  readonly label: string;
  /**
   * JavaScript memory above the baseline after the phase, garbage collected: what is kept. May be slightly negative.
   */
  readonly end_mib: number;
  /** Collections that V8 made during the phase by itself, young and full ones. */
  readonly collections: number;
  /** The time that they took. */
  readonly collection_ms: number;
  /** The time of the phase without that of the collections. */
  readonly seconds: number;
};

/** From `--sizes`: one dataset size and engine, over the same repeats. */
export type MemoryAtSize = OverRepeats<'javascript_peak_mib' | 'training_peak_mib' | 'resident_peak_mib'> & {
  // javascript_peak_mib: the cumulative peak after the last checkpoint, so over all phases.
  // training_peak_mib: the highest JavaScript memory above the baseline during the training phase alone: rows, model
  // and
  //   what training takes, without the garbage of the phases before.
  // resident_peak_mib: the highest resident set of the whole process over all phases.
  readonly dataset_size: number;
  readonly engine: string;
};

/** Median over the repeats. */
export interface MemoryBaseline {
  /** JavaScript memory before the first phase: Node, all modules that the phases need, and the harness. */
  readonly javascript_mib: number;
  /** The resident set of the process at the same moment. */
  readonly resident_mib: number;
}

/** What measuring takes itself, found by measuring a phase that does nothing; median over the repeats. */
export interface MeasurementCost {
  /** The own peak of a phase that does nothing; contained in every phase's figures, and not taken off. */
  readonly javascript_mib: number;
  /** How far the resident peak of such a phase lies above the resident set at its start. */
  readonly resident_mib: number;
  /** The wall time around such a phase: collecting garbage, resetting, reading. No phase's `seconds` hold any of it. */
  readonly milliseconds: number;
}

interface MemoryRecordHead {
  /** When the profile was taken, ISO 8601. */
  readonly timestamp: string;
  readonly dataset_size: number;
  readonly memory_usage_mb: MemoryUsage;
}

export interface BaseMemoryRecord extends MemoryRecordHead {
  readonly hyperparameters: BaseHyperparameters;
}

export interface MemoryRecord extends MemoryRecordHead {
  readonly schema: typeof MEMORY_SCHEMA;
  /** `max_iter` is the number of epochs. */
  readonly hyperparameters: Hyperparameters;
  readonly environment: Environment;
  /** A hash of the built code that decides the results. */
  readonly code_version: string;
  /** As in a benchmark record. */
  readonly engine: string;
  readonly wide?: boolean;
  readonly threads: number;
  readonly batch_size: number;
  /** Fresh processes that ran all phases, over which medians, least and greatest are taken. */
  readonly repeats: number;
  /** Rows that the prediction phase predicts. */
  readonly predicted_rows: number;
  /**
   * The kernel's own mark of the highest resident set, reset before each phase; or, where it has none, readings in
   * between.
   */
  readonly resident_method: 'high-water mark' | 'sampled';
  readonly baseline: MemoryBaseline;
  readonly measurement_cost: MeasurementCost;
  /** One a checkpoint, in the order of MEMORY_CHECKPOINTS. */
  readonly phases: readonly MemoryPhase[];
  /** By ascending dataset size, then by engine; absent unless several sizes were asked for. */
  readonly sizes?: readonly MemoryAtSize[];
}

/** Whether a record carries our fields, or only the published project's. */
export const isOwnMemoryRecord = (record: BaseMemoryRecord | MemoryRecord): record is MemoryRecord =>
  'schema' in record;
