import { describe, expect, it } from 'vitest';
import { logTypicalSeconds, sortRuns, typicalSeconds } from './faster-half.js';

const e = (log: number): number => Math.exp(log);

describe('the typical time', () => {
  it('is the geometric mean of the faster half', () => {
    expect(typicalSeconds([7, 8, 2, 9, 100])).toBeCloseTo(Math.sqrt(2 * 7), 14);
    expect(typicalSeconds([3, 2])).toBeCloseTo(2, 14);
    expect(typicalSeconds([3])).toBeCloseTo(3, 14);
  });

  it('is that of each side, each stretch as often as it is taken', () => {
    // Stretches 0 and 1 are BASE's, 2 and 3 NEW's.
    const runs = sortRuns([e(5), e(1), e(2), e(9), e(4)], [0, 1, 1, 2, 3]);
    const both = (...taken: readonly number[]): readonly number[] =>
      [0, 1].map((side) =>
        logTypicalSeconds(runs, { times: Uint16Array.from(taken), sides: Uint8Array.of(0, 0, 1, 1) }, side),
      );
    // BASE: of three runs the fastest, 1. NEW: of 9 and 4 the faster.
    expect(both(1, 1, 1, 1)).toEqual([1, 4]);
    // BASE: of 1, 1, 2, 2, 5, 5 the fastest three.
    expect(both(2, 2, 1, 1)).toEqual([4 / 3, 4]);
    // BASE: one run. NEW: of 4, 9, 9, 9 the fastest two.
    expect(both(1, 0, 3, 1)).toEqual([5, 6.5]);
  });
});
