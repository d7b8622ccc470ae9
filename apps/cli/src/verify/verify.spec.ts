import { captureEnvironment } from '@fived/bench';
import { adamDefaults } from '@fived/nn';
import { describeDifference, type BenchmarkRecord, type Run, type SizeResult } from '@fived/records';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SweepContext } from '../benchmark/benchmark-record.js';
import { runSweep } from '../benchmark/sweep.js';
import { claimedSettings, claimsOf, retrain, sampleClaims } from './retrain.js';
import { contradictions } from './contradictions.js';

let made: BenchmarkRecord;
beforeAll(async () => {
  const settings: SweepContext['settings'] = {
    ...{
      sizes: [40, 60],
      runs: 2,
      epochs: 3,
      hiddenSizes: [8, 4],
      learningRate: 0.01,
      batchSize: 16,
    },
    ...{ adam: adamDefaults, seed: 42, noise: 0.01, engine: 'simd' as const, wide: false },
  };
  const context = {
    settings,
    timestamp: new Date().toISOString(),
    environment: await captureEnvironment(),
    code_version: '0',
    clock: { name: 'a clock', resolution_ns: 40 },
  };
  made = await runSweep(context, { onRecord: () => Promise.resolve() });
});

/** The record with its second size and that size's first run changed. */
const forged = (ofSize: (size: SizeResult) => object, ofRun: (run: Run) => object = () => ({})): BenchmarkRecord => {
  const [first, second] = made.results;
  const [run, ...others] = second.individual_runs;
  const changed = { ...second, individual_runs: [{ ...run, ...ofRun(run) }, ...others] };
  return { ...made, results: [first, { ...changed, ...ofSize(changed) }] };
};
const forgedRun = (ofRun: (run: Run) => object): BenchmarkRecord => forged(() => ({}), ofRun);
const withHyperparameters = (changes: object): BenchmarkRecord => ({
  ...made,
  hyperparameters: { ...made.hyperparameters, ...changes },
});

/** The number with the lowest bit of its significand changed. */
const nextTo = (value: number): number => {
  const bits = new BigInt64Array([0n]);
  const number = new Float64Array(bits.buffer);
  number[0] = value;
  bits[0] ^= 1n;
  return number[0];
};

const otherHash = (hash: string): string => hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));

/** All that is wrong with a record, in words: within itself, and after all of it was trained again. */
async function wrongWith(record: BenchmarkRecord): Promise<readonly string[]> {
  const found = [...contradictions(record)];
  for await (const { differences } of retrain(claimsOf(record), claimedSettings(record, 'simd')))
    found.push(...differences);
  return found.map(describeDifference);
}

describe('a record', () => {
  it('as it was made has nothing wrong with it', async () => {
    expect(await wrongWith(made)).toEqual([]);
  });

  it.each([
    [
      'hash of the weights',
      () => forgedRun((run) => ({ weights_sha256: otherHash(run.weights_sha256) })),
      /^n = 60, run 1: weights_sha256: [0-9a-f]{64} in the file, should be [0-9a-f]{64}$/,
    ],
    [
      'hash of the last weights',
      () => forgedRun((run) => ({ final_weights_sha256: otherHash(run.final_weights_sha256) })),
      /^n = 60, run 1: final_weights_sha256: /,
    ],
    [
      'last bit of a final metric',
      () => forgedRun((run) => ({ final_val_mse: nextTo(run.final_val_mse) })),
      /^n = 60, run 1: final_val_mse: /,
    ],
    [
      'best epoch',
      () => forgedRun((run) => ({ best_epoch: run.best_epoch === 1 ? 2 : 1 })),
      /^n = 60, run 1: best_epoch: /,
    ],
    [
      'size of a run',
      () => forgedRun(() => ({ dataset_size: 61 })),
      /^n = 60, run 1: dataset_size: 61 in the file, should be 60$/,
    ],
    ['count of runs', () => forged(() => ({ n_runs: 3 })), /^n = 60: n_runs: 3 in the file, should be 2$/],
    [
      'last bit of a mean',
      () => forged((size) => ({ test_r2_mean: nextTo(size.test_r2_mean) })),
      /^n = 60: test_r2_mean: /,
    ],
    [
      'end of an interval',
      () => forged((size) => ({ training_time_seconds_ci95: [0, size.training_time_seconds_ci95?.[1]] })),
      /^n = 60: training_time_seconds_ci95: /,
    ],
    [
      'split',
      () => ({ ...made, split_ratios: { ...made.split_ratios, train_size: 0.8 } }),
      /^train_size: 0.8 in the file, should be 0.7$/,
    ],
    [
      'stopping rule',
      () => withHyperparameters({ early_stopping_patience: 5 }),
      /^early_stopping_patience: 5 in the file, should be 10000$/,
    ],
  ])('with another %s has that wrong with it, and nothing else', async (_, makeRecord, line) => {
    expect(await wrongWith(makeRecord())).toEqual([expect.stringMatching(line)]);
  });

  it('with another metric disagrees with the training and with its own statistics', async () => {
    const lines = await wrongWith(forgedRun(({ test_r2 }) => ({ test_r2: test_r2 + 1 })));
    expect(lines).toContainEqual(expect.stringMatching(/^n = 60: test_r2_mean: /));
    expect(lines).toContainEqual(expect.stringMatching(/^n = 60, run 1: test_r2: /));
  });

  it.each([
    ['seed of a run', () => forgedRun(() => ({ seed: 43 })), 'n = 60, run 1: seed: 43 in the file, should be 42', 1],
    [
      'seed of the sweep',
      () => withHyperparameters({ random_state: 43 }),
      'n = 40, run 1: seed: 42 in the file, should be 43',
      4,
    ],
    [
      'size of a dataset',
      () => forged(() => ({ dataset_size: 61 })),
      'sizes of the results: [40,61] in the file, should be [40]',
      2,
    ],
    ['noise', () => withHyperparameters({ noise: 0.02 }), undefined, 4],
    ['learning rate', () => withHyperparameters({ learning_rate: 0.02 }), undefined, 4],
    ['batch size', () => ({ ...made, batch_size: 8 }), undefined, 4],
    ['shape of the network', () => withHyperparameters({ hidden_sizes: [4, 8] }), undefined, 4],
  ] as const)('with another %s is not what is trained', async (_, makeRecord, contradiction, runs) => {
    const lines = await wrongWith(makeRecord());
    if (contradiction !== undefined) expect(lines).toContain(contradiction);
    expect(lines.filter((line) => line.includes(' final_weights_sha256: '))).toHaveLength(runs);
  });

  it('with another number of epochs disagrees with that number everywhere', async () => {
    const lines = await wrongWith(withHyperparameters({ max_iter: 4 }));
    expect(lines).toContain('n = 40: epochs_used: 3 in the file, should be 4');
    expect(lines.filter((line) => line.includes(' final_weights_sha256: '))).toHaveLength(4);
  });

  it('with a run that stands there twice, or one too many, is refused', async () => {
    const twice = await wrongWith(forged(({ individual_runs: [run] }) => ({ individual_runs: [run, run] })));
    expect(twice).toContain('n = 60: numbers of the runs: [1,1] in the file, should be [1]');
    const tooMany = await wrongWith({ ...made, n_runs_per_size: 1 });
    expect(tooMany).toEqual(
      [40, 60].map((size) => `n = ${size}: numbers of the runs: [1,2] in the file, should be [1]`),
    );
  });

  it.each([
    [
      'diverges',
      () => withHyperparameters({ learning_rate: 1e30 }),
      /^n = 40, run 1: training: a result in the file, should be Training diverged/,
    ],
    [
      'has too few rows',
      () => forged(() => ({ dataset_size: 2 })),
      /^n = 2, run 1: training: a result in the file, should be a split .* needs at least 3 rows/,
    ],
  ])('of which the training %s is not one of ours', async (_, makeRecord, line) => {
    expect(await wrongWith(makeRecord())).toContainEqual(expect.stringMatching(line));
  });
});

describe('a sample', () => {
  it('holds so many runs, each once, in their order, and another seed draws others', () => {
    const claims = claimsOf(made);
    const drawn = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => sampleClaims(claims, 2, seed));
    for (const sample of drawn) {
      expect(sample).toHaveLength(2);
      expect(claims.indexOf(sample[0])).toBeLessThan(claims.indexOf(sample[1]));
    }
    expect(new Set(drawn.map((sample) => sample.map((claim) => claims.indexOf(claim)).join())).size).toBeGreaterThan(1);
    expect(sampleClaims(claims, 99, 1)).toEqual(claims);
  });
});
