import { defaultRng } from '@fived/random';
import { describe, expect, it } from 'vitest';
import { adamDefaults, noRows, type Engine, type EngineFactory, type RowSet } from '../engine.js';
import { glorotUniform } from '../initializers.js';
import { describeNetwork } from '../network.js';
import { createReferenceEngine } from '../reference/engine.js';
import { createSimdEngine } from '../simd/engine.js';
import { bitDifferences } from '../testing/random-cases.js';
import { train } from '../train.js';
import { LevenbergMarquardt } from './training.js';

/** Standard normal features; the target is a function of them, with noise. */
function rowsOf(
  rowCount: number,
  dimensions: number,
  target: (x: readonly number[]) => number,
  noise: number,
  seed: number,
): RowSet {
  const random = defaultRng(seed);
  const x = new Float32Array(rowCount * dimensions);
  const y = new Float32Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const features = Array.from({ length: dimensions }, () => random.normal(0, 1));
    x.set(features, row * dimensions);
    y[row] = target(features) + noise * random.normal(0, 1);
  }
  return { x, y, rowCount };
}

interface Case {
  readonly sizes: readonly number[];
  readonly training: RowSet;
  readonly validation?: RowSet;
  readonly create?: EngineFactory;
}

function engineOf({ sizes, training, validation = noRows, create = createSimdEngine }: Case): Engine {
  const network = describeNetwork(sizes, 'algebraic-silu');
  const engine = create({ network, batchSize: 32, adam: adamDefaults, training, validation });
  glorotUniform(network, 1, engine.params);
  return engine;
}

function run(of: Case, epochs: number) {
  const engine = engineOf(of);
  const training = new LevenbergMarquardt(engine, of.training, { epochs, seed: 1 });
  while (!training.isDone) training.runEpoch();
  return { engine, result: training.finish() };
}

const wave = ([a, b]: readonly number[]): number => Math.sin(a) * Math.cos(b);

describe('Second-order training', () => {
  it('finds the plane that the rows lie on, in a network without hidden layers', () => {
    const training = rowsOf(50, 3, ([a, b, c]) => 2 * a - 3 * b + 0.5 * c + 1, 0, 1);
    const { engine } = run({ sizes: [3, 1], training }, 20);
    // only the least ridge and float32 rounding remain
    [2, -3, 0.5, 1].forEach((expected, i) => {
      expect(engine.params[i]).toBeCloseTo(expected, 4);
    });
  });

  it('learns a smooth function far better than Adam does in many more epochs', () => {
    // a product, which no sum of one-feature functions can be
    const product = ([a, b]: readonly number[]): number => a * b;
    const of = { sizes: [2, 10, 8, 1], training: rowsOf(200, 2, product, 0, 2) };
    const { result } = run(of, 60);
    const adam = train(engineOf(of), { epochs: 300, learningRate: 0.01, schedule: 'cosine', seed: 1 });
    expect(result.trainLoss[result.epochsRun - 1]).toBeLessThan(adam.trainLoss[299] / 10);
  });

  it('does not learn noise: with 200 rows for 129 parameters most of it stays unexplained', () => {
    const training = rowsOf(200, 2, () => 0, 1, 4);
    const { result } = run({ sizes: [2, 10, 8, 1], training }, 60);
    // without the ridge it falls to about 0.3
    expect(result.trainLoss[result.epochsRun - 1]).toBeGreaterThan(0.8);
  });

  it('has the same bits with either engine, also where it begins with a part of the rows', () => {
    const of = {
      sizes: [2, 4, 1],
      training: rowsOf(1500, 2, wave, 0.1, 5),
      validation: rowsOf(100, 2, wave, 0.1, 6),
    };
    const [a, b] = [createReferenceEngine, createSimdEngine].map((create) => run({ ...of, create }, 64));
    expect(a.result.epochsRun).toBe(b.result.epochsRun);
    expect(bitDifferences(b.engine.params, a.engine.params)).toEqual([]);
    for (const name of ['trainLoss', 'validationLoss', 'finalParams'] as const)
      expect(bitDifferences(b.result[name], a.result[name])).toEqual([]);
  });

  it('begins with 1,400 rows where there are more, for 60 epochs at most, and says so', () => {
    const few = rowsOf(1400, 2, wave, 0.1, 12);
    const many = rowsOf(1401, 2, wave, 0.1, 12);
    const partialEpochs = (training: RowSet, epochs: number): number => {
      const levenberg = new LevenbergMarquardt(engineOf({ sizes: [2, 6, 1], training }), training, { epochs, seed: 1 });
      while (!levenberg.isDone) levenberg.runEpoch();
      return levenberg.partialEpochs;
    };
    expect(partialEpochs(few, 3)).toBe(0);
    expect(partialEpochs(many, 3)).toBe(3);
    expect(partialEpochs(many, 63)).toBeLessThanOrEqual(60);
  });

  it('never lets the penalised error grow: the loss falls from step to step while the ridge is not yet learned', () => {
    const { result } = run({ sizes: [2, 6, 1], training: rowsOf(100, 2, wave, 0.1, 7) }, 3);
    expect(result.trainLoss[1]).toBeLessThan(result.trainLoss[0]);
    expect(result.trainLoss[2]).toBeLessThan(result.trainLoss[1]);
  });

  it('keeps the parameters of the least validation loss', () => {
    const of = { sizes: [2, 10, 8, 1], training: rowsOf(60, 2, wave, 0.5, 8), validation: rowsOf(60, 2, wave, 0.5, 9) };
    const { engine, result } = run(of, 40);
    const losses = Array.from(result.validationLoss);
    expect(result.bestEpoch - 1).toBe(losses.indexOf(Math.min(...losses)));
    engine.evaluate();
    expect(engine.lossSum[0] / 60).toBe(losses[result.bestEpoch - 1]);
  });

  it('ends by itself when nothing improves any more', () => {
    const { result } = run({ sizes: [3, 1], training: rowsOf(50, 3, ([a]) => a, 0.1, 10) }, 500);
    expect(result.epochsRun).toBeLessThan(100);
  });

  it('refuses an impossible number of epochs, an empty set of rows, and another epoch after the end', () => {
    const training = rowsOf(10, 1, ([a]) => a, 0, 11);
    const engine = engineOf({ sizes: [1, 1], training });
    expect(() => new LevenbergMarquardt(engine, training, { epochs: 0, seed: 1 })).toThrow(
      'epochs must be a whole number from 1 to 10000000; got 0.',
    );
    const withoutRows = engineOf({ sizes: [1, 1], training: noRows });
    expect(() => new LevenbergMarquardt(withoutRows, noRows, { epochs: 1, seed: 1 })).toThrow(
      'There are no training rows.',
    );
    const over = new LevenbergMarquardt(engine, training, { epochs: 1, seed: 1 });
    over.runEpoch();
    expect(over.isDone).toBe(true);
    expect(() => over.runEpoch()).toThrow('This training is over: call finish.');
  });
});
