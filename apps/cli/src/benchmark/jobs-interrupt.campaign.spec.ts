// Sweeps of several trainings at a time, ended by Ctrl-C at seeded random moments, and then resumed.
// FIVED_KILLS says how many, as for kill.spec.ts. How long they took to end is printed.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultRng } from '@fived/random';
import { isOwnRecord, readBenchmarkRecord } from '@fived/records';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { fivedIn, withoutTimings } from './command.fixture.js';
import { runCounts } from './earlier.js';
import { INTERRUPTED, interruptedIn, interruptOften, type Interrupted } from './interrupt.fixture.js';

const INTERRUPTS = { short: 1, medium: 8, full: 50 }[inject('campaign')];
const SEED = 42;

const sweep = [
  'bench',
  '--sizes',
  '40,60,80',
  '--runs',
  '3',
  '--epochs',
  '1000',
  '--jobs',
  '2',
  '--resume',
  '--out',
  '.',
];
const RESULT_FILE = 'benchmark_results.json';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'fived-interrupt-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

const newFolder = (): string => mkdtempSync(join(root, 'sweep-'));

const finishedLines = (stderr: string): number =>
  stderr.split('\n').filter((line) => line.includes(' s, test R²')).length;

async function runsIn(folder: string): Promise<number> {
  const path = join(folder, RESULT_FILE);
  if (!existsSync(path)) return 0;
  const record = await readBenchmarkRecord(path);
  return isOwnRecord(record) ? runCounts(record).done : NaN;
}

it(
  `Ctrl-C at any moment (${INTERRUPTS} of them, with seed ${SEED}) ` +
    'ends all threads, keeps every run that was said to be finished, and the rest can be made',
  async () => {
    let folder = newFolder();
    const resultOf = async (): Promise<unknown> => withoutTimings(await readBenchmarkRecord(join(folder, RESULT_FILE)));
    let expected: unknown;
    let partial = 0;

    const said = await interruptOften({
      count: INTERRUPTS,
      random: defaultRng(SEED),
      run: async (delayMs) => {
        folder = newFolder();
        const ended = await interruptedIn(folder, sweep, delayMs);
        if (delayMs === Infinity) expected = await resultOf();
        return ended;
      },
      check: async ({ code, stderr, tookMs }: Interrupted) => {
        const kept = await runsIn(folder);
        expect(kept).toBe(finishedLines(stderr));
        if (tookMs !== undefined) {
          if (kept > 0) partial++;
          expect(stderr).toMatch(
            /\nStopping; finished runs are saved\. [^\n]+\n([^\n]+\n)*fived: interrupted[^\n]+\n$/,
          );
          const last = await fivedIn(folder, sweep);
          expect(last.code, last.stderr).toBe(0);
        } else {
          expect(code, stderr).toBe(code === INTERRUPTED ? undefined : 0);
        }
        expect(await resultOf()).toEqual(expected);
        expect(readdirSync(folder).sort()).toEqual(['benchmark_results.csv', RESULT_FILE, 'benchmark_results.md']);
      },
    });
    expect(partial).toBeGreaterThan(0);
    console.log(`${INTERRUPTS} sweeps interrupted, ${partial} with a part of their runs; ${said}`);
  },
  60_000 * (INTERRUPTS + 2),
);
