// Fits of several networks at a time, ended by Ctrl-C at seeded random moments. How long they took to end is printed.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Interpolator } from '@fived/interpolator';
import { defaultRng } from '@fived/random';
import { readHistory, readRunRecord, type HistoryRow } from '@fived/records';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { interruptedIn, interruptOften } from '../testing/interrupt.js';
import { fivedHereIn } from '../testing/run-here.js';
import { tableRows, toText } from '../testing/user-files.js';

const INTERRUPTS = { short: 1, medium: 8, full: 50 }[inject('campaign')];
const SEED = 7;
/** A single interrupt is for a training that would not end, so it never comes too late. */
const ENDLESS = INTERRUPTS === 1 ? { workMs: 600 } : {};
const EPOCHS = INTERRUPTS === 1 ? 10_000_000 : 1500;
const MEMBERS = 6;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived-interrupt-'));
  writeFileSync(join(folder, 'rows.csv'), toText(tableRows(80)));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const fit = (members: number, epochs: number, jobs: number): readonly string[] => [
  ...['train', 'rows.csv', '--preset', 'published', '--ensemble', String(members), '--epochs', String(epochs)],
  ...['--jobs', String(jobs), '--no-charts'],
];

const historyOf = (run: string): Promise<readonly HistoryRow[]> => readHistory(join(folder, run, 'history.csv'));

const wholeHistories = new Map<string, Promise<readonly HistoryRow[]>>();
/** What the networks learn in this many epochs if nobody interrupts them. */
function wholeHistory(members: number, epochs: number): Promise<readonly HistoryRow[]> {
  const out = `whole-${members}-${epochs}`;
  const make = async (): Promise<readonly HistoryRow[]> => {
    const { code, stderr } = await fivedHereIn(folder, [...fit(members, epochs, 1), '--out', out]);
    expect(code, stderr).toBe(0);
    return historyOf(out);
  };
  const history = wholeHistories.get(out) ?? make();
  wholeHistories.set(out, history);
  return history;
}

it(
  `Ctrl-C at any moment (${INTERRUPTS} of them, with seed ${SEED}) ` +
    'ends all threads, and leaves a whole run of what was learned so far',
  async () => {
    let count = 0;
    let run = '';
    const trainedCounts: number[] = [];

    const said = await interruptOften({
      count: INTERRUPTS,
      random: defaultRng(SEED),
      ...ENDLESS,
      run: (delayMs) => {
        run = `run-${++count}`;
        return interruptedIn(folder, [...fit(MEMBERS, EPOCHS, 2), '--out', run], delayMs);
      },
      check: async ({ code, stderr, tookMs }) => {
        const { members, stopped } = await readRunRecord(join(folder, run, 'metrics.json'));
        expect(readdirSync(join(folder, run)).sort()).toEqual([
          'history.csv',
          'metrics.json',
          'model.safetensors',
          'predictions.csv',
        ]);
        const { model } = await Interpolator.load(join(folder, run, 'model.safetensors'));
        expect(model.members.map(({ index }) => index)).toEqual(
          members.filter(({ kept }) => kept).map(({ index }) => index),
        );
        // Up to the interrupt each network is what it would have been without.
        const history = await historyOf(run);
        const whole = await (INTERRUPTS === 1
          ? wholeHistory(members.length, Math.max(...members.map(({ epochs_run }) => epochs_run)))
          : wholeHistory(MEMBERS, EPOCHS));
        for (const { index, epochs_run } of members) {
          const losses = (rows: readonly HistoryRow[]) =>
            rows
              .filter(({ member }) => member === index)
              .map(({ train_loss, validation_loss }) => [train_loss, validation_loss]);
          expect(losses(history)).toEqual(losses(whole).slice(0, epochs_run));
        }
        if (tookMs === undefined) {
          expect([code, members.length, stopped], stderr).toEqual([0, MEMBERS, 'finished']);
          return;
        }
        trainedCounts.push(members.length);
        expect(stderr.trimEnd()).toMatch(
          new RegExp(
            '\\nStopping; the best weights so far will be saved\\. [^\\n]+' +
              `\\nfived: interrupted; the best weights so far are in ${run}; --from ${run} goes on\\.$`,
          ),
        );
        expect(stopped).toBe('interrupted');
        // Two were under way, except in the moment between two of them.
        expect(members.filter((member) => member.stopped === 'interrupted').length).toBeLessThanOrEqual(2);
      },
    });
    expect(new Set(trainedCounts).size).toBeGreaterThan(INTERRUPTS > 10 ? 2 : 0);
    console.log(
      `${INTERRUPTS} fits interrupted with ${trainedCounts.join(', ')} of ${MEMBERS} networks begun; ${said}`,
    );
  },
  60_000 * (INTERRUPTS + 2),
);
