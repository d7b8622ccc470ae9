/**
 * The reference engine against `testing/naive.ts`, to the last bit. It guards everything that makes the engine quick:
 * sums side by side, ReLU zeros left out, lists of active units.
 */
import { defaultRng, type Generator } from '@fived/random';
import { describe, expect, inject, it } from 'vitest';
import type { FloatArray } from '../engine.js';
import { glorotUniform } from '../initializers.js';
import { describeNetwork, type HiddenActivation } from '../network.js';
import {
  createNaive,
  naiveAdam,
  naiveBackward,
  naiveForward,
  naiveLossSum,
  naiveStepSize,
  type Round,
} from '../testing/naive.js';
import { bitDifferences, gather, randomRows, randomSizes } from '../testing/random-cases.js';
import { createFloat64Engine, createReferenceEngine } from './engine.js';

/** Random networks of each form. */
const NETWORKS = { short: 5, medium: 60, full: 500 }[inject('campaign')];
/** Networks of each special value. */
const SEEDS = { short: 2, medium: 10, full: 100 }[inject('campaign')];

/** Steps in which layers of given widths are compared. */
const STEPS = { short: 2, medium: 6, full: 6 }[inject('campaign')];

const forms = {
  float32: { create: createReferenceEngine, f32: Math.fround, flush: true },
  float64: { create: createFloat64Engine, f32: (x: number) => x, flush: false },
} as const;

interface Case {
  readonly sizes: readonly number[];
  readonly batchSize: number;
  readonly seed: number;
  readonly steps: number;
  readonly form?: keyof typeof forms;
  readonly activation?: HiddenActivation;
  /** Changes what the case starts from. */
  readonly spoil?: (at: { params: FloatArray; x: FloatArray; y: FloatArray; random: Generator }) => void;
}

const upTo = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);

/** Trains both for some steps on minibatches of every length and says where they differ, if anywhere. */
function differencesOf({ sizes, batchSize, seed, steps, form = 'float32', activation, spoil }: Case): string[] {
  const { create, f32, flush } = forms[form];
  const random = defaultRng(seed);
  const network = describeNetwork(sizes, activation);
  const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
  const training = randomRows(random, 2 * batchSize, sizes[0]);
  const validation = randomRows(random, batchSize + 1, sizes[0]);
  const engine = create({ network, batchSize, adam, training, validation });
  glorotUniform(network, seed, engine.params);
  spoil?.({ params: engine.params, x: training.x, y: training.y, random });
  const naive = createNaive(sizes, engine.params, activation);
  const validate = (): number[] =>
    naiveForward(naive, gather(validation, upTo(0, batchSize + 1)).inputs, batchSize + 1, f32)[sizes.length - 1];

  for (let step = 1; step <= steps; step++) {
    const count = step % 3 === 1 ? batchSize : random.integers(1, batchSize + 1);
    const first = random.integers(0, 2 * batchSize - count + 1);
    const { inputs, targets } = gather(training, upTo(first, count));
    const activations = naiveForward(naive, inputs, count, f32);
    naiveBackward(naive, activations, targets, f32);
    naiveAdam(naive, adam, naiveStepSize(0.01, adam, step, f32), f32, flush);

    engine.load(first, count);
    engine.forward();
    const engineLossSum = engine.lossSum[0];
    engine.backward();
    engine.learningRate[0] = 0.01;
    engine.step();

    const found = [
      ...bitDifferences([engineLossSum], [naiveLossSum(activations[sizes.length - 1], targets, f32)]).map(
        (at) => `loss ${at}`,
      ),
      ...network.sizes.flatMap((size, l) =>
        bitDifferences(engine.activations[l].subarray(0, count * size), activations[l]).map(
          (at) => `activation ${l}${at}`,
        ),
      ),
      ...(['grads', 'm', 'v', 'params'] as const).flatMap((name) =>
        bitDifferences(engine[name], naive[name]).map((at) => `${name}${at}`),
      ),
    ];
    if (found.length > 0)
      return found.map((at) => `[${sizes.join()}], batch ${batchSize}, seed ${seed}, step ${step}: ${at}`);
  }

  const predictions = new Float64Array(batchSize + 1);
  engine.predict(validation.x, batchSize + 1, predictions);
  engine.evaluate();
  return [
    ...bitDifferences(predictions, validate()).map((at) => `prediction ${at}`),
    ...bitDifferences([engine.lossSum[0]], [naiveLossSum(validate(), Array.from(validation.y), f32)]).map(
      (at) => `validation loss ${at}`,
    ),
  ];
}

const seeds = (count: number): number[] => Array.from({ length: count }, (_, seed) => seed);

describe('The reference engine computes every bit as the plain loops do', () => {
  it.each(['float32', 'float64'] as const)('for random networks over 20 steps in %s', (form) => {
    for (const seed of seeds(NETWORKS)) {
      const random = defaultRng([60, seed]);
      const sizes = randomSizes(random, 67);
      expect(differencesOf({ sizes, batchSize: random.integers(1, 34), seed, steps: 20, form })).toEqual([]);
    }
  });

  it.each(['float32', 'float64'] as const)(
    'with the algebraic SiLU, for random networks over 20 steps in %s',
    (form) => {
      for (const seed of seeds(NETWORKS)) {
        const random = defaultRng([62, seed]);
        const sizes = randomSizes(random, 67);
        const batchSize = random.integers(1, 34);
        expect(differencesOf({ sizes, batchSize, seed, steps: 20, form, activation: 'algebraic-silu' })).toEqual([]);
      }
    },
  );

  it.each([1, 3, 4, 5, 7, 15, 16, 17, 64])('for layers of width %i in and out, and every batch remainder', (width) => {
    for (const batchSize of width < 20 ? [1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 17, 31, 32, 33] : [1, 7, 33]) {
      expect(differencesOf({ sizes: [width, width, width, 1], batchSize, seed: width, steps: STEPS })).toEqual([]);
    }
  });

  it('when whole layers are dead', () => {
    const kill: Case['spoil'] = ({ params }) => {
      params.fill(-1);
    };
    expect(differencesOf({ sizes: [3, 17, 16, 5, 1], batchSize: 9, seed: 1, steps: 20, spoil: kill })).toEqual([]);
  });
});

/** Puts each of the values at a few random places. */
function sprinkle(array: FloatArray, random: Generator, values: readonly number[]): void {
  for (const value of values) {
    for (let k = 0; k < 1 + array.length / 40; k++) array[random.integers(0, array.length)] = value;
  }
}

const special = {
  'negative zeros': [-0],
  'zeros of both signs': [0, -0, 0, -0],
  denormals: [2 ** -149, -(2 ** -149), 2 ** -130, -(2 ** -127)],
  'denormals beside negative zeros': [2 ** -149, -0, -(2 ** -140), 2 ** -126],
  'values whose products overflow': [3e38, -3e38, 2e30],
  'values whose squares overflow': [1e25, -1e22],
  'positive infinity': [Infinity],
  'negative infinity': [-Infinity],
  'infinities of both signs and zeros': [Infinity, -Infinity, 0, -0],
  NaN: [NaN],
  everything: [NaN, Infinity, -Infinity, -0, 0, 2 ** -149, -3e38],
} as const;

describe('So it does with', () => {
  const places = ['params', 'x', 'y'] as const;
  const cases = Object.entries(special).flatMap(([what, values]) => places.map((place) => ({ what, values, place })));

  it.each(cases)('$what among the $place', ({ values, place }) => {
    for (const seed of seeds(SEEDS)) {
      const random = defaultRng([61, seed]);
      const spoil: Case['spoil'] = (at) => {
        sprinkle(at[place], at.random, values);
      };
      const activation = seed % 2 === 0 ? 'relu' : 'algebraic-silu';
      expect(
        differencesOf({
          sizes: randomSizes(random, 35),
          batchSize: random.integers(1, 10),
          seed,
          steps: 4,
          activation,
          spoil,
        }),
      ).toEqual([]);
    }
  });

  it('biases of negative zero under inputs of zero, where a sum may stay -0', () => {
    const spoil: Case['spoil'] = ({ params, x }) => {
      params.fill(-0);
      x.fill(0);
    };
    for (const sizes of [
      [1, 1],
      [4, 1],
      [3, 5, 1],
      [2, 17, 16, 1],
    ]) {
      expect(differencesOf({ sizes, batchSize: 5, seed: 1, steps: 3, spoil })).toEqual([]);
    }
  });

  it('one infinite weight behind a dead unit, which makes 0 * infinity', () => {
    const spoil: Case['spoil'] = ({ params, x }) => {
      x.fill(1);
      params.set([-1, 0, Infinity, 1, 0]); // weight, bias of the hidden unit; weights and bias behind it
    };
    const round: Round = Math.fround;
    expect(differencesOf({ sizes: [1, 1, 1, 1], batchSize: 3, seed: 1, steps: 2, spoil })).toEqual([]);
    const model = createNaive([1, 1, 1], [-1, 0, Infinity, 0]);
    expect(naiveForward(model, [1], 1, round)[2]).toEqual([NaN]);
  });
});
