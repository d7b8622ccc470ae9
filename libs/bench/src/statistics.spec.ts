import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summarize } from './statistics.js';

describe('summarize', () => {
  // mean, std(ddof=0), std(ddof=1), min, max, median of NumPy 2.5.5.
  it.each([
    [[1.25, 1.5, 1.125, 2, 1.375], 1.45, 0.3020761493398643, 0.3377314021526574, 1.125, 2, 1.375],
    [[2, 4, 4, 4, 5, 5, 7, 9], 5, 2, 2.138089935299395, 2, 9, 4.5],
    [
      [0.9459, 0.976, 0.9915, 0.9957, 0.9975, 0.9981],
      0.9841166666666669,
      0.018662477208440376,
      0.02044371949197767,
      0.9459,
      0.9981,
      0.9936,
    ],
    [[-1e9, -1e9 + 1, -1e9 + 2], -999999999, 0.816496580927726, 1, -1e9, -999999998, -999999999],
  ])('agrees with NumPy on %j', (values, mean, populationStd, sampleStd, min, max, median) => {
    const summary = summarize(values);
    expect(summary).toMatchObject({ count: values.length, min, max, median });
    // The order of a sum is not fixed, and sums of eight values differ by a few units in the last place.
    expect(Math.abs(summary.mean / mean - 1)).toBeLessThan(1e-14);
    expect(Math.abs(summary.populationStd / populationStd - 1)).toBeLessThan(1e-14);
    expect(Math.abs((summary.sampleStd ?? NaN) / sampleStd - 1)).toBeLessThan(1e-14);
  });

  it('has no sample deviation and no interval for one value', () => {
    expect(summarize([3.5])).toEqual({
      count: 1,
      mean: 3.5,
      populationStd: 0,
      sampleStd: null,
      min: 3.5,
      max: 3.5,
      median: 3.5,
      ci95: null,
    });
  });

  it('finds exactly no spread in equal values, even where their sum is inexact', () => {
    // 0.1 + 0.1 + 0.1 is 0.30000000000000004, a third of which is not 0.1.
    expect(summarize([0.1, 0.1, 0.1])).toEqual({
      count: 3,
      mean: 0.1,
      populationStd: 0,
      sampleStd: 0,
      min: 0.1,
      max: 0.1,
      median: 0.1,
      ci95: { lower: 0.1, upper: 0.1 },
    });
  });

  it('leaves the values as they were', () => {
    const values = Object.freeze([3, 1, 2]);
    summarize(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('refuses to summarize nothing', () => {
    expect(() => summarize([])).toThrow('no values to summarize: at least one is needed');
  });

  it.each([NaN, Infinity, -Infinity])('refuses %d and says where it stands', (value) => {
    expect(() => summarize([1, 2, value])).toThrow(`values[2] is ${value}: every value must be a finite number`);
  });
});

describe('the bootstrap interval of the mean', () => {
  it('runs from the smallest to the largest of three values', () => {
    // A resample is three times the smallest value with probability 1/27 = 3.7%, more than the 2.5% that are cut off.
    // The same holds at the top.
    expect(summarize([1, 2, 6]).ci95).toEqual({ lower: 1, upper: 6 });
  });

  it('is that of all 3125 possible resamples of five values', () => {
    // numpy.quantile of the means of itertools.product(values, repeat=5) at 0.025 and 0.975. Both lie inside steps of
    // the distribution that are wide enough for the resamples drawn here.
    const { lower, upper } = summarize([1.25, 1.5, 1.125, 2, 1.375]).ci95 ?? { lower: NaN, upper: NaN };
    expect(lower).toBeCloseTo(1.225, 12);
    expect(upper).toBeCloseTo(1.75, 12);
  });

  const thirtyValues = [
    2.502, 2.006, 1.719, 2.618, 1.663, 3.574, 2.71, 2.444, 0.696, 0.361, 0.761, 2.816, 2.407, 0.553, 2.795, 1.238, 1.24,
    4.633, 2.29, 2.626, 2.65, 0.541, 2.738, 8.719, 0.823, 3.791, 4.069, 4.028, 1.407, 1.706,
  ];

  it('agrees with SciPy on thirty values', () => {
    // scipy.stats.bootstrap(..., numpy.mean, method='percentile', n_resamples=1000000) of SciPy 1.18.1.
    // An end found from 10,000 resamples has a standard error of 0.008 here; the tolerance is four of them.
    const { lower, upper } = summarize(thirtyValues).ci95 ?? { lower: NaN, upper: NaN };
    expect(Math.abs(lower - 1.873)).toBeLessThan(0.032);
    expect(Math.abs(upper - 3.03)).toBeLessThan(0.032);
  });

  it('draws the resamples that anyone can draw again from the generator and the seed', () => {
    // In Python, with JSF32 seeded 42: index = next() * 30 >> 32, value by value and resample by resample;
    // numpy.quantile(values[indices].mean(axis=1), [0.025, 0.975]).
    const { lower, upper } = summarize(thirtyValues, { seed: 42 }).ci95 ?? { lower: NaN, upper: NaN };
    expect(lower).toBeCloseTo(1.8742291666666666, 12);
    expect(upper).toBeCloseTo(3.0230683333333332, 12);
  });

  it('is the same for the same seed and another for another', () => {
    const values = Array.from({ length: 12 }, (_, i) => Math.sqrt(i + 1));
    expect(summarize(values, { seed: 7 }).ci95).toEqual(summarize(values, { seed: 7 }).ci95);
    expect(summarize(values, { seed: 7 }).ci95).not.toEqual(summarize(values, { seed: 8 }).ci95);
    expect(summarize(values).ci95).toEqual(summarize(values, { seed: 42 }).ci95);
  });

  it('contains the mean and lies within the values', () => {
    const seconds = fc.double({ min: 0.001, max: 1000, noNaN: true });
    fc.assert(
      fc.property(fc.array(seconds, { minLength: 2, maxLength: 8 }), fc.nat(), (values, seed) => {
        const { mean, min, max, ci95 } = summarize(values, { seed });
        const rounding = 1e-12 * max;
        expect(ci95?.lower).toBeLessThanOrEqual(mean + rounding);
        expect(ci95?.upper).toBeGreaterThanOrEqual(mean - rounding);
        expect(ci95?.lower).toBeGreaterThanOrEqual(min - rounding);
        expect(ci95?.upper).toBeLessThanOrEqual(max + rounding);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
