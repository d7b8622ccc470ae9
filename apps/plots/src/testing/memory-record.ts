/** For tests only. Every figure in here is MADE UP: none of it was measured, and none of it is a result. */
import {
  MEMORY_CHECKPOINTS,
  MEMORY_SCHEMA,
  type BaseMemoryRecord,
  type MemoryAtSize,
  type MemoryPhase,
  type MemoryRecord,
  type MemoryUsage,
} from '@fived/records';
import { madeUpRecord } from './record.js';

export interface MadeUpMemory {
  readonly datasetSize?: number;
  readonly engine?: string;
  readonly wide?: boolean;
  readonly repeats?: number;
  /** The sizes of `--sizes`. By default absent, as in a record of one size. */
  readonly sizes?: readonly number[];
  readonly engines?: readonly string[];
  /** A factor for all peaks. */
  readonly scale?: number;
}

/** Peaks since the start and of the phase alone, one for each checkpoint: in MiB, at 5,000 samples and a scale of 1. */
const CUMULATIVE = [0.41, 0.44, 0.63, 0.86, 0.86, 0.91, 0.91, 0.91, 0.91, 0.91];
const OWN = [0.41, 0.12, 0.31, 0.37, 0.01, 0.09, 0.01, 0.01, 0.02, 0.01];

/** The relative distance from the least repeat to the median, and from there to the greatest. */
const SPREAD = 0.02;

const RESIDENT_MIB = 62;

const spread = <Name extends string>(
  name: Name,
  value: number,
): { readonly [Key in Name | `${Name}_min` | `${Name}_max`]: number } =>
  ({ [name]: value, [`${name}_min`]: value * (1 - SPREAD), [`${name}_max`]: value * (1 + SPREAD) }) as {
    readonly [Key in Name | `${Name}_min` | `${Name}_max`]: number;
  };

const madeUpPhases = (scale: number): readonly MemoryPhase[] =>
  MEMORY_CHECKPOINTS.map(({ name, label }, index) => ({
    name,
    label,
    ...spread('cumulative_peak_mib', CUMULATIVE[index] * scale),
    ...spread('own_peak_mib', OWN[index] * scale),
    ...spread('resident_peak_mib', RESIDENT_MIB + index * scale),
    end_mib: 0,
    collections: 0,
    collection_ms: 0,
    seconds: 0.01,
  }));

const madeUpUsage = (scale: number): MemoryUsage =>
  ({
    ...Object.fromEntries(MEMORY_CHECKPOINTS.map(({ name }, index) => [`${name}_mb`, CUMULATIVE[index] * scale])),
    training_memory_increase_mb: 0.05 * scale,
    prediction_memory_increase_mb: 0,
  }) as MemoryUsage;

/** MADE UP: proportional to the size, plus a constant part. All engines but the first take a little less. */
const madeUpSizes = (sizes: readonly number[], engines: readonly string[], scale: number): readonly MemoryAtSize[] =>
  sizes.flatMap((size) =>
    engines.map((engine, index): MemoryAtSize => {
      const peak = scale * (0.25 + (0.13 * size) / 1000) * (1 - 0.2 * index);
      return {
        dataset_size: size,
        engine,
        ...spread('javascript_peak_mib', peak),
        ...spread('training_peak_mib', peak * 0.7),
        ...spread('resident_peak_mib', RESIDENT_MIB + 4 * peak),
      };
    }),
  );

/** MADE UP, in the published project's form. */
export const madeUpBaseMemoryRecord = ({ datasetSize = 5000, scale = 1 }: MadeUpMemory = {}): BaseMemoryRecord => ({
  timestamp: '2026-01-02T03:04:05.678',
  dataset_size: datasetSize,
  hyperparameters: {
    hidden_sizes: [64, 32, 16],
    learning_rate: 0.001,
    max_iter: 300,
    random_state: 42,
    early_stopping_patience: 10000,
  },
  memory_usage_mb: madeUpUsage(scale),
});

/** MADE UP, in our form. */
export const madeUpMemoryRecord = (madeUp: MadeUpMemory = {}): MemoryRecord => {
  const { engine = 'simd', wide = false, repeats = 5, sizes, engines = ['simd', 'reference'], scale = 1 } = madeUp;
  const { hyperparameters, environment, code_version, batch_size, threads } = madeUpRecord();
  return {
    ...madeUpBaseMemoryRecord(madeUp),
    schema: MEMORY_SCHEMA,
    hyperparameters,
    environment,
    code_version,
    engine,
    wide,
    threads,
    batch_size,
    repeats,
    predicted_rows: 100,
    resident_method: 'high-water mark',
    baseline: { javascript_mib: 5.2, resident_mib: 55 },
    measurement_cost: { javascript_mib: 0.004, resident_mib: 0.1, milliseconds: 30 },
    phases: madeUpPhases(scale),
    ...(sizes === undefined ? {} : { sizes: madeUpSizes(sizes, engines, scale) }),
  };
};
