/**
 * Makes the record that is written out of profiles: MiB, medians over the repeats, the published project's field names.
 */
import { summarize, type MemoryProfile, type PhaseMemory } from '@fived/bench';
import { splitRows } from '@fived/data';
import {
  MEMORY_CHECKPOINTS,
  MEMORY_SCHEMA,
  type MemoryAtSize,
  type MemoryPhase,
  type MemoryRecord,
  type MemoryUsage,
} from '@fived/records';
import type { Origin } from '../benchmark/origin.js';
import { hyperparametersOf } from '../benchmark/training-settings.js';
import { MIB, predictedRows, type MemoryRequest, type ProfileGroup } from './memory-settings.js';

const MS_PER_SECOND = 1000;

const median = (values: readonly number[]): number => summarize(values).median;

/** Median, least and greatest value, under `name` and two names derived from it. */
function overRepeats<Name extends string>(name: Name, values: readonly number[]) {
  const { median: middle, min, max } = summarize(values);
  return { [name]: middle, [`${name}_min`]: min, [`${name}_max`]: max } as {
    readonly [Key in Name | `${Name}_min` | `${Name}_max`]: number;
  };
}

function memoryPhase(index: number, profiles: readonly MemoryProfile[]): MemoryPhase {
  const { name, label } = MEMORY_CHECKPOINTS[index];
  const of = (figure: (phase: PhaseMemory) => number): number[] => profiles.map(({ phases }) => figure(phases[index]));
  return {
    name,
    label,
    ...overRepeats(
      'cumulative_peak_mib',
      of(({ cumulativePeakBytes }) => cumulativePeakBytes / MIB),
    ),
    ...overRepeats(
      'own_peak_mib',
      of(({ peakBytes, startBytes }) => (peakBytes - startBytes) / MIB),
    ),
    ...overRepeats(
      'resident_peak_mib',
      of(({ residentPeakBytes }) => residentPeakBytes / MIB),
    ),
    end_mib: median(of(({ keptBytes }) => keptBytes / MIB)),
    collections: median(of(({ collections }) => collections)),
    collection_ms: median(of(({ collectionSeconds }) => collectionSeconds * MS_PER_SECOND)),
    seconds: median(of(({ seconds }) => seconds)),
  };
}

const TRAINING = MEMORY_CHECKPOINTS.findIndex(({ name }) => name === 'peak_during_training');

function memoryAtSize({ datasetSize, engine, profiles }: ProfileGroup): MemoryAtSize {
  const of = (figure: (phases: readonly PhaseMemory[]) => number): number[] =>
    profiles.map(({ phases }) => figure(phases) / MIB);
  return {
    dataset_size: datasetSize,
    engine,
    ...overRepeats(
      'javascript_peak_mib',
      of((phases) => Math.max(...phases.map(({ peakBytes }) => peakBytes))),
    ),
    ...overRepeats(
      'training_peak_mib',
      of((phases) => phases[TRAINING].peakBytes),
    ),
    ...overRepeats(
      'resident_peak_mib',
      of((phases) => Math.max(...phases.map(({ residentPeakBytes }) => residentPeakBytes))),
    ),
  };
}

function memoryUsage(phases: readonly MemoryPhase[]): MemoryUsage {
  const peaks = Object.fromEntries(
    phases.map(({ name, cumulative_peak_mib }) => [`${name}_mb`, cumulative_peak_mib]),
  ) as Omit<MemoryUsage, 'training_memory_increase_mb' | 'prediction_memory_increase_mb'>;
  return {
    ...peaks,
    training_memory_increase_mb: peaks.peak_during_training_mb - peaks.before_training_mb,
    prediction_memory_increase_mb: peaks.peak_during_prediction_mb - peaks.before_prediction_mb,
  };
}

/** The whole record. The first group is that of the requested dataset size, and has at least one profile. */
export function memoryRecord(
  { datasetSize, sizes, ...training }: MemoryRequest,
  { timestamp, ...origin }: Origin,
  groups: readonly ProfileGroup[],
): MemoryRecord {
  const [{ profiles }] = groups;
  const phases = MEMORY_CHECKPOINTS.map((_, index) => memoryPhase(index, profiles));
  const atSizes = groups
    .filter((group) => sizes.includes(group.datasetSize))
    .map(memoryAtSize)
    .sort((a, b) => a.dataset_size - b.dataset_size || a.engine.localeCompare(b.engine, 'en'));
  const of = (figure: (profile: MemoryProfile) => number): number => median(profiles.map(figure));
  return {
    schema: MEMORY_SCHEMA,
    timestamp,
    dataset_size: datasetSize,
    hyperparameters: hyperparametersOf(training),
    memory_usage_mb: memoryUsage(phases),
    ...origin,
    engine: training.engine,
    wide: training.wide,
    threads: 1,
    batch_size: training.batchSize,
    repeats: profiles.length,
    predicted_rows: predictedRows(splitRows(datasetSize, training.seed).test.length),
    resident_method: profiles[0].residentMethod,
    baseline: {
      javascript_mib: of(({ baseline }) => baseline.javascriptBytes / MIB),
      resident_mib: of(({ baseline }) => baseline.residentBytes / MIB),
    },
    measurement_cost: {
      javascript_mib: of(({ cost }) => cost.javascriptBytes / MIB),
      resident_mib: of(({ cost }) => cost.residentBytes / MIB),
      milliseconds: of(({ cost }) => cost.seconds * MS_PER_SECOND),
    },
    phases,
    ...(atSizes.length === 0 ? {} : { sizes: atSizes }),
  };
}
