import { describe, expect, it } from 'vitest';
import { largestDifference, trainOurs } from './parity.js';

describe('Trajectory parity', () => {
  it('gives away the weights before the first step and every order of the rows', () => {
    const { weights, orders, curves } = trainOurs(100, 3);
    // 5-64-32-16-1, by hand: 6 * 64 + 65 * 32 + 33 * 16 + 17
    expect(weights).toHaveLength(3009);
    expect(curves.training).toHaveLength(3);
    // NumPy and scikit-learn split 100 rows into 15 and, of the other 85, ceil(85 * (0.15 / 0.85)) = 16 in float64: 69
    // are left
    expect(orders).toHaveLength(3 * 69);
    const epochs = [0, 1, 2].map((epoch) => Array.from(orders.subarray(69 * epoch, 69 * (epoch + 1))));
    for (const order of epochs)
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 69 }, (_, i) => i));
    expect(epochs[0]).not.toEqual(epochs[1]);
  });

  it('is judged by the largest relative difference, and not at all if epochs are missing', () => {
    const ours = { training: [1, 0.5], validation: [2, 1] };
    expect(largestDifference(ours, ours)).toBe(0);
    expect(largestDifference(ours, { training: [1, 0.5], validation: [2, 0.8] })).toBeCloseTo(0.25, 12);
    expect(largestDifference(ours, { training: [1], validation: [2, 1] })).toBeNaN();
  });
});
