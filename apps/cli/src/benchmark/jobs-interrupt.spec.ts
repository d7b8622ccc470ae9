// Sweeps of several trainings at a time, ended by Ctrl-C at seeded random moments, and then resumed.
// FIVED_KILLS says how many, as for kill.spec.ts. How long they took to end is printed.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { defaultRng } from '@fived/random';
import { isOwnRecord, readBenchmarkRecord } from '@fived/records';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fivedIn, withoutTimings, type Ended } from './command.fixture.js';
import { runCounts } from './earlier.js';

const INTERRUPTS = Number(process.env['FIVED_KILLS'] ?? 4);
const SEED = 42;
const INTERRUPTED = 130;

const TRAININGS = 9;
const sweep = ['bench', '--sizes', '40,60,80', '--runs', '3', '--epochs', '300', '--jobs', '2', '--resume', '--out', '.'];
const RESULT_FILE = 'benchmark_results.json';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'fived-interrupt-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

const newFolder = (): string => mkdtempSync(join(root, 'sweep-'));

const finishedLines = (stderr: string): number => stderr.split('\n').filter((line) => line.includes(' s, test R²')).length;

async function runsIn(folder: string): Promise<number> {
  const path = join(folder, RESULT_FILE);
  if (!existsSync(path)) return 0;
  const record = await readBenchmarkRecord(path);
  return isOwnRecord(record) ? runCounts(record).done : NaN;
}

/** Presses Ctrl-C some time after so many trainings; `tookMs` is the time from then to the end. */
async function interrupted(folder: string, trainings: number, delayMs: number): Promise<Ended & { readonly tookMs: number }> {
  let armed = false;
  let sentMs = NaN;
  const ended = await fivedIn(folder, sweep, {
    onErr: (stderr, kill) => {
      if (armed || finishedLines(stderr) < trainings) return;
      armed = true;
      void setTimeout(delayMs).then(() => {
        sentMs = performance.now();
        kill('SIGINT');
      });
    },
  });
  return { ...ended, tookMs: performance.now() - sentMs };
}

it(
  `Ctrl-C at any moment (${INTERRUPTS} of them, with seed ${SEED}) ends all threads, keeps every run that was said to be finished, and the rest can be made`,
  async () => {
    const whole = newFolder();
    expect((await fivedIn(whole, sweep)).code).toBe(0);
    const expected = withoutTimings(await readBenchmarkRecord(join(whole, RESULT_FILE)));

    const random = defaultRng(SEED);
    const tookMs: number[] = [];
    let partial = 0;
    while (tookMs.length < INTERRUPTS) {
      const folder = newFolder();
      const first = await interrupted(folder, random.integers(0, TRAININGS), random.random() * 100);
      expect(await runsIn(folder)).toBe(finishedLines(first.stderr));
      if (first.code !== 0) {
        tookMs.push(first.tookMs);
        if (existsSync(join(folder, RESULT_FILE))) partial++;
        expect(first.code, first.stderr).toBe(INTERRUPTED);
        expect(first.stderr).toMatch(/\nStopping; finished runs are saved\. [^\n]+\n([^\n]+\n)*fived: interrupted[^\n]+\n$/);
        const last = await fivedIn(folder, sweep);
        expect(last.code, last.stderr).toBe(0);
      }
      expect(withoutTimings(await readBenchmarkRecord(join(folder, RESULT_FILE)))).toEqual(expected);
      expect(readdirSync(folder).sort()).toEqual(['benchmark_results.csv', RESULT_FILE, 'benchmark_results.md']);
    }
    expect(partial).toBeGreaterThan(0);
    console.log(`${INTERRUPTS} sweeps ended by Ctrl-C, ${partial} with a part of their runs; the slowest took ${Math.max(...tookMs).toFixed(0)} ms`);
  },
  60_000 + INTERRUPTS * 10_000,
);
