// Trainings that threads share: the same results, by the commands. FIVED_KILLS says how many are interrupted.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultRng } from '@fived/random';
import { readRunRecord, type BenchmarkRecord } from '@fived/records';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fivedIn } from '../benchmark/command.fixture.js';
import { INTERRUPTED, interruptedIn, interruptOften } from '../benchmark/interrupt.fixture.js';
import { planFit } from '../train/plan-fit.js';
import { tableRows, toText } from '../train/user-files.fixture.js';

const INTERRUPTS = { short: 1, medium: 6, full: 50 }[inject('campaign')];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived-threads-'));
  writeFileSync(join(folder, 'rows.csv'), toText(tableRows(1000)));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Large enough for threads to pay; so many epochs that they have begun to share. */
const LARGE = ['--hidden', '256,128,64', '--batch-size', '256', '--epochs', '250'];

describe('A training on several threads', () => {
  it('is the same in bench, and the record says how many there were', { timeout: 120_000 }, async () => {
    const hashes = new Set<string>();
    for (const threads of [1, 2, 3]) {
      const out = `bench-${threads}`;
      const { code, stderr } = await fivedIn(folder, [
        'bench',
        '--sizes',
        '1000',
        '--runs',
        '1',
        ...LARGE,
        '--threads',
        String(threads),
        '--out',
        out,
      ]);
      expect(code, stderr).toBe(0);
      const record = JSON.parse(readFileSync(join(folder, out, 'benchmark_results.json'), 'utf8')) as BenchmarkRecord;
      expect(record.threads).toBe(threads);
      for (const { individual_runs } of record.results)
        for (const run of individual_runs) hashes.add(run.weights_sha256);
    }
    expect(hashes.size).toBe(1);
  });

  it('is the same in train', { timeout: 120_000 }, async () => {
    const models = new Set<string>();
    for (const threads of ['1', '2']) {
      const out = `train-${threads}`;
      const { code, stderr } = await fivedIn(folder, [
        'train',
        'rows.csv',
        '--optimizer',
        'adam',
        '--ensemble',
        '1',
        ...LARGE,
        '--threads',
        threads,
        '--no-charts',
        '--out',
        out,
      ]);
      expect(code, stderr).toBe(0);
      expect((await readRunRecord(join(folder, out, 'metrics.json'))).settings.threads).toBe(Number(threads));
      models.add(readFileSync(join(folder, out, 'model.safetensors'), 'base64'));
    }
    expect(models.size).toBe(1);
  });

  it(
    `ends at Ctrl-C at any moment (${INTERRUPTS} of them), with what it has learned`,
    { timeout: 60_000 * (INTERRUPTS + 2) },
    async () => {
      let count = 0;
      const said = await interruptOften({
        count: INTERRUPTS,
        random: defaultRng(7),
        run: (delayMs) =>
          interruptedIn(
            folder,
            [
              'train',
              'rows.csv',
              '--optimizer',
              'adam',
              '--ensemble',
              '1',
              ...LARGE,
              '--threads',
              '2',
              '--no-charts',
              '--out',
              `run-${++count}`,
            ],
            delayMs,
          ),
        check: async ({ code, stderr, tookMs }) => {
          const { stopped } = await readRunRecord(join(folder, `run-${count}`, 'metrics.json'));
          expect([code, stopped], stderr).toEqual(
            tookMs === undefined ? [0, 'finished'] : [INTERRUPTED, 'interrupted'],
          );
        },
      });
      console.log(`${INTERRUPTS} trainings on two threads interrupted; ${said}`);
    },
  );
});

describe('Threads and networks at a time', () => {
  const CORES = 4;
  const asked = (
    jobs: number | undefined,
    threads: number | undefined,
    members: number,
    optimizer: 'adam' | 'levenberg-marquardt' = 'adam',
  ) => {
    const plan = planFit({ engine: 'simd', jobs, threads }, { members, optimizer }, CORES);
    return [plan.jobs, plan.threads];
  };

  it('are chosen so that every core has something to do, and none too much', () => {
    expect(asked(undefined, undefined, 1)).toEqual([1, 4]);
    expect(asked(undefined, undefined, 3)).toEqual([3, 1]);
    expect(asked(undefined, undefined, 1, 'levenberg-marquardt')).toEqual([1, 1]);
    expect(asked(1, undefined, 3)).toEqual([1, 4]);
    expect(asked(undefined, 2, 3)).toEqual([1, 2]);
    expect(asked(undefined, 1, 3)).toEqual([3, 1]);
    expect(planFit({ engine: 'reference' }, { members: 1, optimizer: 'adam' }, CORES)).toMatchObject({
      jobs: 1,
      threads: 1,
    });
  });

  it.each([
    [
      ['bench', '--threads', '2', '--jobs', '2'],
      '--threads 2 and --jobs 2 do not go together: use --jobs for several trainings, --threads for one.',
    ],
    [
      ['bench', '--threads', '2', '--engine', 'reference'],
      '--threads 2 works with --engine simd without --wide only; got "reference".',
    ],
    [['bench', '--threads', '2', '--wide'], '--threads 2 works with --engine simd without --wide only; got --wide.'],
    [['bench', '--threads', '65'], '--threads must be at most 64; got 65.'],
    [['bench', '--threads', '0'], '--threads must be a whole number of at least 1; got "0".'],
    [
      ['train', 'rows.csv', '--threads', '2', '--out', 'none'],
      '--threads 2 is for the optimizer adam; levenberg-marquardt trains small networks, each on one thread. ' +
        'Use --jobs for several of them.',
    ],
    [
      ['train', 'rows.csv', '--optimizer', 'adam', '--threads', '2', '--jobs', '2', '--ensemble', '2', '--out', 'none'],
      '--threads 2 and --jobs 2 do not go together: use --jobs for several trainings, --threads for one.',
    ],
  ])('%j: one line says what does not go', async (args, message) => {
    const { code, stderr } = await fivedIn(folder, args);
    expect([code, stderr.trimEnd().split('\n').at(-1)]).toEqual([1, `fived: ${message}`]);
  });
});
