// Verification of a tiny record that real runs made, and of forgeries of it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchmarkRecord, Run } from '@fived/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedHere, type Ran } from '../testing/run-here.js';

let folder: string;
let made: BenchmarkRecord;
const home = process.cwd();
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fived-verify-'));
  process.chdir(folder); // so that messages have short names
  await fivedHere('bench', '--sizes', '40,60', '--runs', '2', '--epochs', '3', '--hidden', '8,4', '--out', '.');
  made = JSON.parse(readFileSync(join(folder, 'benchmark_results.json'), 'utf8')) as BenchmarkRecord;
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

let files = 0;
const write = (record: unknown): string => {
  const file = `${(files += 1)}.json`;
  writeFileSync(join(folder, file), JSON.stringify(record));
  return file;
};
const verify = (record: unknown, ...args: readonly string[]): Promise<Ran> =>
  fivedHere('verify', write(record), ...args);

/** The record with the first run of its second size changed. */
const forgedRun = (ofRun: (run: Run) => object): unknown => {
  const [first, second] = made.results;
  const [run, ...others] = second.individual_runs;
  return { ...made, results: [first, { ...second, individual_runs: [{ ...run, ...ofRun(run) }, ...others] }] };
};

describe('fived verify', () => {
  it('trains every run again and says that all is equal', async () => {
    const { code, stdout, stderr } = await verify(made);
    expect(code).toBe(0);
    expect(stdout).toContain(': this machine.');
    expect(stdout).toMatch(/^60 +2 +43 .* equal$/m);
    expect(stdout).toContain('Verified: 4 of 4 runs trained again with the simd engine;');
    expect(stderr.trim().split('\n')).toHaveLength(4);
  });

  it('does so with the reference engine, whichever made the file', async () => {
    expect(await verify(made, '--engine', 'reference')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('with the reference engine') as string,
    });
  });

  it('trains the runs that the seed draws, if asked for a sample', async () => {
    const runs = ({ stderr }: Ran): string[] => stderr.split('\n').map((line) => line.split(':')[0]);
    const sample = (): Promise<Ran> => verify(made, '--sample', '1', '--seed', '3');
    const [one, again] = [await sample(), await sample()];
    expect(one.code).toBe(0);
    expect(one.stdout).toContain('Verified: 1 of 4 runs trained again');
    expect(runs(again)).toEqual(runs(one));
  });

  it('takes a file of another machine and of other code, and says so', async () => {
    const environment = { ...made.environment, cpu: { ...made.environment.cpu, model: 'Abacus' }, node: '99.0.0' };
    const { code, stdout } = await verify({ ...made, environment, code_version: '0'.repeat(64) });
    expect(code).toBe(0);
    expect(stdout).toContain('on Abacus, ');
    expect(stdout).toContain('This is another machine, system or Node: ');
    expect(stdout).toContain('The code has changed since.');
  });

  it('takes an early record, which says nothing of the order of its runs or is sequential', async () => {
    const results = made.results.map((size) => ({
      ...size,
      individual_runs: size.individual_runs.map((run) => ({ ...run, position: undefined })),
    }));
    expect(await verify({ ...made, results, order: undefined, dataset_sizes: undefined })).toMatchObject({ code: 0 });
    expect(await verify({ ...made, order: 'sequential' })).toMatchObject({ code: 0 });
  });
});

describe('fived verify notices', () => {
  it.each([
    [
      'one hash',
      () => forgedRun((run) => ({ weights_sha256: run.final_weights_sha256 })),
      /n = 60, run 1: weights_sha256: [0-9a-f]{64} in the file, should be [0-9a-f]{64} /,
    ],
    [
      'one metric',
      () => forgedRun(() => ({ final_val_mse: 0.001 })),
      /n = 60, run 1: final_val_mse: 0.001 in the file, should be \d+\.\d+ /,
    ],
    [
      'the seed',
      () => ({ ...made, hyperparameters: { ...made.hyperparameters, random_state: 43 } }),
      /n = 40, run 1: seed: 42 in the file, should be 43 .*not equal: 4;/,
    ],
  ])('a change of %s, and says so in one line', async (_, makeRecord, message) => {
    const { code, stdout, stderr } = await verify(makeRecord());
    expect(code).toBe(1);
    expect(stderr).toMatch(/(^|\n)fived: \d+\.json is not verified: [^\n]+\n$/);
    expect(stderr).toMatch(message);
    expect(stdout).not.toContain('Verified');
  });

  it('a changed metric, and shows the run and the statistics that it enters', async () => {
    const { code, stdout } = await verify(forgedRun(() => ({ test_r2: 0.5 })));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^60 +1 +42 .* DIFFERS$/m);
    expect(stdout).toMatch(/^n = 60, run 1: test_r2: 0.5 in the file/m);
    expect(stdout).toMatch(/^n = 60: test_r2_mean: /m);
  });

  it('what a sample leaves out, where it contradicts the rest of the file', async () => {
    const { code, stderr } = await verify(
      forgedRun(() => ({ seed: 99 })),
      '--sample',
      '1',
      '--seed',
      '3',
    );
    expect(code).toBe(1);
    expect(stderr).toContain('n = 60, run 1: seed: 99 in the file, should be 42');
  });
});

describe('fived verify refuses', () => {
  it.each([
    [
      'results of another arithmetic',
      () => ({ ...made, arithmetic: undefined }),
      'made with version 1 of the arithmetic, and this program computes version 2: its bits cannot be had again',
    ],
    [
      "the published project's own file",
      () => ({ ...made, schema: undefined }),
      'no seeds and no hashes of weights, so there is nothing to verify',
    ],
    [
      'a metric that is no number',
      () => forgedRun(() => ({ test_r2: '0.9' })),
      'results[1].individual_runs[0].test_r2: found "0.9", must be number',
    ],
  ])('%s, and says why', async (_, makeRecord, message) => {
    const { code, stdout, stderr } = await verify(makeRecord());
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^fived: \d+\.json: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });
});
