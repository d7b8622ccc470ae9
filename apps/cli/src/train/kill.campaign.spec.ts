// Trainings that replace an earlier run are ended by signals at seeded random moments, and then go on.
// libs/records/src/replace-run.spec.ts plants a kill before each step of the replacement.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { defaultRng } from '@fived/random';
import { finishReplacingIfFree, readHistory, readRunRecord } from '@fived/records';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fivedIn, severalIn, type Ended } from '../testing/command.js';
import { tableRows, toText } from '../testing/user-files.js';

const KILLS = { short: 0, medium: 4, full: 50 }[inject('campaign')];
const SEED = 42;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived-kill-train-'));
  writeFileSync(join(folder, 'rows.csv'), toText(tableRows(200)));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const FIT = ['--optimizer', 'adam', '--schedule', 'constant', '--patience', '0', '--no-charts', '--jobs', '1'];
const NEW = ['--epochs', '800'];
const train = (out: string, ...args: readonly string[]) => ['train', 'rows.csv', ...FIT, ...args, '--out', out];

const filesIn = (out: string): readonly string[] => readdirSync(join(folder, out)).sort();
const TABLES = ['history.csv', 'metrics.json', 'model.safetensors', 'predictions.csv'];
/** The files that have no time in them. */
const EXACT = TABLES.filter((name) => name !== 'metrics.json');
const bytesIn = (out: string, names: readonly string[]) =>
  names.map((name) => readFileSync(join(folder, out, name), 'base64'));

/** The last one of stdout tells that the new run is there. */
const isReported = ({ stdout }: Ended): boolean => stdout.includes('\nWritten into ');

describe.skipIf(KILLS === 0).each([
  ['SIGKILL', null],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('a training that %s ends', (signal, code) => {
  it(
    `at any moment (${KILLS} of them, with seed ${SEED}) leaves the old run or the new one whole, and can go on`,
    async () => {
      const random = defaultRng(SEED);
      const run = `run-${signal}`;
      const old = train(run, '--epochs', '3', '--hidden', '4', '--force');
      const make = async (...commands: readonly (readonly string[])[]): Promise<void> => {
        const all = commands.map((args) => ({ folder, args }));
        for (const ended of await severalIn(folder, all)) expect(ended.code, ended.stderr).toBe(0);
      };
      await make(train(`whole-${signal}`, ...NEW), old);
      const expected = bytesIn(`whole-${signal}`, EXACT);
      const seen = { old: 0, new: 0, interrupted: 0, late: 0 };
      let workMs = 1000;
      for (let kills = 0; kills < KILLS;) {
        const before = bytesIn(run, TABLES);
        let begunMs: number | undefined;
        const delayMs = random.random() * workMs;
        const ended = await fivedIn(folder, train(run, ...NEW, '--force'), {
          onErr: (stderr, kill) => {
            if (begunMs !== undefined || !stderr.includes('\nTraining ')) return;
            begunMs = performance.now();
            void setTimeout(delayMs).then(() => {
              kill(signal);
            });
          },
        });
        const isLate = ended.code === 0 || (code !== null && ended.code === null);
        if (isLate) {
          seen.late++;
          workMs = Math.min(workMs, performance.now() - (begunMs ?? 0));
        } else {
          kills++;
          expect(ended.code, ended.stderr).toBe(code);
        }
        if (code !== null) expect(filesIn(run)).toEqual(TABLES);
        await finishReplacingIfFree(join(folder, run));
        expect(filesIn(run).filter((name) => TABLES.includes(name))).toEqual(TABLES);
        const isOld = String(bytesIn(run, TABLES)) === String(before);
        const { stopped, members } = await readRunRecord(join(folder, run, 'metrics.json'));
        if (isReported(ended) || code !== null) expect(isOld).toBe(false);
        if (!isOld) expect(await readHistory(join(folder, run, 'history.csv'))).toHaveLength(members[0].epochs_run);
        if (!isOld && stopped === 'finished') expect(bytesIn(run, EXACT)).toEqual(expected);
        if (!isLate) seen[isOld ? 'old' : stopped === 'finished' ? 'new' : 'interrupted']++;
        // What was interrupted goes on to the same end. Then there is an old run again, and nothing else.
        const from = ['train', 'rows.csv', '--from', run, '--no-charts', '--jobs', '1', '--out', 'on', '--force'];
        const goesOn = !isOld && stopped === 'interrupted';
        await make(...(goesOn ? [from] : []), old);
        if (goesOn) expect(bytesIn('on', EXACT)).toEqual(expected);
        expect(filesIn(run)).toEqual(TABLES);
      }
      const { late, ...states } = seen;
      console.log(`${KILLS} trainings ended by ${signal}: ${JSON.stringify(states)}; too late: ${late}`);
    },
    60_000 * (KILLS + 2),
  );
});
