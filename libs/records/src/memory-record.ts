/**
 * The shape of `memory_profile.json`. `BaseMemoryRecord` has the fields of the published project's own file.
 * `MemoryRecord` is what we write: the same fields plus our own. `schemas/memory_profile.schema.json` describes the
 * same shape for other programs.
 *
 * Terms. "JavaScript memory" is V8's heap in use plus JavaScript's memory outside of it: the storage of typed arrays,
 * and WebAssembly memories. "The baseline" is the JavaScript memory before the first phase, with all modules loaded and
 * garbage collected. A "peak" is the highest of these readings: at the start, at the end, and before each collection in
 * between. JavaScript memory falls only at a collection, so nothing higher was missed. 1 MiB is 1,048,576 bytes. The
 * published project's field names end in `_mb`, but it divides by the same number.
 */
import type { BaseHyperparameters, Hyperparameters } from './benchmark-record.js';
import type { Environment } from './environment.js';
import { PUBLISHED_MEMORY_MIB } from './published.js';

/** Name and version of the format that `writeMemoryRecord` writes. */
export const MEMORY_SCHEMA = 'fived/memory_profile/1';

export type MemoryCheckpoint = keyof typeof PUBLISHED_MEMORY_MIB;

/** The ten checkpoints of the published page, in its order. `name` is the published field without its `_mb`. */
export const MEMORY_CHECKPOINTS = (Object.keys(PUBLISHED_MEMORY_MIB) as MemoryCheckpoint[]).map((name) => ({
  name,
  /** "After dataset load" */
  label: `${name[0].toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`,
  publishedMib: PUBLISHED_MEMORY_MIB[name],
}));

/** The dataset size of the published figures. */
export const PUBLISHED_MEMORY_DATASET_SIZE = 5000;

/**
 * The peak of JavaScript memory above the baseline from the start up to each checkpoint, in MiB. It is cumulative, so
 * it never falls. An increase is the peak during the phase minus the peak before it.
 */
export type MemoryUsage = Readonly<
  Record<`${MemoryCheckpoint}_mb` | 'training_memory_increase_mb' | 'prediction_memory_increase_mb', number>
>;

/** The median over the repeats, with the smallest and the largest value. */
type OverRepeats<Name extends string> = { readonly [Key in Name | `${Name}_min` | `${Name}_max`]: number };

/** What happened between the previous checkpoint and this one; medians over the repeats. */
export type MemoryPhase = OverRepeats<'cumulative_peak_mib' | 'own_peak_mib' | 'resident_peak_mib'> & {
  // cumulative_peak_mib: the highest JavaScript memory above the baseline since the first phase began; the same number
  //   as in `memory_usage_mb`.
  // own_peak_mib: the highest JavaScript memory during this phase alone, above what was in use as it began (garbage
  //   collected just before). It is what the phase itself took, whether kept or not.
  // resident_peak_mib: the highest resident set of the whole process during this phase, Node itself included. It has
  //   no baseline subtracted (`baseline.resident_mib` has what the process held before the first phase).
  readonly name: MemoryCheckpoint;
  /** For people. */
  readonly label: string;
  /**
   * JavaScript memory above the baseline after the phase, garbage collected: what is kept. It may be slightly negative.
   */
  readonly end_mib: number;
  /** Collections that V8 made on its own during the phase, young and full ones. */
  readonly collections: number;
  /** The time that they took. */
  readonly collection_ms: number;
  /** The time of the phase, without its collections. */
  readonly seconds: number;
};

/** From `--sizes`: one dataset size and engine, over the same repeats. */
export type MemoryAtSize = OverRepeats<'javascript_peak_mib' | 'training_peak_mib' | 'resident_peak_mib'> & {
  // javascript_peak_mib: the cumulative peak after the last checkpoint, which covers all phases.
  // training_peak_mib: the highest JavaScript memory above the baseline during the training phase alone: rows, model
  //   and what training takes, without the garbage of the phases before.
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

/** The cost of measuring itself, from a phase that does nothing; medians over the repeats. */
export interface MeasurementCost {
  /** The own peak of a phase that does nothing. Every phase's figures include it; it is not subtracted. */
  readonly javascript_mib: number;
  /** How far the resident peak of such a phase is above the resident set at its start. */
  readonly resident_mib: number;
  /**
   * The wall time around such a phase: collecting garbage, resetting, reading. No phase's `seconds` include any of it.
   */
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
  /** A hash of the built code that determines the results. */
  readonly code_version: string;
  /** The version of the arithmetic; absent from records of version 1. */
  readonly arithmetic?: number;
  /** As in a benchmark record. */
  readonly engine: string;
  readonly wide?: boolean;
  readonly threads: number;
  readonly batch_size: number;
  /** Fresh processes that each ran all phases. The medians, smallest and largest values are over these. */
  readonly repeats: number;
  /** Rows that the prediction phase predicts. */
  readonly predicted_rows: number;
  /**
   * How resident peaks were found: by the kernel's own high-water mark, reset before each phase, or, where there is
   * none, by readings in between.
   */
  readonly resident_method: 'high-water mark' | 'sampled';
  readonly baseline: MemoryBaseline;
  readonly measurement_cost: MeasurementCost;
  /** One for each checkpoint, in the order of MEMORY_CHECKPOINTS. */
  readonly phases: readonly MemoryPhase[];
  /** By ascending dataset size, then by engine. Absent unless several sizes were requested. */
  readonly sizes?: readonly MemoryAtSize[];
}

/** Whether a record has our fields, or only the published project's. */
export const isOwnMemoryRecord = (record: BaseMemoryRecord | MemoryRecord): record is MemoryRecord =>
  'schema' in record;
