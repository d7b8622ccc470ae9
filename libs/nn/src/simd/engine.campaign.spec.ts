/** The SIMD engine against the reference engine, to the last bit. `arithmetic.spec.ts` checks by hand what is right. */
import { defaultRng, type Generator } from '@fived/random';
import { describe, expect, inject, it } from 'vitest';
import { adamDefaults, type Engine, type EngineFactory, type FloatArray } from '../engine.js';
import { glorotUniform } from '../initializers.js';
import { describeNetwork, type HiddenActivation } from '../network.js';
import { createReferenceEngine } from '../reference/engine.js';
import {
  bitDifferences,
  engineDifferences,
  hasDiverged,
  randomRows,
  randomSizes,
  valueDifferences,
} from '../testing/random-cases.js';
import { train } from '../train.js';
import { createSimdEngine, createWideSimdEngine } from './engine.js';

/** The number of random networks; a third as many with the wide tiles. */
const NETWORKS = { short: 18, medium: 201, full: 1000 }[inject('campaign')];
/** The number of networks for each special value. */
const SEEDS = { short: 2, medium: 10, full: 50 }[inject('campaign')];
/** Steps for comparing networks of given layers. Any difference shows in the first ones. */
const STEPS = { short: 4, medium: 20, full: 20 }[inject('campaign')];
/** Rows of the minibatches, for layers of each width. */
const BATCH_SIZES = { short: [2, 7, 32], medium: [1, 2, 3, 4, 5, 7, 8, 32], full: [1, 2, 3, 4, 5, 7, 8, 32] }[
  inject('campaign')
];
const EPOCHS = { short: 15, medium: 60, full: 60 }[inject('campaign')];

interface Case {
  readonly sizes: readonly number[];
  readonly batchSize: number;
  readonly seed: number;
  readonly activation?: HiddenActivation;
  readonly create?: EngineFactory;
  readonly steps?: number;
  /** Changes the state from which both engines start. */
  readonly spoil?: (at: { params: FloatArray; x: FloatArray; y: FloatArray }, random: Generator) => void;
}

/**
 * Makes some steps with both engines on minibatches of random lengths, then validates and predicts. Returns where they
 * differ. If one engine diverges, the other must do so at the same step, and the case ends there.
 */
function differencesOf({
  sizes,
  batchSize,
  seed,
  activation,
  create: other = createSimdEngine,
  steps = STEPS,
  spoil,
}: Case): string[] {
  const random = defaultRng([seed, 1]);
  const network = describeNetwork(sizes, activation);
  const training = randomRows(random, 3 * batchSize, sizes[0]);
  const validation = randomRows(random, batchSize + 40, sizes[0]);
  const params = new Float32Array(network.parameterCount);
  glorotUniform(network, seed, params);
  spoil?.({ params, x: training.x, y: training.y }, random);
  const [reference, simd] = [createReferenceEngine, other].map((create) => {
    const engine = create({ network, batchSize, adam: adamDefaults, training, validation });
    engine.params.set(params);
    return engine;
  });

  const what = `[${sizes.join()}], batch ${batchSize}, seed ${seed}`;
  for (let step = 1; step <= steps; step++) {
    const count = random.integers(1, batchSize + 1);
    const first = random.integers(0, 3 * batchSize - count + 1);
    const makeStep = (engine: Engine): void => {
      engine.load(first, count);
      engine.forward();
      engine.backward();
      engine.learningRate[0] = 0.01 / step;
      engine.step();
    };
    makeStep(reference);
    makeStep(simd);
    if (hasDiverged(reference) || hasDiverged(simd)) {
      return hasDiverged(reference) && hasDiverged(simd) ? [] : [`${what}: only one diverged at step ${step}`];
    }
    const found = engineDifferences(simd, reference, [
      'lossSum',
      'epochLossSum',
      'grads',
      'betaPowers',
      'm',
      'v',
      'params',
    ]);
    if (found.length > 0) return found.map((at) => `${what}, step ${step}: ${at}`);
  }
  const predictions = [reference, simd].map((engine) => {
    const prediction = new Float32Array(validation.rowCount);
    engine.predict(validation.x, validation.rowCount, prediction);
    engine.evaluate();
    return prediction;
  });
  return [...valueDifferences(predictions[1], predictions[0]), ...engineDifferences(simd, reference, ['lossSum'])];
}

describe('The SIMD engine computes every bit as the reference engine does', () => {
  it('for random networks over 20 steps: 0 to 4 hidden layers of 1 to 67 units, minibatches of 1 to 33 rows', () => {
    for (let seed = 0; seed < NETWORKS; seed++) {
      const random = defaultRng([200, seed]);
      const sizes = randomSizes(random, 67);
      expect(differencesOf({ sizes, batchSize: random.integers(1, 34), seed, steps: 20 })).toEqual([]);
    }
  });

  it('with the algebraic SiLU, for random networks over 20 steps', () => {
    for (let seed = 0; seed < NETWORKS; seed++) {
      const random = defaultRng([203, seed]);
      const sizes = randomSizes(random, 67);
      const create = seed % 4 === 0 ? createWideSimdEngine : createSimdEngine;
      const batchSize = random.integers(1, 34);
      expect(differencesOf({ sizes, batchSize, seed, activation: 'algebraic-silu', create, steps: 20 })).toEqual([]);
    }
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 15, 16, 17, 31, 33, 63, 64, 65])(
    'for layers of width %i in and out',
    (width) => {
      for (const batchSize of BATCH_SIZES) {
        const activation = batchSize % 2 === 0 ? 'relu' : 'algebraic-silu';
        expect(differencesOf({ sizes: [width, width, width, 1], batchSize, seed: width, activation })).toEqual([]);
      }
    },
  );

  it.each([
    [5, 64, 32, 16, 1],
    [5, 33, 40, 1],
    [2, 47, 96, 36, 1],
    [3, 32, 128, 32, 1],
    [1, 70, 200, 1],
  ])('for layers wide enough to leave out zeros: [%j, %j, %j, ...]', (...sizes) => {
    for (const batchSize of [1, 7, 32, 70]) {
      for (let seed = 1; seed <= Math.min(3, SEEDS - 1); seed++)
        expect(differencesOf({ sizes, batchSize, seed })).toEqual([]);
    }
  });

  it('where all units are active, and where none is', () => {
    for (const bias of [3, -3]) {
      const spoil: Case['spoil'] = ({ params }) => {
        params.fill(bias, 5 * 64, 5 * 64 + 64); // the first layer's biases
      };
      expect(differencesOf({ sizes: [5, 64, 32, 16, 1], batchSize: 32, seed: 7, spoil })).toEqual([]);
    }
  });

  it('for layers so wide that their columns are packed, and whose transposition goes by cache lines', () => {
    for (const sizes of [
      [3, 512, 20, 1],
      [2, 17, 515, 4, 1],
      [520, 16, 1],
    ]) {
      expect(differencesOf({ sizes, batchSize: 9, seed: 5 })).toEqual([]);
      expect(differencesOf({ sizes, batchSize: 9, seed: 5, activation: 'algebraic-silu' })).toEqual([]);
      expect(differencesOf({ sizes, batchSize: 3, seed: 6, create: createWideSimdEngine })).toEqual([]);
    }
  });

  it('with the tiles of the wide mode, for random networks', () => {
    for (let seed = 0; seed < NETWORKS / 3; seed++) {
      const random = defaultRng([201, seed]);
      const sizes = randomSizes(random, 67);
      const batchSize = random.integers(1, 34);
      expect(differencesOf({ sizes, batchSize, seed, create: createWideSimdEngine, steps: 20 })).toEqual([]);
    }
  });

  it('for a whole training with validation, best weights and a last partial minibatch', () => {
    const random = defaultRng(300);
    const network = describeNetwork([5, 64, 32, 16, 1]);
    const training = randomRows(random, 330, 5);
    const validation = randomRows(random, 70, 5);
    const results = [createReferenceEngine, createSimdEngine].map((create) => {
      const engine = create({ network, batchSize: 32, adam: adamDefaults, training, validation });
      glorotUniform(network, 1, engine.params);
      return { engine, result: train(engine, { epochs: EPOCHS, learningRate: 0.003, seed: 1 }) };
    });
    const [a, b] = results;
    expect(b.result.bestEpoch).toBe(a.result.bestEpoch);
    for (const name of ['params', 'm', 'v'] as const)
      expect(bitDifferences(b.engine[name], a.engine[name])).toEqual([]);
    for (const name of ['trainLoss', 'validationLoss', 'finalParams'] as const)
      expect(bitDifferences(b.result[name], a.result[name])).toEqual([]);
  });
});

describe('So it does, or diverges at the same step, with', () => {
  const special = {
    'negative zeros': [-0],
    denormals: [2 ** -149, -(2 ** -140), 2 ** -130],
    'values that overflow': [3e38, -3e38, 1e25],
    infinities: [Infinity, -Infinity],
    NaN: [NaN],
    everything: [NaN, Infinity, -Infinity, -0, 0, 2 ** -149, -3e38],
  };
  const cases = Object.entries(special).flatMap(([what, values]) =>
    (['params', 'x', 'y'] as const).map((place) => ({ what, values, place })),
  );

  it.each(cases)('$what among the $place', ({ values, place }) => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const random = defaultRng([400, seed]);
      const spoil: Case['spoil'] = (at, inside) => {
        for (const value of values) {
          for (let k = 0; k < 1 + at[place].length / 40; k++) at[place][inside.integers(0, at[place].length)] = value;
        }
      };
      const activation = seed % 2 === 0 ? 'relu' : 'algebraic-silu';
      expect(
        differencesOf({ sizes: randomSizes(random, 35), batchSize: random.integers(1, 10), seed, activation, spoil }),
      ).toEqual([]);
    }
  });
});

describe('So it does, or diverges at the same step, where zeros are left out, with', () => {
  const sizes = [3, 64, 40, 32, 1];
  const { layers } = describeNetwork(sizes);
  const anywhere = (values: ArrayLike<number>, random: Generator): number => random.integers(0, values.length);

  it.each([Infinity, -Infinity, NaN, 3e38])('%d among the weights of units that are zero', (value) => {
    for (let seed = 0; seed < 2 * SEEDS; seed++) {
      const spoil: Case['spoil'] = ({ params }, random) => {
        const { weightOffset, biasOffset } = layers[random.integers(1, 3)];
        params[weightOffset + random.integers(0, biasOffset - weightOffset)] = value;
      };
      expect(differencesOf({ sizes, batchSize: 9, seed, spoil })).toEqual([]);
    }
  });

  it('biases of -0, under inputs of 0', () => {
    for (let seed = 0; seed < 2 * SEEDS; seed++) {
      const spoil: Case['spoil'] = ({ params, x }, random) => {
        for (const { biasOffset, fanOut } of layers) params.fill(-0, biasOffset, biasOffset + fanOut);
        for (let k = 0; k < 10; k++) x[anywhere(x, random)] = -0;
        if (seed % 2 === 0) x.fill(0);
      };
      expect(differencesOf({ sizes, batchSize: 9, seed, spoil })).toEqual([]);
    }
  });

  it.each([Infinity, NaN, 3e38, -3e38])('a gradient that is not finite, from a target of %d', (value) => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const spoil: Case['spoil'] = ({ y }, random) => {
        y[anywhere(y, random)] = value;
      };
      expect(differencesOf({ sizes, batchSize: 9, seed, spoil })).toEqual([]);
    }
  });
});

describe('The SIMD engine', () => {
  const rows = (rowCount: number) => ({ x: new Float32Array(2 * rowCount), y: new Float32Array(rowCount), rowCount });

  it('keeps one memory for parameters, gradients, moments and order', () => {
    const engine = createSimdEngine({
      network: describeNetwork([2, 3, 1]),
      batchSize: 4,
      adam: adamDefaults,
      training: rows(10),
      validation: rows(0),
    });
    const buffers = [
      engine.params,
      engine.grads,
      engine.m,
      engine.v,
      engine.order,
      engine.learningRate,
      engine.betaPowers,
      engine.lossSum,
      engine.epochLossSum,
    ].map(({ buffer }) => buffer);
    expect(new Set(buffers).size).toBe(1);
  });

  it('may have no rows, to predict only', () => {
    const engine = createSimdEngine({
      network: describeNetwork([2, 1]),
      batchSize: 4,
      adam: adamDefaults,
      training: rows(0),
      validation: rows(0),
    });
    engine.params.set([2, -1, 0.5]);
    const prediction = new Float32Array(1);
    engine.predict(Float32Array.of(3, 4), 1, prediction);
    expect(prediction[0]).toBe(2.5); // 3 * 2 + 4 * -1 + 0.5
  });
});
