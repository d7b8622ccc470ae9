import { describe, expect, it } from 'vitest';
import { advanceStepSize } from './step-size.js';

const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

describe('The step size', () => {
  it.each([adam, { beta1: 0, beta2: 0.99, epsilon: 1e-7 }, { beta1: 0.5, beta2: 0, epsilon: 1e-7 }])(
    'follows learningRate sqrt(1 - beta2^t) / (1 - beta1^t) over 5,000 steps: %o',
    (settings) => {
      const powers = Float64Array.of(1, 1);
      const alpha = new Float64Array(1);
      for (let t = 1; t <= 5000; t++) {
        advanceStepSize(settings, 0.01, powers, alpha);
        const expected = (0.01 * Math.sqrt(1 - settings.beta2 ** t)) / (1 - settings.beta1 ** t);
        expect(Math.abs(alpha[0] / expected - 1)).toBeLessThan(1e-12); // powers and products round differently
      }
    },
  );

  it('starts near a third of the learning rate with the usual betas and ends at the learning rate', () => {
    const powers = Float64Array.of(1, 1);
    const alpha = new Float64Array(1);
    advanceStepSize(adam, 1, powers, alpha);
    expect(alpha[0]).toBeCloseTo(0.31622776601683794, 12); // sqrt(0.001) / 0.1
    for (let t = 2; t <= 50_000; t++) advanceStepSize(adam, 1, powers, alpha);
    expect(alpha[0]).toBe(1);
  });

  it('rounds to float32 where that is what it is written to', () => {
    const alpha = new Float32Array(1);
    advanceStepSize(adam, 0.001, Float64Array.of(1, 1), alpha);
    expect(alpha[0]).toBe(Math.fround(0.00031622776601683794));
  });

  it('takes a new learning rate at any step without losing count', () => {
    const [steady, changed] = [Float64Array.of(1, 1), Float64Array.of(1, 1)];
    const [a, b] = [new Float64Array(1), new Float64Array(1)];
    advanceStepSize(adam, 1, steady, a);
    advanceStepSize(adam, 0.25, changed, b);
    advanceStepSize(adam, 1, steady, a);
    advanceStepSize(adam, 1, changed, b);
    expect(b[0]).toBe(a[0]);
  });
});
