// Sweeps of several trainings at a time are ended by Ctrl-C at seeded random moments, and then resumed. How long they
// took to end is printed.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultRng } from '@fived/random';
import { isOwnRecord, readBenchmarkRecord } from '@fived/records';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { fivedHereIn } from '../testing/run-here.js';
import { severalIn, withoutTimings } from '../testing/command.js';
import { runCounts } from './earlier-sweep.js';
import { INTERRUPTED, interruptedHere, interruptedIn, interruptOften, type Interrupted } from '../testing/interrupt.js';

const INTERRUPTS = { short: 1, medium: 8, full: 50 }[inject('campaign')];
const SEED = 42;

/**
 * A single interrupt comes right after a run has finished, so that there is a part to keep. It needs no process of its
 * own: train/jobs-interrupt.campaign.spec.ts interrupts one.
 */
const IS_SINGLE = INTERRUPTS === 1;
const FIRST_RUN = / s, test R²/;

const sweep = (jobs: number): readonly string[] => [
  ...['bench', '--sizes', '40,60,80', '--runs', '3', '--epochs', IS_SINGLE ? '500' : '1000'],
  ...['--jobs', String(jobs), '--resume', '--out', '.'],
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
    let folder = '';
    const resultIn = async (place: string): Promise<unknown> =>
      withoutTimings({ ...(await readBenchmarkRecord(join(place, RESULT_FILE))), jobs: undefined });
    const whole = newFolder();
    let expected: unknown;
    let partial = 0;

    const said = await interruptOften({
      count: INTERRUPTS,
      random: defaultRng(SEED),
      workMs: IS_SINGLE ? 0 : undefined,
      run: (delayMs) => {
        folder = newFolder();
        return IS_SINGLE ? interruptedHere(folder, sweep(2), FIRST_RUN) : interruptedIn(folder, sweep(2), delayMs);
      },
      check: async ({ code, stderr, tookMs }: Interrupted) => {
        const kept = await runsIn(folder);
        expect(kept).toBe(finishedLines(stderr));
        if (tookMs !== undefined) {
          if (kept > 0) partial++;
          expect(stderr).toMatch(
            /\nStopping; finished runs are saved\. [^\n]+\n([^\n]+\n)*fived: interrupted[^\n]+\n$/,
          );
        } else {
          expect(code, stderr).toBe(code === INTERRUPTED ? undefined : 0);
        }
        // The first time also makes a sweep that is not interrupted and makes one run at a time.
        const rest = tookMs === undefined ? [] : [{ folder, args: sweep(2) }];
        const undisturbed = expected === undefined ? [{ folder: whole, args: sweep(1) }] : [];
        for (const command of [...rest, ...undisturbed]) {
          // Sources and compiled code have different versions.
          const [ended] = IS_SINGLE
            ? [await fivedHereIn(command.folder, command.args)]
            : await severalIn(root, [command]);
          expect(ended.code, ended.stderr).toBe(0);
        }
        expected ??= await resultIn(whole);
        expect(await resultIn(folder)).toEqual(expected);
        expect(readdirSync(folder).sort()).toEqual(['benchmark_results.csv', RESULT_FILE, 'benchmark_results.md']);
      },
    });
    expect(partial).toBeGreaterThan(0);
    console.log(`${INTERRUPTS} sweeps interrupted, ${partial} with a part of their runs; ${said}`);
  },
  60_000 * (INTERRUPTS + 2),
);
