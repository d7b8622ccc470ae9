import { describe, expect, it } from 'vitest';
import { adamDefaults, type AdamSettings } from '../engine.js';
import { adam, type AdamForm } from '../testing/adam-steps.js';

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
    adamDefaults,
    { beta1: 0, beta2: 0.999, epsilon: 1e-7 },
    { beta1: 0.9, beta2: 0, epsilon: 1e-7 },
    { beta1: 0.5, beta2: 0.9, epsilon: 1e-3 },
    { beta1: 0.99, beta2: 0.9999, epsilon: 1e-8 },
  ];

  const relativeErrors = (form: AdamForm, learningRate: number, adamSettings: AdamSettings) => {
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
