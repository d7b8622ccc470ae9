import { describe, expect, it } from 'vitest';
import { type AdamSettings } from '../engine.js';
import { describeNetwork } from '../network.js';
import { createFloat64Engine, createReferenceEngine } from './engine.js';

// two weights, then one bias
const network = describeNetwork([2, 1]);
const keras: AdamSettings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
const create = { float32: createReferenceEngine, float64: createFloat64Engine };

/** Parameters and moments after one step for each of the given gradients (of both weights and the bias). */
function adam(
  form: keyof typeof create,
  start: readonly number[],
  gradients: readonly (readonly number[])[],
  learningRate: number,
  settings = keras,
) {
  const engine = create[form]({ network, batchSize: 1, adam: settings });
  engine.learningRate[0] = learningRate;
  engine.params.set(start);
  for (const gradient of gradients) {
    engine.grads.set(gradient);
    engine.step();
  }
  return { params: Array.from(engine.params), m: Array.from(engine.m), v: Array.from(engine.v) };
}

describe('Adam', () => {
  // learning rate 0.1, beta1 = 0.5, beta2 = 0.75, epsilon = 1, to keep the numbers short;
  // gradients (2, -4, 8), then (-6, 4, 0); parameters start at (1, 1, 0.5)
  //
  // Step 1   m = 0.5 g                  = (1, -2, 4)
  //          v = 0.25 g^2               = (1, 4, 16)               sqrt(v) = (1, 2, 4)
  //          alpha = 0.1 sqrt(1 - 0.75) / (1 - 0.5) = 0.1
  //          w -= 0.1 m / (sqrt(v) + 1) = 0.1 (1/2, -2/3, 4/5)     -> (0.95, 1.0666667, 0.42)
  // Step 2   m = 0.5 m + 0.5 g          = (0.5 - 3, -1 + 2, 2 + 0)     = (-2.5, 1, 2)
  //          v = 0.75 v + 0.25 g^2      = (0.75 + 9, 3 + 4, 12 + 0)    = (9.75, 7, 12)
  //          alpha = 0.1 sqrt(1 - 0.5625) / (1 - 0.25) = 0.1 * 0.6614378277661477 / 0.75 = 0.08819171036881969
  //          w -= alpha m / (sqrt(v) + 1)
  //             sqrt(v) + 1 = (4.122498999199199, 3.6457513110645907, 4.464101615137754)
  //             0.95 + 0.08819171036881969 * 2.5 / 4.122498999199199 = 1.003481947713
  //             1.0666667 - 0.08819171036881969 / 3.6457513110645907 = 1.042476396173
  //             0.42 - 0.08819171036881969 * 2 / 4.464101615137754   = 0.380488484371
  const byHand = { beta1: 0.5, beta2: 0.75, epsilon: 1 };
  const gradients = [
    [2, -4, 8],
    [-6, 4, 0],
  ];

  it.each(['float32', 'float64'] as const)('makes the first two steps as written out by hand, in %s', (form) => {
    const first = adam(form, [1, 1, 0.5], gradients.slice(0, 1), 0.1, byHand);
    expect(first.m).toEqual([1, -2, 4]);
    expect(first.v).toEqual([1, 4, 16]);
    const firstParams = [0.95, 1.0666666666666667, 0.42];
    first.params.forEach((w, i) => {
      expect(w).toBeCloseTo(firstParams[i], form === 'float32' ? 6 : 14);
    });

    const second = adam(form, [1, 1, 0.5], gradients, 0.1, byHand);
    expect(second.m).toEqual([-2.5, 1, 2]);
    expect(second.v).toEqual([9.75, 7, 12]);
    const secondParams = [1.003481947713, 1.042476396173, 0.380488484371];
    second.params.forEach((w, i) => {
      expect(w).toBeCloseTo(secondParams[i], form === 'float32' ? 6 : 11);
    });
  });
});

describe('Under a constant gradient g, after any number of steps, Adam', () => {
  // The sums of the geometric series are m = g (1 - beta1^t) and v = g^2 (1 - beta2^t). In the update the factor of m
  // cancels the one in alpha. Dividing both sides of the fraction by sqrt(1 - beta2^t) leaves
  //     w_t = w_(t-1) - learningRate g / (|g| + epsilon / sqrt(1 - beta2^t))
  const steps = 1000;
  const g = [0.5, -2, 1e-6]; // the last gradient, of the bias, is small enough for epsilon to matter

  const closedForm = (learningRate: number, { beta1, beta2, epsilon }: AdamSettings) => ({
    m: g.map((gi) => gi * (1 - beta1 ** steps)),
    v: g.map((gi) => gi * gi * (1 - beta2 ** steps)),
    params: g.map((gi) => {
      let moved = 0;
      for (let t = 1; t <= steps; t++)
        moved += (learningRate * gi) / (Math.abs(gi) + epsilon / Math.sqrt(1 - beta2 ** t));
      return -moved; // from 0
    }),
  });

  const settings = [
    keras,
    { beta1: 0, beta2: 0.999, epsilon: 1e-7 },
    { beta1: 0.9, beta2: 0, epsilon: 1e-7 },
    { beta1: 0.5, beta2: 0.9, epsilon: 1e-3 },
    { beta1: 0.99, beta2: 0.9999, epsilon: 1e-8 },
  ];

  const relativeErrors = (form: keyof typeof create, learningRate: number, adamSettings: AdamSettings) => {
    const constant = Array.from({ length: steps }, () => g);
    const actual = adam(form, [0, 0, 0], constant, learningRate, adamSettings);
    const expected = closedForm(learningRate, adamSettings);
    const worst = (name: 'm' | 'v' | 'params') =>
      Math.max(...expected[name].map((value, i) => Math.abs(actual[name][i] / value - 1)));
    return { m: worst('m'), v: worst('v'), params: worst('params') };
  };

  it.each(settings)('follows the closed form in float64 to 1e-12: %o', (adamSettings) => {
    const { m, v, params } = relativeErrors('float64', 0.001, adamSettings);
    expect(m).toBeLessThan(1e-12);
    expect(v).toBeLessThan(1e-12);
    expect(params).toBeLessThan(1e-12);
  });

  it.each(settings)('follows it in float32 as far as the rounding of the constants lets it: %o', (adamSettings) => {
    const { beta1, beta2 } = adamSettings;
    const { m, v, params } = relativeErrors('float32', 0.001, adamSettings);
    // f32(beta) and f32(1 - beta) are each off by up to 2^-25, so each moves its geometric sum by up to 2^-25 / (1 -
    // beta). The roundings of the recursion, up to 2^-24 a term, add up in the same way. Together: 4 * 2^-24 / (1 -
    // beta).
    const momentError = (beta: number): number => (4 * 2 ** -24) / (1 - beta);
    expect(m).toBeLessThan(momentError(beta1));
    expect(v).toBeLessThan(momentError(beta2));
    // the root halves the error of v; w grows from 0 and rounds by at most 2^-24 of its last value at each step
    expect(params).toBeLessThan(momentError(beta1) + momentError(beta2) / 2 + steps * 2 ** -24);
  });
});

describe('Moments too small to matter', () => {
  const smallest = 2 ** -48; // of |m|; its square of v
  const still: AdamSettings = { beta1: 0, beta2: 0, epsilon: 1e-7 }; // m = g, v = g^2

  it('become +0 below 2^-48 and 2^-96 in float32, of either sign, and stay at these', () => {
    const { m, v } = adam('float32', [1, 1, 1], [[smallest, -smallest * (1 - 2 ** -24), smallest * 1.5]], 0.001, still);
    expect(m).toEqual([smallest, 0, smallest * 1.5]); // toEqual distinguishes 0 from -0
    expect(v).toEqual([smallest ** 2, 0, (smallest * 1.5) ** 2]);
  });

  it('leave a negative zero gradient at +0', () => {
    expect(adam('float32', [1, 1, 1], [[-0, 0, -0]], 0.001, still).m).toEqual([0, 0, 0]);
  });

  it('fade away within few steps after the last gradient, instead of as denormals', () => {
    const gradients = Array.from({ length: 400 }, (_, t) => (t === 0 ? [1, -1, 1e-3] : [0, 0, 0]));
    expect(adam('float32', [1, 1, 1], gradients, 0.001).m).toEqual([0, 0, 0]);
    expect(adam('float64', [1, 1, 1], gradients, 0.001).m[0]).toBeCloseTo(0.1 * 0.9 ** 399, 30);
  });

  it('stay in float64', () => {
    const { m, v } = adam('float64', [1, 1, 1], [[2 ** -60, -(2 ** -200), 2 ** -49]], 0.001, still);
    expect(m).toEqual([2 ** -60, -(2 ** -200), 2 ** -49]);
    expect(v).toEqual([2 ** -120, 2 ** -400, 2 ** -98]);
  });

  it('do not hide a NaN', () => {
    const { params, m, v } = adam('float32', [1, 1, 1], [[NaN, 1, 0]], 0.001);
    expect([params[0], m[0], v[0]]).toEqual([NaN, NaN, NaN]);
    expect(params[2]).toBe(1);
  });
});
