import { captureEnvironment, type MemoryProfile, type PhaseMemory } from '@fived/bench';
import { adamDefaults } from '@fived/nn';
import { MEMORY_CHECKPOINTS, validateMemoryRecord } from '@fived/records';
import { describe, expect, it } from 'vitest';
import { planProfiles } from './profiles.js';
import { MIB, type MemoryRequest } from './memory-settings.js';
import { memoryRecord } from './memory-record.js';
import { checkpointTable, memoryReport } from './memory-table.js';

/** MADE UP: phase i begins at i MiB, peaks `own` MiB above that, and includes the cost of measuring. */
function madeUpProfile(own: number): MemoryProfile {
  let cumulativePeakBytes = 0;
  const phases = MEMORY_CHECKPOINTS.map(({ name }, index): PhaseMemory => {
    // the third phase has the highest peak, except for the last ones
    const peakBytes = (index + own + (index === 2 ? 4 : 0)) * MIB;
    cumulativePeakBytes = Math.max(cumulativePeakBytes, peakBytes);
    return {
      name,
      startBytes: index * MIB,
      peakBytes,
      keptBytes: (index + 1) * MIB,
      cumulativePeakBytes,
      residentStartBytes: 50 * MIB,
      residentPeakBytes: (60 + index + own) * MIB,
      collections: own,
      collectionSeconds: 0.001 * own,
      seconds: 0.5 * own,
    };
  });
  return {
    residentMethod: 'high-water mark',
    baseline: { javascriptBytes: 7 * MIB, residentBytes: 50 * MIB },
    cost: { javascriptBytes: 0.001 * MIB, residentBytes: 0, seconds: 0.03 },
    phases,
  };
}

const request: MemoryRequest = {
  hiddenSizes: [64, 32, 16],
  epochs: 300,
  learningRate: 0.001,
  batchSize: 32,
  adam: adamDefaults,
  seed: 42,
  noise: 0.01,
  engine: 'simd',
  wide: false,
  datasetSize: 5000,
  repeats: 3,
  sizes: [],
};
const profiles = [madeUpProfile(3), madeUpProfile(1), madeUpProfile(2)];
const context = {
  timestamp: new Date('2026-01-02T03:04:05Z').toISOString(),
  environment: await captureEnvironment(),
  code_version: '0'.repeat(64),
};
const simd5000 = { datasetSize: 5000, engine: 'simd' as const, profiles };

describe('the record of a memory profile', () => {
  const record = memoryRecord(request, context, [simd5000]);

  it('is one that its schema accepts', () => {
    expect(() => validateMemoryRecord(JSON.parse(JSON.stringify(record)), 'record')).not.toThrow();
    expect(record).toMatchObject({
      dataset_size: 5000,
      engine: 'simd',
      repeats: 3,
      predicted_rows: 100,
      threads: 1,
      batch_size: 32,
    });
    expect(record).not.toHaveProperty('sizes');
  });

  it('has the medians over the repeats, the least and the greatest, in MiB', () => {
    expect(record.phases[0]).toMatchObject({
      name: 'after_dataset_load',
      cumulative_peak_mib: 2,
      cumulative_peak_mib_min: 1,
      cumulative_peak_mib_max: 3,
      own_peak_mib: 2,
      own_peak_mib_min: 1,
      own_peak_mib_max: 3,
      resident_peak_mib: 62,
      resident_peak_mib_min: 61,
      resident_peak_mib_max: 63,
      end_mib: 1,
      collections: 2,
      seconds: 1,
    });
    expect(record.phases[0].collection_ms).toBeCloseTo(2, 12);
    expect(record.baseline).toEqual({ javascript_mib: 7, resident_mib: 50 });
    expect(record.measurement_cost.milliseconds).toBeCloseTo(30, 12);
  });

  it("has the cumulative peaks under the published project's names, and the increases that follow from them", () => {
    expect(record.memory_usage_mb).toEqual({
      after_dataset_load_mb: 2,
      after_splitting_mb: 3,
      after_preprocessing_mb: 8,
      after_model_creation_mb: 8,
      before_training_mb: 8,
      peak_during_training_mb: 8,
      after_training_mb: 8,
      before_prediction_mb: 9,
      peak_during_prediction_mb: 10,
      after_prediction_mb: 11,
      training_memory_increase_mb: 0,
      prediction_memory_increase_mb: 1,
    });
  });

  it('predicts as many rows as a small test set has', () => {
    // 0.15 of 60 rows
    expect(
      memoryRecord({ ...request, datasetSize: 60 }, context, [{ ...simd5000, datasetSize: 60 }]).predicted_rows,
    ).toBe(9);
  });

  it('has the sizes that were asked for, in order, with both engines', () => {
    const groups = [
      simd5000,
      { datasetSize: 1000, engine: 'simd' as const, profiles },
      { datasetSize: 1000, engine: 'reference' as const, profiles },
    ];
    const { sizes } = memoryRecord({ ...request, sizes: [1000, 5000] }, context, groups);
    expect(sizes?.map(({ dataset_size, engine }) => [dataset_size, engine])).toEqual([
      [1000, 'reference'],
      [1000, 'simd'],
      [5000, 'simd'],
    ]);
    // The training phase begins at 5 MiB. The last phase, which begins at 9, has the highest peaks of all.
    expect(sizes?.[0]).toMatchObject({
      javascript_peak_mib: 11,
      javascript_peak_mib_max: 12,
      training_peak_mib: 7,
      training_peak_mib_min: 6,
      resident_peak_mib: 71,
    });
  });

  it('is printed with the published column beside ours, where that is of the same size', () => {
    const [, load, , , model] = checkpointTable(record).split('\n');
    expect(load).toMatch(
      /^After dataset load +0\.35 +2\.00 \(1\.00-3\.00\) +2\.00 \(1\.00-3\.00\) +1\.00 +62\.00 \(61\.00-63\.00\) +2 +2\.0 +1\.000$/,
    );
    expect(model).toMatch(/^After model creation +0\.85 +8\.00 \(7\.00-9\.00\)/);
    expect(checkpointTable({ ...record, dataset_size: 4000 }).split('\n')[1]).toMatch(/^After dataset load +- +2\.00/);
    expect(memoryReport(record)).toContain('n = 5,000, the simd engine, 300 epochs; the median of 3 processes');
    expect(
      memoryReport({ ...record, sizes: memoryRecord({ ...request, sizes: [5000] }, context, [simd5000]).sizes }),
    ).toMatch(/^5,000 +simd +11\.00/m);
  });
});

describe('the plan', () => {
  it('takes the size asked for first, and measures nothing twice', () => {
    expect(
      planProfiles({ ...request, repeats: 2, sizes: [1000, 5000] }).map(
        ({ datasetSize, engine, repeat }) => `${datasetSize} ${engine} ${repeat}`,
      ),
    ).toEqual([
      '5000 simd 1',
      '5000 simd 2',
      '1000 simd 1',
      '1000 simd 2',
      '1000 reference 1',
      '1000 reference 2',
      '5000 reference 1',
      '5000 reference 2',
    ]);
  });
});
