import { describe, expect, it } from 'vitest';
import { binWidth, binsOf, quantile } from './histogram.js';

const sorted = (...values: readonly number[]): Float64Array => Float64Array.from(values).sort();

describe('quantile', () => {
  // numpy.quantile([1, 2, 4, 8, 16], q)
  it.each([
    [0, 1],
    [0.25, 2],
    [0.5, 4],
    [0.9, 12.8],
    [1, 16],
  ])('at %d is that of NumPy', (share, expected) => {
    expect(quantile(sorted(16, 1, 8, 2, 4), share)).toBeCloseTo(expected, 12);
  });

  it('of one value is that value', () => {
    expect(quantile(sorted(3), 0.95)).toBe(3);
  });
});

describe('binWidth', () => {
  it('is the round number next to that of Freedman and Diaconis', () => {
    // 1,000 values with quartiles 0.25 and 0.75 of their span of 1: 2 * 0.5 / 10 = 0.1. Of 64 values: 2 * 0.5 / 4 =
    // 0.25, but a span has 10 bins.
    const even = (count: number): Float64Array =>
      Float64Array.from({ length: count }, (_, index) => index / (count - 1));
    expect(binWidth(even(1000), 1)).toBe(0.1);
    expect(binWidth(even(64), 1)).toBe(0.1);
    expect(binWidth(even(64), 10)).toBe(0.2);
    expect(binWidth(even(1_000_000), 1)).toBe(0.02);
  });

  it('is a tenth to a sixtieth of the span, or the round number next to it, whatever the values', () => {
    expect(binWidth(sorted(5, 5, 5), 1)).toBe(0.02);
    expect(binWidth(sorted(-2e-8, 3e-8), 5e-8)).toBe(5e-9);
    expect(binWidth(sorted(-1e12, 1e12), 4e12)).toBe(5e11);
  });
});

describe('binsOf', () => {
  it('has its edges at multiples of the width, zero among them, and each value in one bin', () => {
    expect(binsOf(sorted(-0.3, -0.1, 0, 0.1, 0.24, 0.25, 0.9), 0.25)).toEqual([
      { low: -0.5, high: -0.25, count: 1 },
      { low: -0.25, high: 0, count: 1 },
      { low: 0, high: 0.25, count: 3 },
      { low: 0.25, high: 0.5, count: 1 },
      { low: 0.75, high: 1, count: 1 },
    ]);
  });
});
