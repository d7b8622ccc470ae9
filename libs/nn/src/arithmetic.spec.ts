/**
 * The arithmetic to the last bit. The cases are worked out by hand so that a sum in another order, one rounding too
 * many or too few, or a term wrongly left out shows. Every engine must pass them (docs/method/arithmetic.md).
 */
import { afterEach, describe, expect, it } from 'vitest';
import { adamDefaults, type Engine, type EngineFactory } from './engine.js';
import { describeNetwork, type Network } from './network.js';
import { createReferenceEngine } from './reference/engine.js';
import { createSimdEngine, createWideSimdEngine } from './simd/engine.js';
import { pooledNodeWorkers } from './testing/node-workers.js';
import { createThreadedEngine } from './threads/engine.js';
import { DivergenceError } from './divergence.js';
import { train } from './train.js';

const startWorker = pooledNodeWorkers();
let opened: Engine | undefined;

const engines: readonly (readonly [string, EngineFactory])[] = [
  ['reference', createReferenceEngine],
  ['simd', createSimdEngine],
  ['wide simd', createWideSimdEngine],
  ['threaded', (options) => createThreadedEngine(options, { threadCount: 2, startWorker, use: 'always' })],
];

/** The workers serve one engine at a time. */
const closeOpened = (): void => {
  opened?.close?.();
  opened = undefined;
};
afterEach(closeOpened);

interface Case {
  /** Widths from the inputs to the output. */
  readonly sizes: readonly number[];
  /** In the network's layout; the rest is zero. */
  readonly params: readonly number[];
  /** Row by row. */
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** An engine that holds the rows as one minibatch. */
function engineOf(create: EngineFactory, { sizes, params, x, y }: Case): Engine {
  closeOpened();
  const training = { x: Float32Array.from(x), y: Float32Array.from(y), rowCount: y.length };
  const network = describeNetwork(sizes);
  const engine = create({ network, batchSize: y.length, adam: adamDefaults, training });
  engine.params.set(params);
  opened = engine;
  return engine;
}

function gradients(create: EngineFactory, of: Case): Engine {
  const engine = engineOf(create, of);
  engine.load(0, of.y.length);
  engine.forward();
  engine.backward();
  return engine;
}

function prediction(create: EngineFactory, { x, ...of }: Omit<Case, 'y'>): number {
  const engine = engineOf(create, { ...of, x, y: [0] });
  const predictions = new Float32Array(1);
  engine.predict(Float32Array.from(x), 1, predictions);
  return predictions[0];
}

describe.each(engines)('The %s engine', (_, create) => {
  describe('sums in the forward pass', () => {
    it('start at the bias', () => {
      // 2^24 + 1 is half way between two float32s and rounds to the even one, 2^24; 1 + 1 + 1 first would give 2^24 + 4
      expect(prediction(create, { sizes: [3, 1], params: [1, 1, 1, 2 ** 24], x: [1, 1, 1] })).toBe(2 ** 24);
    });

    it('go from the first input to the last', () => {
      // (2^24 + 1) - 2^24 is 2^24 - 2^24; the other way round it would be (-2^24 + 1) + 2^24 = 1
      expect(prediction(create, { sizes: [3, 1], params: [2 ** 24, 1, -(2 ** 24), 0], x: [1, 1, 1] })).toBe(0);
    });

    it('add each product unrounded', () => {
      // (1 + 2^-12)^2 = 1 + 2^-11 + 2^-24, half way between two float32s: rounded, it would leave nothing
      const a = 1 + 2 ** -12;
      expect(prediction(create, { sizes: [1, 1], params: [a, -(1 + 2 ** -11)], x: [a] })).toBe(2 ** -24);
    });

    it('round once, where rounding to float64 and then to float32 gives another number', () => {
      // 2^24 + 1 - 2^-46 is nearer to 2^24 than to 2^24 + 2; to float64 it is 2^24 + 1, a tie. From 2^24 + 2, the tie
      // 2^24 + 3 goes up to the even neighbour, and 2^24 + 3 - 2^-46 does not.
      const params = (bias: number): number[] => [1 + 2 ** -23, bias];
      const of = (bias: number): number =>
        prediction(create, { sizes: [1, 1], params: params(bias), x: [1 - 2 ** -23] });
      expect(of(2 ** 24)).toBe(2 ** 24);
      expect(of(2 ** 24 + 2)).toBe(2 ** 24 + 2);
    });

    it('keep denormals', () => {
      const product = (a: number, b: number): number => prediction(create, { sizes: [1, 1], params: [a, 0], x: [b] });
      expect(product(2 ** -100, 2 ** -49)).toBe(2 ** -149);
      expect(product(2 ** -100, 1.5 * 2 ** -50)).toBe(2 ** -149); // 0.75 of the smallest
      expect(product(2 ** -100, 2 ** -50)).toBe(0); // half of the smallest: rounds to the even one
    });
  });

  describe('the loss', () => {
    it('is a float64 sum of exact squares of float32 differences', () => {
      // (1 + 2^-23)^2 has 47 bits; 1 + 2^-23 - 2^-40 is not a float32 and rounds to 1 + 2^-23 first
      const { lossSum } = gradients(create, {
        sizes: [1, 1],
        params: [0, 1 + 2 ** -23],
        x: [0, 0],
        y: [2 ** -40, 0.5],
      });
      expect(lossSum[0]).toBe(1 + 2 ** -22 + 2 ** -46 + (0.5 + 2 ** -23) ** 2);
    });

    it('has the gradient f32(f32(2 / B) d)', () => {
      // f32(2/3) = 11184811 * 2^-24; times 5 it is 13981013.75 * 2^-22, and f32(10/3) would be 13981013 * 2^-22
      const { grads } = gradients(create, { sizes: [1, 1], params: [0, 5], x: [0, 0, 0], y: [0, 5, 5] });
      expect(grads[1]).toBe(13981014 * 2 ** -22);
    });
  });

  describe('sums in the backward pass', () => {
    it('of weights and biases go from the first row to the last', () => {
      // B = 4, so dPrediction = (1, 1, -1, 0) for d = (2, 2, -2, 0)
      const y = [-2, -2, 2, 0];
      const weights = gradients(create, { sizes: [1, 1], params: [], x: [2 ** 24, 1, 2 ** 24, 0], y });
      expect(weights.grads[0]).toBe(0); // (2^24 + 1) - 2^24; backwards 1
      // dPrediction = (2^24, 1, -2^24, 0)
      const biases = gradients(create, {
        sizes: [1, 1],
        params: [],
        x: [0, 0, 0, 0],
        y: y.map((value, row) => value * [2 ** 24, 1, 2 ** 24, 0][row]),
      });
      expect(biases.grads[1]).toBe(0);
    });

    it('of inputs go from the first output to the last', () => {
      // One unit, then three, each with the input 1. Their outputs 2^24, 1 and -2^24 + 2^25 are active. The prediction
      // is -2^25 + 2^24 + 1 + 2^24 = 1, and dPrediction = 2 * (1 - 0.5) = 1.
      const first = [1, 0];
      const second = [2 ** 24, 1, -(2 ** 24), 0, 0, 2 ** 25];
      const last = [1, 1, 1, -(2 ** 25)];
      const { grads, lossSum } = gradients(create, {
        sizes: [1, 1, 3, 1],
        params: [...first, ...second, ...last],
        x: [1],
        y: [0.5],
      });
      expect(lossSum[0]).toBe(0.25);
      expect(Array.from(grads.subarray(2, 5))).toEqual([1, 1, 1]);
      expect(grads[0]).toBe(0); // (2^24 + 1) - 2^24; backwards 1
    });
  });

  describe('a ReLU', () => {
    it('lets no gradient through at 0', () => {
      const { grads } = gradients(create, { sizes: [1, 1, 1], params: [1, 0, 1, 1], x: [0], y: [0] });
      expect(Array.from(grads, (g) => g + 0)).toEqual([0, 0, 0, 2]);
    });

    it('lets NaN pass, and infinity', () => {
      expect(prediction(create, { sizes: [1, 1, 1], params: [1, 0, 1, 0], x: [NaN] })).toBeNaN();
      expect(prediction(create, { sizes: [1, 1, 1], params: [2, 0, 1, 0], x: [3e38] })).toBe(Infinity);
      expect(prediction(create, { sizes: [1, 1, 1], params: [2, 0, 1, 0.5], x: [-3e38] })).toBe(0.5);
      // an infinite activation is not zero: infinity * 0 = NaN
      expect(prediction(create, { sizes: [1, 1, 1], params: [2, 0, 0, 0], x: [3e38] })).toBeNaN();
    });
  });

  describe('a training', () => {
    /** [weight, bias] of each layer, from unit 0 to unit 0 of the next layer. All weights from unit 0 are the same. */
    const chain = (network: Network, values: readonly (readonly [number, number])[]): number[] => {
      const params = new Array<number>(network.parameterCount).fill(0);
      network.layers.forEach(({ weightOffset, biasOffset, fanOut, index }) => {
        const [weight, bias] = values[index];
        params.fill(weight, weightOffset, weightOffset + (index === 1 ? fanOut : 1));
        params[biasOffset] = bias;
      });
      return params;
    };
    const diverges = (sizes: readonly number[], values: readonly (readonly [number, number])[]): void => {
      const engine = engineOf(create, { sizes, params: chain(describeNetwork(sizes), values), x: [2], y: [0] });
      let error: unknown;
      try {
        train(engine, { epochs: 3, learningRate: 0.001, seed: 1 });
      } catch (caught) {
        error = caught;
      }
      expect(error).toBeInstanceOf(DivergenceError);
      expect(error).toHaveProperty('epoch', 1); // the named culprit may differ
    };

    it.each([1, 64])(
      'diverges at an infinite activation behind which no gradient flows, with a loss of 0.25: widths of %i',
      (width) => {
        // 3e38 * 2 is infinite; -infinity becomes 0; the prediction is 0.5. The gradient of the middle weights is
        // infinity * 0 = NaN: an engine that left out zero gradients there would go on.
        const infinite = [
          [3e38, 0],
          [-1, 0],
          [1, 0.5],
        ] as const;
        const sizes = [1, width, width, 1];
        const { lossSum } = gradients(create, {
          sizes,
          params: chain(describeNetwork(sizes), infinite),
          x: [2],
          y: [0],
        });
        expect(lossSum[0]).toBe(0.25);
        diverges(sizes, infinite);
      },
    );

    it.each([Infinity, -Infinity, NaN])('diverges at a weight of %d, though its input is 0', (weight) => {
      // the first unit's output is 0, and the terms that follow from it may be left out; the weight keeps its value
      diverges(
        [1, 64, 64, 1],
        [
          [-1, 0],
          [weight, 0],
          [1, 0.5],
        ],
      );
    });
  });
});
