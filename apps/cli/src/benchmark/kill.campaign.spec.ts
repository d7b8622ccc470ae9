// Sweeps are ended by signals at seeded random moments, while a reader reads their files all the time, and then
// resumed.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { defaultRng } from '@fived/random';
import { isOwnRecord, readBenchmarkRecord, validateBenchmarkRecord } from '@fived/records';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fivedIn, severalIn, withoutTimings, type Ended } from '../testing/command.js';
import { runCounts } from './earlier-sweep.js';

const KILLS = { short: 1, medium: 8, full: 50 }[inject('campaign')];
const SEED = 42;
/** With the exit code of a command that saves what it has; train.spec.ts has SIGHUP too. */
const SIGNALS: readonly (readonly [NodeJS.Signals, number | null])[] = [
  ['SIGKILL', null],
  ['SIGTERM', 143],
  ...(KILLS === 1 ? [] : [['SIGHUP', 129] as const]),
];

/** Three sizes with three runs and a cold one each. A training takes some 20 ms, or less where there are few kills. */
const TRAININGS = 12;
const EPOCHS = KILLS === 1 ? 100 : 300;
/** There is a result file after a cold run, a counted one and the next one. */
const WRITTEN = 3;
const sweep = ['bench', '--sizes', '40,60,80', '--runs', '3', '--epochs', String(EPOCHS), '--resume', '--out', '.'];
const RESULT_FILE = 'benchmark_results.json';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'fived-kill-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

const newFolder = (): string => mkdtempSync(join(root, 'sweep-'));

interface Readings {
  /** How often the file was there and was read. */
  readonly reads: number;
  /** How many runs the file held, each time that this changed. */
  readonly runs: readonly number[];
  /** What was wrong with it. */
  readonly faults: readonly string[];
}

/**
 * Reads the result file every millisecond until it is told to stop, and then once more. Each time the file must be a
 * whole record, and no run may be lost.
 */
function readBeside(folder: string): { readonly stop: () => Readings } {
  const path = join(folder, RESULT_FILE);
  const readings = { reads: 0, runs: [] as number[], faults: [] as string[] };
  let last: string | undefined;
  const read = (): void => {
    if (!existsSync(path)) {
      if (readings.reads > 0) readings.faults.push('the file has gone');
      return;
    }
    readings.reads++;
    const text = readFileSync(path, 'utf8');
    if (text === last) return;
    last = text;
    try {
      const record = validateBenchmarkRecord(JSON.parse(text), path);
      const runs = isOwnRecord(record) ? runCounts(record).done : 0;
      if (runs <= (readings.runs.at(-1) ?? 0)) readings.faults.push(`${runs} runs after ${readings.runs.at(-1) ?? 0}`);
      readings.runs.push(runs);
    } catch (error) {
      readings.faults.push(String(error));
    }
  };
  const timer = setInterval(read, 1);
  return {
    stop: () => {
      clearInterval(timer);
      read();
      return readings;
    },
  };
}

/** Sends the signal `delayMs` after the given number of trainings. */
async function killed(
  signal: NodeJS.Signals,
  folder: string,
  [trainings, delayMs]: readonly [number, number],
): Promise<Ended> {
  let armed = false;
  return fivedIn(folder, sweep, {
    onErr: (stderr, kill) => {
      if (
        armed ||
        stderr.split('\n').filter((line) => line.includes(' run ') && line.includes(' s, test R²')).length < trainings
      )
        return;
      armed = true;
      void setTimeout(delayMs).then(() => {
        kill(signal);
      });
    },
  });
}

/** The counted runs that were reported, or that the file holds: "n = 40, run 2". */
const reportedRuns = ({ stderr }: Ended): readonly string[] =>
  [...stderr.matchAll(/^(n = \d+, run \d) of 3: /gm)].map(([, run]) => run);
async function savedRuns(folder: string): Promise<readonly string[]> {
  const path = join(folder, RESULT_FILE);
  if (!existsSync(path)) return [];
  const record = await readBenchmarkRecord(path);
  if (!isOwnRecord(record)) throw new Error('not a record of ours');
  return record.results.flatMap(({ dataset_size, individual_runs }) =>
    individual_runs.map(({ run }) => `n = ${dataset_size}, run ${run}`),
  );
}

describe('a sweep that is ended by a signal', () => {
  it.each(SIGNALS)(
    `(%s) at any moment (${KILLS} of them, with seed ${SEED}) leaves a whole result file with every reported run, ` +
      'and resumed it ends as if nothing had happened',
    async (signal, code) => {
      const whole = newFolder();
      let expected: unknown;

      const random = defaultRng(SEED);
      const moment = (least = 0): readonly [trainings: number, delayMs: number] => [
        random.integers(least, TRAININGS),
        random.random() * 40,
      ];
      let kills = 0;
      let partial = 0;
      let reads = 0;
      let reported = 0;
      while (kills < KILLS) {
        const folder = newFolder();
        const beside = readBeside(folder);
        const end = async (least?: number): Promise<boolean> => {
          const ended = await killed(signal, folder, moment(least));
          const runs = reportedRuns(ended);
          reported += runs.length;
          expect(await savedRuns(folder)).toEqual(expect.arrayContaining([...runs]));
          // The command may have done its work before the signal came.
          if (ended.code === 0 || (code !== null && ended.code === null)) return false;
          expect(ended.code, ended.stderr).toBe(code);
          if (code !== null) expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
          return true;
        };
        // The first sweep, maybe the only one, leaves a part of its results.
        const isEnded = await end(kills === 0 ? WRITTEN : 0);
        if (isEnded) {
          kills++;
          if (existsSync(join(folder, RESULT_FILE))) partial++;
          // Every other sweep is ended once more.
          if (kills % 2 === 0) await end();
        }
        // The rest in one process. The first time also makes a sweep that is not ended.
        const rest = [{ folder, args: sweep }];
        const undisturbed = expected === undefined ? [{ folder: whole, args: sweep }] : [];
        for (const ended of await severalIn(root, [...rest, ...undisturbed])) expect(ended.code, ended.stderr).toBe(0);
        expected ??= withoutTimings(await readBenchmarkRecord(join(whole, RESULT_FILE)));
        const readings = beside.stop();
        reads += readings.reads;
        expect(readings.faults).toEqual([]);
        expect(withoutTimings(await readBenchmarkRecord(join(folder, RESULT_FILE)))).toEqual(expected);
        // Nothing temporary is left, and no lock.
        expect(readdirSync(folder).sort()).toEqual(['benchmark_results.csv', RESULT_FILE, 'benchmark_results.md']);
      }
      expect(partial).toBeGreaterThan(0);
      console.log(
        `${kills} sweeps ended by ${signal}, ${partial} of them with a part of their results written, ` +
          `${reported} runs reported; ${reads} reads beside them`,
      );
    },
    60_000 * (KILLS + 2),
  );
});

describe('the reader beside a sweep', () => {
  const whole = readFileSync(new URL('../../../../docs/performance/benchmark_results.json', import.meta.url), 'utf8');

  it.each([
    ['a torn file', [whole.slice(0, 5000)]],
    ['an empty file', ['']],
    ['a lost run', [whole, JSON.stringify(withoutLastSize(whole))]],
  ])('notices %s', async (_, texts) => {
    const folder = newFolder();
    const beside = readBeside(folder);
    for (const text of texts) {
      writeFileSync(join(folder, RESULT_FILE), text);
      await setTimeout(20);
    }
    expect(beside.stop().faults).toHaveLength(1);
  });

  it('finds nothing wrong with a whole file', () => {
    const folder = newFolder();
    writeFileSync(join(folder, RESULT_FILE), whole);
    const beside = readBeside(folder);
    expect(beside.stop()).toMatchObject({ faults: [], runs: [50] });
  });
});

function withoutLastSize(text: string): unknown {
  const record = JSON.parse(text) as { results: unknown[] };
  return { ...record, results: record.results.slice(0, -1) };
}
