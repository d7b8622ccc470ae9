// Trainings that threads share: the same results, by the commands.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultRng } from '@fived/random';
import { readRunRecord, type BenchmarkRecord } from '@fived/records';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fivedIn, type Ended } from '../testing/command.js';
import { INTERRUPTED, interruptedIn, interruptOften } from '../testing/interrupt.js';
import { fivedHere, type Ran } from '../testing/run-here.js';
import { planFit } from '../train/plan-fit.js';
import { tableRows, toText } from '../testing/user-files.js';

const isShort = inject('campaign') === 'short';
const INTERRUPTS = { short: 1, medium: 8, full: 50 }[inject('campaign')];
/**
 * The longer forms last for seconds. The short one ends before threads are started, which happens after half a second.
 */
const EPOCHS = { short: 5, medium: 250, full: 250 }[inject('campaign')];

let folder: string;
const home = process.cwd();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived-threads-'));
  process.chdir(folder); // so that messages have short names
  writeFileSync(join(folder, 'rows.csv'), toText(tableRows(1000)));
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

/** Large enough for threads to pay. */
const LARGE = ['--hidden', '256,128,64', '--batch-size', '256'];
const BRIEF = ['--epochs', String(EPOCHS)];

const train = ['train', 'rows.csv', '--optimizer', 'adam', '--ensemble', '1', ...LARGE, '--no-charts'];

/** Several threads run compiled code, which needs a process of its own here. */
const onThreads = (threads: number, args: readonly string[]): Promise<Ran | Ended> =>
  threads === 1 ? fivedHere(...args) : fivedIn(folder, args);

describe('A training on several threads', () => {
  it.skipIf(isShort)('is the same in bench, and the record says how many there were', async () => {
    const hashes = new Set<string>();
    for (const threads of [1, 2, 3]) {
      const out = `bench-${threads}`;
      const sweep = ['bench', '--sizes', '1000', '--runs', '1', ...LARGE, ...BRIEF, '--threads', String(threads)];
      const { code, stderr } = await onThreads(threads, [...sweep, '--out', out]);
      expect(code, stderr).toBe(0);
      const record = JSON.parse(readFileSync(join(folder, out, 'benchmark_results.json'), 'utf8')) as BenchmarkRecord;
      expect(record.threads).toBe(threads);
      for (const { individual_runs } of record.results)
        for (const run of individual_runs) hashes.add(run.weights_sha256);
    }
    expect(hashes.size).toBe(1);
  });

  it('is the same in train', async () => {
    const models = new Set<string>();
    for (const threads of ['1', '2']) {
      const out = `train-${threads}`;
      const brief = [...train, ...BRIEF, '--threads', threads, '--out', out];
      const { code, stderr } = await onThreads(Number(threads), brief);
      expect(code, stderr).toBe(0);
      expect((await readRunRecord(join(folder, out, 'metrics.json'))).settings.threads).toBe(Number(threads));
      models.add(readFileSync(join(folder, out, 'model.safetensors'), 'base64'));
    }
    expect(models.size).toBe(1);
  });

  const stoppedIn = async (out: string) => (await readRunRecord(join(folder, out, 'metrics.json'))).stopped;

  it.skipIf(isShort)(`ends at Ctrl-C at any moment (${INTERRUPTS} of them), with what it has learned`, async () => {
    let count = 0;
    const said = await interruptOften({
      count: INTERRUPTS,
      random: defaultRng(7),
      run: (delayMs) =>
        interruptedIn(folder, [...train, ...BRIEF, '--threads', '2', '--out', `run-${++count}`], delayMs),
      check: async ({ code, stderr, tookMs }) => {
        const expected = tookMs === undefined ? [0, 'finished'] : [INTERRUPTED, 'interrupted'];
        expect([code, await stoppedIn(`run-${count}`)], stderr).toEqual(expected);
      },
    });
    console.log(`${INTERRUPTS} trainings on two threads interrupted; ${said}`);
  });

  it.runIf(isShort)('ends at Ctrl-C once, with what it has learned', async () => {
    // There are so many epochs that Ctrl-C is in time on any machine. It comes when the threads share the training.
    const endless = [...train, '--epochs', '10000000', '--threads', '2', '--out', 'run'];
    const { code, stderr } = await interruptedIn(folder, endless, 1000);
    expect([code, await stoppedIn('run')], stderr).toEqual([INTERRUPTED, 'interrupted']);
  });
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
      '--threads 2 works with --engine simd only; got "reference".',
    ],
    [['bench', '--threads', '2', '--wide'], '--wide works with --engine simd on one thread only; got --threads 2.'],
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
    const { code, stderr } = await fivedHere(...args);
    expect([code, stderr.trimEnd().split('\n').at(-1)]).toEqual([1, `fived: ${message}`]);
  });
});
