import { defaultRng } from '@fived/random';
import { describe, expect, it } from 'vitest';
import { adamDefaults, noRows, type EngineOptions } from './engine.js';
import { leastEngineBytes } from './engine-options.js';
import { glorotUniform } from './initializers.js';
import { describeNetwork } from './network.js';
import { createFloat64Engine, createReferenceEngine } from './reference/engine.js';
import { createSimdEngine } from './simd/engine.js';
import { bitDifferences, randomRows } from './testing/random-cases.js';
import { createThreadedEngine } from './threads/engine.js';
import { train } from './train.js';

const network = describeNetwork([3, 9, 4, 1]);
const random = defaultRng(8);
const training = randomRows(random, 10, 3);
const validation = randomRows(random, 7, 3);
const options: EngineOptions = { network, batchSize: 4, adam: adamDefaults, training, validation };

describe.each([createReferenceEngine, createFloat64Engine])('The engine of %o', (create) => {
  it('starts from zero, with the rows in their own order', () => {
    const engine = create(options);
    for (const values of [engine.params, engine.grads, engine.m, engine.v]) {
      expect(Array.from(values)).toEqual(new Array(network.parameterCount).fill(0));
    }
    expect(Array.from(engine.order)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(engine).toMatchObject({ network, batchSize: 4, trainingRowCount: 10, validationRowCount: 7 });
  });

  it('predicts each row the same alone, in a batch and in several', () => {
    const engine = create(options);
    glorotUniform(network, 3, engine.params);
    const together = new Float64Array(10);
    engine.predict(training.x, 10, together);
    const alone = Array.from({ length: 10 }, (_, row) => {
      const prediction = new Float64Array(1);
      engine.predict(training.x.subarray(3 * row, 3 * row + 3), 1, prediction);
      return prediction[0];
    });
    expect(bitDifferences(alone, together)).toEqual([]);
    expect(new Set(alone).size).toBeGreaterThan(5);
  });

  it('predicts with parameters that were set from outside', () => {
    const engine = create({ ...options, network: describeNetwork([3, 1]) });
    engine.params.set([1, 10, 100, 1000]);
    const predictions = new Float64Array(2);
    engine.predict(Float32Array.of(1, 2, 3, 4, 5, 6), 2, predictions);
    expect(Array.from(predictions)).toEqual([1321, 1654]);
  });

  it('loads the rows that `order` names', () => {
    const engine = create(options);
    engine.order.reverse();
    engine.load(1, 2);
    expect(Array.from(engine.activations[0].subarray(0, 6))).toEqual([
      ...training.x.subarray(24, 27),
      ...training.x.subarray(21, 24),
    ]);
  });

  it('changes neither parameters nor moments by evaluating and predicting', () => {
    const engine = create(options);
    glorotUniform(network, 3, engine.params);
    const before = engine.params.slice();
    engine.evaluate();
    engine.predict(training.x, 10, new Float64Array(10));
    expect(bitDifferences(engine.params, before)).toEqual([]);
    expect(engine.m.every((value) => value === 0)).toBe(true);
  });

  it('evaluates to the sum of squares over the validation rows, 0 without any', () => {
    const engine = create(options); // all parameters zero: predicts 0
    engine.evaluate();
    let sum = 0;
    for (const y of validation.y) sum += y * y;
    expect(engine.lossSum[0]).toBe(sum);
    const without = create({ ...options, validation: noRows });
    without.lossSum[0] = 7;
    without.evaluate();
    expect(without.lossSum[0]).toBe(0);
  });

  it.each<[Partial<EngineOptions>, string]>([
    [{ batchSize: 0 }, 'batchSize must be a whole number of at least 1; got 0.'],
    [{ batchSize: 2.5 }, 'batchSize must be a whole number of at least 1; got 2.5.'],
    [{ adam: { ...adamDefaults, beta1: 1 } }, "Adam's beta1 must be at least 0 and below 1; got 1."],
    [{ adam: { ...adamDefaults, beta2: -0.1 } }, "Adam's beta2 must be at least 0 and below 1; got -0.1."],
    [{ adam: { ...adamDefaults, beta2: NaN } }, "Adam's beta2 must be at least 0 and below 1; got NaN."],
    [
      { adam: { ...adamDefaults, epsilon: 0 } },
      "Adam's epsilon must be a positive number, above zero in float32; got 0.",
    ],
    [
      { adam: { ...adamDefaults, epsilon: 1e-50 } },
      "Adam's epsilon must be a positive number, above zero in float32; got 1e-50.",
    ],
    [{ adam: { ...adamDefaults, epsilon: Infinity } }, "Adam's epsilon must be a positive number"],
    [
      { training: { ...training, rowCount: 9 } },
      'The training rows do not fit together: 9 rows of 3 inputs need 27 values of x and 9 of y; got 30 and 10.',
    ],
    [
      { validation: { ...validation, x: new Float32Array(20) } },
      'The validation rows do not fit together: 7 rows of 3 inputs need 21 values of x and 7 of y; got 20 and 7.',
    ],
  ])('refuses %o', (wrong, message) => {
    expect(() => create({ ...options, ...wrong })).toThrow(RangeError);
    expect(() => create({ ...options, ...wrong })).toThrow(message);
  });
});

const createThreaded = (of: EngineOptions) =>
  createThreadedEngine(of, {
    threadCount: 2,
    startWorker: () => {
      throw new Error('so short a training starts no thread');
    },
  });

describe.each([createReferenceEngine, createFloat64Engine, createSimdEngine, createThreaded])(
  'A batch size beyond the number of rows, in the engine of %o,',
  (create) => {
    const trained = (batchSize: number) => {
      const engine = create({ ...options, batchSize });
      glorotUniform(network, 3, engine.params);
      const { trainLoss, validationLoss } = train(engine, { epochs: 4, learningRate: 0.01, seed: 1 });
      const predictions = new Float64Array(7);
      engine.predict(validation.x, 7, predictions);
      return {
        bytes: engine.params.buffer.byteLength,
        numbers: [trainLoss, validationLoss, engine.params, engine.m, engine.v, predictions].flatMap((all) => [...all]),
      };
    };

    it('takes no more memory than one of all rows, and gives its bits', () => {
      const [all, beyond] = [trained(10), trained(1e12)];
      expect(beyond.bytes).toBe(all.bytes);
      expect(bitDifferences(beyond.numbers, all.numbers)).toEqual([]);
    });
  },
);

describe('A network beyond the memory of WebAssembly', () => {
  // Parameters, gradients, both moments and the transposed weights: 5 vectors of about 400 million floats.
  it.each([createSimdEngine, createThreaded])('is refused in bytes before it is built, by %o', (create) => {
    const large = { ...options, network: describeNetwork([3, 20000, 20000, 1]) };
    expect(() => create(large)).toThrow(
      /^The network 3-20000-20000-1 with minibatches of 4 rows needs (8|11),\d{3},\d{3},\d{3} bytes, and WebAssembly's memory has at most 4,294,967,296: /,
    );
  });

  it('is given the least that any engine takes', () => {
    // 16 bytes for each of (3 + 1) 2 + (2 + 1) 1 parameters; 8 for each value of a row, 3 + 2 + 1 of them in 10 rows.
    expect(leastEngineBytes(describeNetwork([3, 2, 1]), 1e9, training)).toBe(16 * 11 + 8 * 6 * 10);
  });
});
