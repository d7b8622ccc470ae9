import { PUBLISHED, type BenchmarkRecord } from '@fived/records';
import { describe, expect, it } from 'vitest';
import { madeUpBaseMemoryRecord, madeUpMemoryRecord } from '../testing/memory-record.js';
import { TEN_SIZES, madeUpRecord } from '../testing/record.js';
import type { Check } from './checks.js';
import { accuracyChecks } from './findings-accuracy.js';
import { memoryChecks } from './findings-memory.js';
import { timeChecks, widestSpread } from './findings-time.js';

/** A record whose runs take `seconds` of their size. */
const timed = (seconds: (size: number) => number, sizes: readonly number[] = TEN_SIZES): BenchmarkRecord => {
  const record = madeUpRecord({ sizes });
  return {
    ...record,
    results: record.results.map((result) => {
      const time = seconds(result.dataset_size);
      return {
        ...result,
        training_time_seconds_mean: time,
        training_time_seconds_median: time,
        training_time_seconds_std: 0,
        training_time_seconds_min: time,
        training_time_seconds_max: time,
        individual_runs: result.individual_runs.map((run) => ({ ...run, training_time_seconds: time })),
      };
    }),
  };
};

/** A record whose accuracies are those that the functions give for their size. */
const accurate = (of: {
  readonly r2: (size: number) => number;
  readonly trainR2?: (size: number) => number;
  readonly mse: (size: number) => number;
}): BenchmarkRecord => {
  const record = madeUpRecord();
  return {
    ...record,
    results: record.results.map((result) => {
      const [r2, mse] = [of.r2(result.dataset_size), of.mse(result.dataset_size)];
      return {
        ...result,
        test_r2_mean: r2,
        test_r2_min: r2 - 0.001,
        test_r2_max: r2 + 0.001,
        test_mse_mean: mse,
        train_r2_mean: (of.trainR2 ?? of.r2)(result.dataset_size),
      };
    }),
  };
};

const verdicts = (checks: readonly Check[]): readonly string[] => checks.map(({ verdict }) => verdict);

describe('the statements about training time', () => {
  it('hold for times that grow less than linearly, and do not for times that grow more', () => {
    expect(verdicts(timeChecks(timed((size) => 0.001 * size ** 0.8)))).toEqual(['holds', 'holds', 'holds']);
    const more = timeChecks(timed((size) => 0.01 * size ** 1.2));
    expect(verdicts(more)).toEqual(['does not hold', 'does not hold', 'does not hold']);
    expect(more[0].found).toContain('n^1.200');
    expect(more[1].found).toContain('630.957 s'); // 0.01 * 10000^1.2
    expect(more[2].found).toContain('n^0.200');
  });

  it('are left open where growth is not told from linear', () => {
    const [growth, , perSample] = timeChecks(timed((size) => size * (size % 2000 === 0 ? 1.01 : 0.99) * 1e-4));
    expect([growth.verdict, perSample.verdict]).toEqual(['cannot be told', 'cannot be told']);
    expect(growth.found).toContain('the interval holds 1');
  });

  it('say the change of mean and median, and in how many steps the mean falls', () => {
    const [, , { found }] = timeChecks(timed((size) => (size === 3000 ? 6 : size / 1000)));
    expect(found).toContain(
      'from 1.0000 ms at 1,000 samples to 1.0000 ms at 10,000 (+0.0%; the median +0.0%), falling in 1 of 9 steps',
    );
  });

  it('cannot be told of too few sizes, or without the size of the requirement', () => {
    expect(verdicts(timeChecks(timed((size) => size * 1e-4, [1000, 2000])))).toEqual([
      'cannot be told',
      'cannot be told',
      'cannot be told',
    ]);
  });

  it('take the slowest run for the requirement of a minute', () => {
    const record = timed(() => 50);
    const slow = { ...record, results: record.results.map((result) => ({ ...result, training_time_seconds_max: 61 })) };
    expect(timeChecks(slow)[1].verdict).toBe('does not hold');
  });

  it('name the size at which runs differ the most', () => {
    const record = timed((size) => size);
    const shaken = {
      ...record,
      results: record.results.map((result) => ({
        ...result,
        training_time_seconds_std: result.dataset_size === 4000 ? 400 : 10,
      })),
    };
    expect(widestSpread(shaken)).toEqual({ size: 4000, share: 0.1 });
    expect(widestSpread(madeUpRecord({ runs: 1 }))).toBeUndefined();
  });
});

describe('the statements about runs of other settings', () => {
  it('are not judged, and the settings are named', () => {
    const record = { ...madeUpRecord(), batch_size: 64 };
    const checks = [...timeChecks(record), ...accuracyChecks(record)];
    expect(new Set(verdicts(checks))).toEqual(new Set(['cannot be told']));
    expect(new Set(checks.map(({ found }) => found))).toEqual(
      new Set(['Not judged, as the settings differ: batch size 64, not 32.']),
    );
  });
});

describe('the statements about accuracy', () => {
  it("hold for the published figures themselves, with that page's own numbers", () => {
    const of = (size: number) => PUBLISHED.find(({ datasetSize }) => datasetSize === size);
    const checks = accuracyChecks(
      accurate({ r2: (size) => of(size)?.testR2 ?? 0, mse: (size) => of(size)?.testMse ?? 1, trainR2: () => 0.999 }),
    );
    expect(verdicts(checks)).toEqual(['holds', 'holds', 'holds', 'holds', 'holds']);
    expect(checks[1].found).toContain('from 0.9417 at 1,000 samples to 0.9985 at 10,000 samples');
    expect(checks[1].found).toContain('0 lie above it, 10 within it and 0 below it');
    expect(checks[2].found).toContain('a reduction of 97.4%');
    expect(checks[3].found).toContain(
      'left from 7,000 samples on; of the published gain, by the same rule, from 7,000 on',
    );
  });

  it('do not hold for accuracies that fall', () => {
    const falling = accurate({ r2: (size) => 0.9 - size * 1e-5, mse: (size) => size * 1e-6, trainR2: () => 0.9 });
    expect(verdicts(accuracyChecks(falling))).toEqual([
      'does not hold',
      'does not hold',
      'does not hold',
      'cannot be told',
      'does not hold',
    ]);
  });

  it('see returns that diminish late, and early', () => {
    const from = (flat: number) =>
      accuracyChecks(accurate({ r2: (size) => 0.9 + Math.min(size, flat) * 1e-6, mse: () => 1 }))[3];
    expect(from(10_000)).toMatchObject({
      verdict: 'does not hold',
      found: expect.stringContaining('from 10,000 samples on;') as string,
    });
    expect(from(3000)).toMatchObject({
      verdict: 'holds',
      found: expect.stringContaining('from 3,000 samples on;') as string,
    });
  });

  it('are left open for one size', () => {
    expect(new Set(verdicts(accuracyChecks(madeUpRecord({ sizes: [1000] }))))).toEqual(new Set(['cannot be told']));
  });
});

describe('the statements about memory', () => {
  it('name the phase that takes the most by itself', () => {
    const record = madeUpMemoryRecord(); // making the dataset took 0.41 MiB, training 0.09
    const [low, bottleneck, prediction] = memoryChecks(record);
    expect(low).toMatchObject({ verdict: 'holds', found: expect.stringContaining('0.91 MiB') as string });
    expect(bottleneck).toMatchObject({
      verdict: 'does not hold',
      found: expect.stringContaining('the most is taken by making the dataset.') as string,
    });
    expect(prediction.verdict).toBe('holds');
    const phases = record.phases.map((phase) => ({
      ...phase,
      own_peak_mib: phase.name === 'peak_during_training' ? 3 : phase.own_peak_mib,
    }));
    expect(memoryChecks({ ...record, phases })[1]).toMatchObject({
      verdict: 'holds',
      found: expect.stringContaining('the most is taken by training.') as string,
    });
  });

  it("go by how far a phase raised the peak in the published project's form", () => {
    const usage = {
      after_dataset_load_mb: 0.35,
      after_splitting_mb: 0.39,
      after_preprocessing_mb: 0.54,
      after_model_creation_mb: 0.85,
      before_training_mb: 0.85,
      peak_during_training_mb: 4.94,
      after_training_mb: 4.94,
      before_prediction_mb: 4.94,
      peak_during_prediction_mb: 4.94,
      after_prediction_mb: 4.94,
      training_memory_increase_mb: 4.09,
      prediction_memory_increase_mb: 0,
    };
    const checks = memoryChecks({ ...madeUpBaseMemoryRecord(), memory_usage_mb: usage });
    expect(verdicts(checks)).toEqual(['holds', 'holds', 'holds']);
    expect(checks[1].found).toContain('building the model 0.31, training 4.09 and prediction 0.00');
  });

  it('do not hold for much memory, and for a prediction that takes a tenth of it', () => {
    const record = madeUpMemoryRecord({ scale: 10 });
    const phases = record.phases.map((phase) => ({
      ...phase,
      own_peak_mib: phase.name === 'peak_during_prediction' ? 0.91 : 0.1,
    }));
    expect(verdicts(memoryChecks({ ...record, phases }))).toEqual(['does not hold', 'does not hold', 'does not hold']);
  });

  it('are left open without a profile', () => {
    expect(verdicts(memoryChecks(undefined))).toEqual(['cannot be told', 'cannot be told', 'cannot be told']);
  });
});
