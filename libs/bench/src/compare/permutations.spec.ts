import { describe, expect, it } from 'vitest';
import { permutationTest } from './permutations.js';

/** The difference of the two sides' means of `values`. */
const meanDifference =
  (values: readonly number[]) =>
  (sides: Uint8Array): number => {
    const meanOf = (side: number): number => {
      const chosen = values.filter((_, i) => sides[i] === side);
      return chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
    };
    return meanOf(1) - meanOf(0);
  };

describe('permutationTest', () => {
  it('gives the exact p of SciPy', () => {
    // scipy.stats.permutation_test((base, new), difference of means, n_resamples=inf) of SciPy 1.17.1.
    const test = permutationTest([5, 5], meanDifference([1, 2, 4, 8, 9.5, 3, 7, 10, 12, 13.5]), 1);
    expect(test.isExact).toBe(true);
    expect(test.p).toBeCloseTo(0.14285714285714285, 14);
  });

  it('is two-sided', () => {
    const [low, high] = [
      [1, 2, 3, 4, 5],
      [10, 11, 12, 13, 14],
    ];
    for (const values of [
      [...low, ...high],
      [...high, ...low],
    ]) {
      expect(permutationTest([5, 5], meanDifference(values), 1).p).toBeCloseTo(2 / 252, 14);
    }
  });

  it('draws arrangements where there are too many, and comes near the exact p', () => {
    // 10 against 10 has 184,756; over all of them SciPy's p is 0.062526. The tolerance is three standard errors of
    // 13,000.
    const base = Array.from({ length: 10 }, (_, i) => i);
    const test = permutationTest([10, 10], meanDifference([...base, ...base.map((value) => value + 2.75)]), 7);
    expect(test.isExact).toBe(false);
    expect(Math.abs(test.p - 0.062526)).toBeLessThan(0.006);
  });
});
