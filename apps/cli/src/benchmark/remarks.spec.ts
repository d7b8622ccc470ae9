import { fitPowerLaw } from '@fived/bench';
import { powerLawOf, type BenchmarkRecord, type SizeResult } from '@fived/records';
import { describe, expect, it } from 'vitest';
import { remarks, warnings } from './remarks.js';

/** A record with only what is looked at. No time was measured. */
const size = (datasetSize: number, seconds: readonly number[], outliers?: readonly number[]): SizeResult =>
  ({
    dataset_size: datasetSize,
    individual_runs: seconds.map((training_time_seconds, index) => ({ run: index + 1, training_time_seconds })),
    training_time_seconds_outlier_runs: outliers,
  }) as unknown as SizeResult;

const record = (results: readonly SizeResult[]): BenchmarkRecord =>
  ({
    environment: {
      cpu: { logical_cores: 2, current_frequency_mhz: null, max_frequency_mhz: null },
      load_average: [3, 1, 1],
      busy_cores: 1.4,
      power: { source: 'battery', governor: null },
    },
    results,
    training_time_seconds_power_law: powerLawOf({ results }, { fitPowerLaw }),
  }) as unknown as BenchmarkRecord;

describe('What is said of a sweep', () => {
  it('is by which power of n its times grow: 1, 4 and 16 s at 100, 1,600 and 25,600 are n^0.5', () => {
    expect(remarks(record([size(100, [1, 1]), size(1600, [4, 4]), size(25_600, [16, 16])]))).toEqual([
      'Training time grows as n^0.50 (95% interval 0.50 to 0.50).',
    ]);
  });

  it('is no power law of one size, and names outliers', () => {
    expect(remarks(record([size(1000, [1, 1, 9], [3])]))).toEqual([
      'n = 1,000: the time of run 3 is an outlier; it counts as any other.',
    ]);
  });

  it('is only that times say nothing, if several trainings ran at a time', () => {
    const sideBySide = { ...record([size(100, [1, 9]), size(1600, [4, 4], [2])]), jobs: 2 };
    expect(remarks(sideBySide)).toEqual([
      'The times are of 2 trainings at a time, so they say nothing of speed; ' +
        'the accuracies are those of one at a time.',
    ]);
    expect(warnings(sideBySide)).toEqual([]);
  });

  it('is what to do about other programs, a battery and times that vary', () => {
    const said = warnings(record([size(1000, [1, 2, 1, 2])])).join('\n');
    expect(said).toMatch(/used 1\.4 of 2 cores/);
    expect(said).toMatch(/plug it in/);
    expect(said).toMatch(/vary by more than 10% .* at n = 1000/);
  });
});
