import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OUR_RUNNER } from './places.js';
import type { Program } from './program.js';
import { writeRows } from './task.js';
import { makeTrial, parseResult, type TrialOptions } from './trial.js';

let folder: string;
let rows: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fived-trial-'));
  rows = await writeRows(100, folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const ours: Program = { command: process.execPath, args: [OUR_RUNNER, 'fived'] };
const options = (programs: Readonly<Record<string, Program>>): TrialOptions => ({
  programs: new Map(Object.entries({ fived: ours, ...programs })),
  epochsOf: () => 3,
  rowsOf: () => rows,
  core: undefined,
  mostSeconds: 60,
  signal: new AbortController().signal,
});
const planned = { threads: 'one', dataset_size: 100, round: 2, peer: 'other' } as const;

describe('A trial', () => {
  it('runs ours and then the other, on the same rows, epochs and seed', async () => {
    // our reference engine under its own name: it has the same bits, so the same accuracy
    const reference: Program = { command: process.execPath, args: [OUR_RUNNER, 'fived-reference'] };
    const { trial, versions } = await makeTrial(
      { ...planned, peer: 'fived-reference' },
      options({ 'fived-reference': reference }),
    );
    expect(trial).toMatchObject({
      threads: 'one',
      dataset_size: 100,
      round: 2,
      peer: 'fived-reference',
      failure: null,
    });
    expect(trial.ours).toMatchObject({ epochs: 3, seed: 43 });
    expect(trial.theirs?.test_r2).toBe(trial.ours.test_r2);
    expect(trial.theirs?.test_mse).toBe(trial.ours.test_mse);
    expect(trial.ours.warm_up_seconds).toBeGreaterThanOrEqual(1);
    expect(versions['fived']['node']).toBe(process.versions.node);
  });

  it('holds what a program that fails said last', async () => {
    const failing: Program = { command: process.execPath, args: ['--eval', 'throw new Error("no such back end")'] };
    const { trial, versions } = await makeTrial(planned, options({ other: failing }));
    expect(trial).toMatchObject({ theirs: null, failure: 'Error: no such back end' });
    expect(versions).not.toHaveProperty('other');
  });

  it('is none if ours fails', async () => {
    const broken: Program = { command: process.execPath, args: ['--eval', 'throw new Error("broken")'] };
    await expect(makeTrial(planned, options({ fived: broken }))).rejects.toThrow('Error: broken');
  });

  it('refuses rows that are not those of our own dataset', async () => {
    const other = join(folder, 'rows-101.npz');
    writeFileSync(other, 'x');
    await expect(makeTrial(planned, { ...options({}), rowsOf: () => other })).rejects.toThrow(
      'must hold what "fived data --n 101 --split" writes',
    );
  });
});

const result = {
  peer: 'jax',
  versions: { jax: '1.2.3' },
  epochs: 5,
  seed: 42,
  setup_seconds: 0.1,
  warm_up_epochs: 2,
  warm_up_seconds: 1.5,
  training_seconds: 2.5,
  test_r2: 0.9,
  test_mse: 0.01,
  peak_rss_bytes: 1000,
};
const expected = { epochs: 5, seed: 42 };
const { peer, versions, ...run } = result;

describe("A runner's result", () => {
  it('is its last line, whatever the library said before', () => {
    expect(parseResult(`hello\n{"chat": 1}\n${JSON.stringify(result)}\n`, peer, expected)).toEqual({ run, versions });
  });

  it.each([
    ['no result', 'done\n', 'its last line must be its result in JSON; found "done"'],
    [
      'a loss that is not finite',
      JSON.stringify({ ...result, test_mse: null }),
      'its result must have the number test_mse; found null',
    ],
    [
      "another program's",
      JSON.stringify({ ...result, peer: 'keras' }),
      'its result must be of jax, 5 epochs, seed 42; found keras, 5, 42',
    ],
    [
      'fewer epochs',
      JSON.stringify({ ...result, epochs: 4 }),
      'its result must be of jax, 5 epochs, seed 42; found jax, 4, 42',
    ],
  ])('is refused: %s', (_, stdout, message) => {
    expect(() => parseResult(stdout, peer, expected)).toThrow(new Error(message));
  });
});
