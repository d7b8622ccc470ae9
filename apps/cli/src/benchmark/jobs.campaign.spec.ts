// Sweeps with several trainings at a time: the same bits, and a run that fails fails alone. The threads run compiled
// code.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureEnvironment } from '@fived/bench';
import { adamDefaults } from '@fived/nn';
import { isOwnRecord, readBenchmarkRecord, type BenchmarkRecord } from '@fived/records';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fivedHereIn } from '../testing/run-here.js';
import { withoutTimings } from '../testing/command.js';
import { runSideBySide, type FailedRun } from './sweep.js';

/** Trainings at a time. Starting a thread takes as long as all trainings together. */
const JOBS = { short: [1, 2], medium: [1, 2, 4], full: [1, 2, 4] }[inject('campaign')];

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'fived-jobs-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

const newFolder = (): string => mkdtempSync(join(root, 'sweep-'));

const RESULT_FILE = 'benchmark_results.json';

async function resultOf(folder: string): Promise<BenchmarkRecord> {
  const record = await readBenchmarkRecord(join(folder, RESULT_FILE));
  if (!isOwnRecord(record)) throw new Error('not a record of ours');
  return record;
}

const bench = ['bench', '--sizes', '40,60,90', '--runs', '3', '--epochs', '5', '--out', '.'];

/** The part of a record that must not depend on the number of trainings at a time. */
const results = (record: BenchmarkRecord): unknown => withoutTimings({ ...record, jobs: undefined });

describe('fived bench --jobs', () => {
  it(`${JOBS.join(' and ')} leaves equal records, but for times and the number itself`, async () => {
    const records = [];
    for (const jobs of JOBS) {
      const folder = newFolder();
      const { code, stdout, stderr } = await fivedHereIn(folder, [...bench, '--jobs', String(jobs)]);
      expect(code, stderr).toBe(0);
      expect(stdout.includes(`The times are of ${jobs} trainings at a time, so they say nothing of speed`)).toBe(
        jobs > 1,
      );
      const tables = [
        stdout,
        readFileSync(join(folder, 'benchmark_results.csv'), 'utf8'),
        readFileSync(join(folder, 'benchmark_results.md'), 'utf8'),
      ];
      expect(tables.map((table) => /\btraining(?!s)/.test(table))).toEqual(Array(3).fill(jobs === 1));
      records.push(await resultOf(folder));
    }
    const [one, ...others] = records;
    expect(one.results.map(({ individual_runs }) => individual_runs.map(({ run }) => run))).toEqual(
      Array(3).fill([1, 2, 3]),
    );
    for (const other of others) expect(results(other)).toEqual(results(one));
    expect(records.map(({ jobs }) => jobs)).toEqual(JOBS);
    expect(records.map(({ training_time_seconds_power_law: law }) => law === null)).toEqual(
      JOBS.map((jobs) => jobs > 1),
    );
    expect(others.flatMap((record) => record.results.map(({ cold_training_time_seconds: cold }) => cold))).toEqual(
      Array(3 * others.length).fill(null),
    );
  });

  it(
    'lets the others finish where a training diverges, names it, ends with exit code ' + '1, and can be resumed',
    async () => {
      const folder = newFolder();
      // With these numbers, the same on every machine, one of the six diverges.
      const diverging = [
        'bench',
        '--sizes',
        '40,60',
        '--runs',
        '3',
        '--epochs',
        '30',
        '--hidden',
        '4',
        '--learning-rate',
        '1e6',
        '--out',
        '.',
      ];
      const first = await fivedHereIn(folder, [...diverging, '--jobs', '2']);
      expect(first.code).toBe(1);
      expect(first.stderr).toMatch(
        /\nn = 60, run 2 of 3, seed 43, failed: Training diverged: [^\n]+ \(\d of 6[^\n]*\)\n/,
      );
      expect(first.stderr).toMatch(
        /\nfived: 1 run failed \(n = 60 run 2 seed 43\); 5 of 6 runs are saved\. --resume tries again\.\n$/,
      );
      expect(
        (await resultOf(folder)).results.map(({ individual_runs }) => individual_runs.map(({ run }) => run)),
      ).toEqual([
        [1, 2, 3],
        [1, 3],
      ]);

      const text = readFileSync(join(folder, RESULT_FILE), 'utf8');
      const again = await fivedHereIn(folder, [...diverging, '--jobs', '3', '--resume']);
      expect(again.code).toBe(1);
      expect(again.stderr).toMatch(/^Resuming: 5 of 6 runs are there; training 1 times, /);
      expect(readFileSync(join(folder, RESULT_FILE), 'utf8')).toBe(text);
      const alone = await fivedHereIn(folder, [...diverging, '--resume']);
      expect(alone).toMatchObject({ code: 1, stdout: '' });
      expect(alone.stderr).toContain('cannot be resumed: --jobs: more than 1 in the file, 1 now');
    },
  );

  it('writes nothing and says why where no run could be finished', async () => {
    const { code, stdout, stderr } = await fivedHereIn(newFolder(), [
      'bench',
      '--sizes',
      '40',
      '--runs',
      '2',
      '--epochs',
      '2',
      '--learning-rate',
      '1e30',
      '--jobs',
      '2',
      '--out',
      '.',
    ]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /\nfived: no run was finished, and nothing was written; n = 40 run 1 seed 42 failed: Training diverged: [^\n]+\n$/,
    );
  });

  it('refuses more threads than make sense', async () => {
    for (const [jobs, message] of [
      ['0', 'must be a whole number of at least 1'],
      ['257', 'must be at most 256; got 257'],
    ]) {
      const { code, stderr } = await fivedHereIn(newFolder(), [...bench, '--jobs', jobs]);
      expect(code).toBe(1);
      expect(stderr).toContain(`fived: --jobs ${message}`);
    }
  });
});

describe('a sweep whose threads fail', () => {
  it('has all other runs in its record, and names those that failed in the order of the plan', async () => {
    const settings = {
      ...{
        sizes: [40, 60],
        runs: 3,
        jobs: 2,
        epochs: 3,
        hiddenSizes: [4],
        learningRate: 0.01,
        batchSize: 16,
      },
      ...{ adam: adamDefaults, seed: 42, noise: 0.01, engine: 'simd' as const, wide: false },
    };
    const clock = { name: 'a clock', resolution_ns: 40 };
    const context = {
      settings,
      timestamp: new Date().toISOString(),
      environment: await captureEnvironment(),
      code_version: '0'.repeat(64),
      clock,
    };
    const records: BenchmarkRecord[] = [];
    const said: FailedRun[] = [];
    const failed = await runSideBySide(
      context,
      {
        onFail: (failure) => said.push(failure),
        onRecord: (record) => {
          records.push(record);
          return Promise.resolve();
        },
      },
      undefined,
      new URL('../../dist/testing/dying-worker.js', import.meta.url),
    );
    expect(failed.map(({ planned, seed, error }) => [planned.datasetSize, planned.run, seed, error.message])).toEqual([
      [60, 1, 42, 'out of luck'],
      [40, 2, 43, 'its worker thread ended with exit code 3'],
    ]);
    expect(new Set(said)).toEqual(new Set(failed));
    expect(records.at(-1)?.results.map(({ individual_runs }) => individual_runs.map(({ run }) => run))).toEqual([
      [1, 3],
      [2, 3],
    ]);
    expect(records.map(({ results: sizes }) => sizes.reduce((sum, { n_runs }) => sum + n_runs, 0))).toEqual([
      1, 2, 3, 4,
    ]);
  });
});
