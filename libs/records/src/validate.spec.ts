import { describe, expect, it } from 'vitest';
import { isOwnRecord } from './benchmark-record.js';
import { madeUpBaseRecord, madeUpRecord } from './testing/record.js';
import { validateBenchmarkRecord } from './record-files.js';

const [result] = madeUpRecord.results;
const [firstRun] = result.individual_runs;

const withResult = (changes: Record<string, unknown>): unknown => ({
  ...madeUpRecord,
  results: [{ ...result, ...changes }],
});

describe('validateBenchmarkRecord', () => {
  it('accepts a record of ours and knows it as ours', () => {
    expect(isOwnRecord(validateBenchmarkRecord(madeUpRecord, 'a.json'))).toBe(true);
  });

  it("accepts the published project's own file and knows that our fields are absent", () => {
    expect(isOwnRecord(validateBenchmarkRecord(madeUpBaseRecord, 'a.json'))).toBe(false);
  });

  it('accepts null for the spread that a single run leaves undefined', () => {
    const record = withResult({ test_mse_sample_std: null, test_mse_ci95: null, cold_training_time_seconds: null });
    expect(() => validateBenchmarkRecord(record, 'a.json')).not.toThrow();
  });

  it('accepts a record with and without the mark of the wide mode', () => {
    for (const changes of [{}, { wide: true }, { wide: false }]) {
      expect(() => validateBenchmarkRecord({ ...madeUpRecord, ...changes }, 'a.json')).not.toThrow();
    }
  });

  it('accepts a record with and without the order of its runs', () => {
    const positioned = withResult({ individual_runs: [{ ...firstRun, position: 1 }] }) as object;
    for (const order of ['round-robin', 'sequential', undefined]) {
      expect(() =>
        validateBenchmarkRecord({ ...positioned, order, dataset_sizes: [1000, 2000] }, 'a.json'),
      ).not.toThrow();
    }
  });

  it('accepts a record with and without how many trainings ran at a time', () => {
    for (const changes of [{}, { jobs: 1 }, { jobs: 4, training_time_seconds_power_law: null }]) {
      expect(() => validateBenchmarkRecord({ ...madeUpRecord, ...changes }, 'a.json')).not.toThrow();
    }
  });

  it('accepts a record with and without how busy the machine was before', () => {
    expect('busy_cores' in madeUpRecord.environment).toBe(false);
    for (const busy_cores of [0, 1.4, null]) {
      const environment = { ...madeUpRecord.environment, busy_cores };
      expect(() => validateBenchmarkRecord({ ...madeUpRecord, environment }, 'a.json')).not.toThrow();
    }
    const environment = { ...madeUpRecord.environment, busy_cores: -1 };
    expect(() => validateBenchmarkRecord({ ...madeUpRecord, environment }, 'a.json')).toThrow(
      'a.json: environment.busy_cores: found -1, must be >= 0',
    );
  });

  it('accepts an unknown machine', () => {
    const nothing = { ...madeUpRecord.environment, node: null, git: null, load_average: null, memory_bytes: null };
    expect(() => validateBenchmarkRecord({ ...madeUpRecord, environment: nothing }, 'a.json')).not.toThrow();
  });

  it.each([
    [
      'a text for a number',
      withResult({ test_r2_mean: '0.9' }),
      'a.json: results[0].test_r2_mean: found "0.9", must be number',
    ],
    ['NaN', withResult({ test_r2_mean: NaN }), 'a.json: results[0].test_r2_mean: found NaN, must be number'],
    [
      'infinity',
      withResult({ test_mse_max: Infinity }),
      'a.json: results[0].test_mse_max: found Infinity, must be number',
    ],
    [
      'no runs',
      withResult({ individual_runs: [] }),
      'a.json: results[0].individual_runs: found [], must NOT have fewer than 1 items',
    ],
    [
      'a hash of the wrong form',
      withResult({ individual_runs: [firstRun, { ...firstRun, weights_sha256: 'ABC' }] }),
      'a.json: results[0].individual_runs[1].weights_sha256: found "ABC", must match pattern "^[0-9a-f]{64}$"',
    ],
    [
      'an interval of one number',
      withResult({ train_r2_ci95: [1] }),
      'a.json: results[0].train_r2_ci95: found [1], must NOT have fewer than 2 items',
    ],
    ['a number for the wide mode', { ...madeUpRecord, wide: 1 }, 'a.json: wide: found 1, must be boolean'],
    ['no trainings at a time', { ...madeUpRecord, jobs: 0 }, 'a.json: jobs: found 0, must be >= 1'],
    [
      'an unknown order',
      { ...madeUpRecord, order: 'random' },
      'a.json: order: found "random", must be one of ["round-robin","sequential"]',
    ],
    [
      'a size that was asked for twice',
      { ...madeUpRecord, dataset_sizes: [10, 10] },
      'a.json: dataset_sizes: found [10,10], must NOT have duplicate items (items ## 1 and 0 are identical)',
    ],
    [
      'a position that is none',
      withResult({ individual_runs: [{ ...firstRun, position: 0 }] }),
      'a.json: results[0].individual_runs[0].position: found 0, must be >= 1',
    ],
    ['a list', [], 'a.json: the whole file: found [], must be object'],
    [
      'a kind of storage that does not exist',
      {
        ...madeUpRecord,
        environment: { ...madeUpRecord.environment, storage: { model: null, kind: 'tape', size_bytes: null } },
      },
      'a.json: environment.storage.kind: found "tape", must be one of ["ssd","hdd",null]',
    ],
    [
      'another schema',
      { ...madeUpRecord, schema: 'fived/memory_profile/1' },
      'a.json: schema: found "fived/memory_profile/1", must be "fived/benchmark_results/1" ' +
        "(or absent, as in the published project's own file)",
    ],
  ])('names file, place, what was found and what is right for %s', (_, value, message) => {
    expect(() => validateBenchmarkRecord(value, 'a.json')).toThrow(new Error(message));
  });

  it('names each field of ours that is missing, alone', () => {
    for (const field of Object.keys(madeUpRecord).filter((name) => name !== 'schema')) {
      const record = Object.fromEntries(Object.entries(madeUpRecord).filter(([name]) => name !== field));
      expect(() => validateBenchmarkRecord(record, 'a.json')).toThrow(
        `a.json: ${field}: found nothing, must be present`,
      );
    }
  });

  it("names each missing field of a size's result and of a run", () => {
    for (const field of Object.keys(result)) {
      const partial = Object.fromEntries(Object.entries(result).filter(([name]) => name !== field));
      const record = { ...madeUpRecord, results: [partial] };
      expect(() => validateBenchmarkRecord(record, 'a.json')).toThrow(
        `results[0].${field}: found nothing, must be present`,
      );
    }
    for (const field of Object.keys(firstRun)) {
      const partial = Object.fromEntries(Object.entries(firstRun).filter(([name]) => name !== field));
      const record = withResult({ individual_runs: [partial] });
      expect(() => validateBenchmarkRecord(record, 'a.json')).toThrow(
        `individual_runs[0].${field}: found nothing, must be present`,
      );
    }
  });

  it('shortens what it shows', () => {
    expect(() => validateBenchmarkRecord(withResult({ test_r2_mean: 'x'.repeat(500) }), 'a.json')).toThrow(
      /^.{1,140}$/,
    );
  });
});
