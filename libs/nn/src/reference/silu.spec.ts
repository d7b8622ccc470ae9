import { describe, expect, it } from 'vitest';
import { siluKernels } from './silu.js';

const b = 8;
const exact = siluKernels((x) => x, b);

const evaluate = (xs: readonly number[]): { values: Float64Array; slopes: Float64Array } => {
  const values = Float64Array.from(xs);
  const slopes = new Float64Array(xs.length);
  exact.forward(values, slopes, xs.length);
  return { values, slopes };
};

describe('The algebraic SiLU', () => {
  it('has the values of x (1 + x / sqrt(x^2 + 8)) / 2, worked out by hand where the root is whole', () => {
    // sqrt(1 + 8) = 3: 1 * (1 + 1/3) / 2 = 2/3 and -1 * (1 - 1/3) / 2 = -1/3
    const { values } = evaluate([1, -1, 0]);
    [2 / 3, -1 / 3, 0].forEach((expected, i) => {
      expect(values[i]).toBeCloseTo(expected, 15);
    });
  });

  it('goes over into x on the right and into 0 on the left', () => {
    const { values, slopes } = evaluate([1e6, -1e6]);
    expect(values[0] / 1e6).toBeCloseTo(1, 10);
    expect(values[1]).toBeCloseTo(0, 5);
    expect(slopes[0]).toBeCloseTo(1, 6);
    expect(slopes[1]).toBeCloseTo(0, 6);
  });

  it('has the slope that differences of its values have', () => {
    const h = 1e-6;
    for (const x of [-30, -4, -1.7, -0.3, 0, 0.2, 1, 2.9, 17]) {
      const { values } = evaluate([x - h, x + h]);
      // rounding of two values over 2h: 1e-16 * 30 / 2e-6 = 2e-9 at most
      expect(evaluate([x]).slopes[0]).toBeCloseTo((values[1] - values[0]) / (2 * h), 8);
    }
  });

  it('multiplies gradients by its slopes, and touches no more than it is asked to', () => {
    const gradients = Float64Array.of(2, 3, 5);
    exact.backward(Float64Array.of(0.5, -1, 7), gradients, 2);
    expect(Array.from(gradients)).toEqual([1, -3, 5]);
  });
});
