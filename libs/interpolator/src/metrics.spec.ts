import { describe, expect, it } from 'vitest';
import { errorMetrics, type ErrorMetrics } from './metrics.js';
import { floats, golden } from './testing/golden.js';

const names = ['r2', 'rmse', 'mae', 'maxError'] as const;

describe('errorMetrics', () => {
  it.each(golden.metrics)('gives what scikit-learn gives for $title', ({ actual, predicted, metrics }) => {
    const ours = errorMetrics(floats(actual), floats(predicted));
    for (const name of names) expect(ours[name], name).toBeCloseTo(metrics[name], 12);
    expect(ours.maxError).toBe(metrics.maxError);
  });

  it('gives the same R2 at any magnitude, and errors of that magnitude, to the bit for powers of two', () => {
    const actual = Float64Array.of(1, 2, 4, 3);
    const predicted = Float64Array.of(1.5, 2, 3, 3.25);
    const plain = errorMetrics(actual, predicted);
    for (const factor of [2 ** -990, 2 ** 990]) {
      const scale = (values: Float64Array): Float64Array => values.map((value) => value * factor);
      const expected: ErrorMetrics = {
        r2: plain.r2,
        rmse: plain.rmse * factor,
        mae: plain.mae * factor,
        maxError: plain.maxError * factor,
      };
      expect(errorMetrics(scale(actual), scale(predicted))).toEqual(expected);
    }
  });

  it('sees a constant target also where its mean is rounded', () => {
    const actual = new Float64Array(7).fill(0.1); // sum / 7 is below 0.1
    expect(errorMetrics(actual, actual).r2).toBe(1);
    expect(errorMetrics(actual, actual.with(6, 0.2)).r2).toBe(0);
  });

  it('gives a single row the R2 of a constant target', () => {
    expect(errorMetrics(Float64Array.of(2), Float64Array.of(2)).r2).toBe(1);
    expect(errorMetrics(Float64Array.of(2), Float64Array.of(2.5))).toEqual({
      r2: 0,
      rmse: 0.5,
      mae: 0.5,
      maxError: 0.5,
    });
  });

  it('refuses no rows and unequal lengths', () => {
    expect(() => errorMetrics(new Float64Array(0), new Float64Array(0))).toThrow('at least one; got 0 and 0');
    expect(() => errorMetrics(new Float64Array(2), new Float64Array(3))).toThrow('got 3 and 2');
  });
});
