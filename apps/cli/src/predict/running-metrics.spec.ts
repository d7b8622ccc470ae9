import { errorMetrics } from '@fived/interpolator';
import { defaultRng, SeedSequence } from '@fived/random';
import { describe, expect, it } from 'vitest';
import { createRunningMetrics } from './running-metrics.js';

const running = (actual: Float64Array, predicted: Float64Array) => {
  const metrics = createRunningMetrics();
  actual.forEach((value, i) => {
    metrics.add(value, predicted[i]);
  });
  return metrics.finish();
};

describe('metrics of rows that come one after the other', () => {
  it('are those of four rows worked out by hand', () => {
    // errors 0, 1, -1, 2; targets 1 to 4 with mean 2.5: squares 6 and 5
    const { r2, rmse, mae, maxError } = running(Float64Array.of(1, 2, 3, 4), Float64Array.of(1, 3, 2, 6));
    expect(r2).toBeCloseTo(1 - 6 / 5, 14);
    expect(rmse).toBeCloseTo(Math.sqrt(6 / 4), 14);
    expect([mae, maxError]).toEqual([1, 2]);
  });

  it.each([1, 1e-200, 1e300])('are those of all rows at once, over many blocks, in units of %d', (unit) => {
    const random = defaultRng(new SeedSequence(42));
    const count = 200_000;
    // A drift, so that the blocks have different means.
    const actual = Float64Array.from({ length: count }, (_, i) => (random.random() + (5 * i) / count + 100) * unit);
    const predicted = actual.map((value) => value + (random.random() - 0.3) * unit);
    const [found, all] = [running(actual, predicted), errorMetrics(actual, predicted)];
    expect(found.maxError).toBe(all.maxError);
    for (const name of ['r2', 'rmse', 'mae'] as const) expect(found[name] / all[name]).toBeCloseTo(1, 11);
  });

  it('of a constant target have an R2 of 1 if all is exact, else of 0', () => {
    const actual = new Float64Array(100_000).fill(0.1);
    expect(running(actual, actual).r2).toBe(1);
    expect(
      running(
        actual,
        actual.map((value, i) => (i === 70_000 ? 0.2 : value)),
      ).r2,
    ).toBe(0);
  });

  it('need a row', () => {
    expect(() => createRunningMetrics().finish()).toThrow(new RangeError('Metrics need at least one row.'));
  });
});
