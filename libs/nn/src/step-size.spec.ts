import { describe, expect, it } from 'vitest';
import { StepSize } from './step-size.js';

describe('StepSize', () => {
  it.each([
    { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    { beta1: 0, beta2: 0.99, epsilon: 1e-7 },
    { beta1: 0.5, beta2: 0, epsilon: 1e-7 },
  ])('follows learningRate sqrt(1 - beta2^t) / (1 - beta1^t) over 5,000 steps: %o', (settings) => {
    const stepSize = new StepSize(settings);
    const alpha = new Float64Array(1);
    for (let t = 1; t <= 5000; t++) {
      stepSize.advance(0.01, alpha);
      const expected = (0.01 * Math.sqrt(1 - settings.beta2 ** t)) / (1 - settings.beta1 ** t);
      expect(Math.abs(alpha[0] / expected - 1)).toBeLessThan(1e-12); // powers and products round differently
    }
  });

  it('starts near a third of the learning rate with the usual betas and ends at the learning rate', () => {
    const stepSize = new StepSize({ beta1: 0.9, beta2: 0.999, epsilon: 1e-7 });
    const alpha = new Float64Array(1);
    stepSize.advance(1, alpha);
    expect(alpha[0]).toBeCloseTo(0.31622776601683794, 12); // sqrt(0.001) / 0.1
    for (let t = 2; t <= 50_000; t++) stepSize.advance(1, alpha);
    expect(alpha[0]).toBe(1);
  });

  it('rounds to float32 where that is what it is written to', () => {
    const alpha = new Float32Array(1);
    new StepSize({ beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }).advance(0.001, alpha);
    expect(alpha[0]).toBe(Math.fround(0.00031622776601683794));
  });

  it('takes a new learning rate at any step without losing count', () => {
    const settings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
    const [steady, changed] = [new StepSize(settings), new StepSize(settings)];
    const [a, b] = [new Float64Array(1), new Float64Array(1)];
    steady.advance(1, a);
    changed.advance(0.25, b);
    steady.advance(1, a);
    changed.advance(1, b);
    expect(b[0]).toBe(a[0]);
  });
});
