import { describe, expect, it } from 'vitest';
import { mae, maxError, mse, r2, rmse } from './metrics.js';

const f64 = (...values: number[]): Float64Array => Float64Array.of(...values);

describe('Metrics', () => {
  // target - prediction = 0.5, -0.5, 0, -1: the example of scikit-learn's documentation, whose answers are
  // mean_squared_error 0.375, mean_absolute_error 0.5, max_error 1.0, r2_score 0.9486081370449679
  const target = f64(3, -0.5, 2, 7);
  const prediction = f64(2.5, 0, 2, 8);

  it("give scikit-learn's answers to its own example", () => {
    expect(mse(target, prediction)).toBe(0.375);
    expect(rmse(target, prediction)).toBe(Math.sqrt(0.375));
    expect(mae(target, prediction)).toBe(0.5);
    expect(maxError(target, prediction)).toBe(1);
    expect(r2(target, prediction)).toBeCloseTo(0.9486081370449679, 15);
  });

  it('are the same for float32 rows, whose differences are taken in float64', () => {
    expect(mse(Float32Array.from(target), Float32Array.from(prediction))).toBe(0.375);
    // 0.1 and 0.2 in float32 differ by 0.10000000149011612, which no float32 subtraction gives
    expect(mae(Float32Array.of(0.1), Float32Array.of(0.2))).toBe(Math.fround(0.2) - Math.fround(0.1));
  });

  it('are perfect for a perfect prediction', () => {
    expect([mse, rmse, mae, maxError, r2].map((metric) => metric(target, target))).toEqual([0, 0, 0, 0, 1]);
  });

  it('give an R2 of 0 to the mean, and a negative one to what is worse than that', () => {
    expect(r2(f64(1, 2, 3), f64(2, 2, 2))).toBe(0);
    expect(r2(f64(1, 2, 3), f64(3, 2, 1))).toBe(-3);
  });

  it('give a constant target 1 if all of it is exact, else 0', () => {
    expect(r2(f64(4, 4, 4), f64(4, 4, 4))).toBe(1);
    expect(r2(f64(4, 4, 4), f64(4, 4, 5))).toBe(0);
  });

  it('take a single row for a constant target', () => {
    expect([r2(f64(4), f64(4)), r2(f64(4), f64(5))]).toEqual([1, 0]);
  });

  it('never hide a NaN', () => {
    const broken = f64(2.5, NaN, 2, 8);
    expect([mse, rmse, mae, maxError, r2].map((metric) => metric(target, broken))).toEqual([NaN, NaN, NaN, NaN, NaN]);
  });

  it.each([
    [f64(1, 2), f64(1), 'got 2 and 1'],
    [f64(), f64(), 'at least one; got 0 and 0'],
  ])('refuse %o against %o', (targets, predictions, message) => {
    for (const metric of [mse, rmse, mae, maxError, r2]) {
      expect(() => metric(targets, predictions)).toThrow(RangeError);
      expect(() => metric(targets, predictions)).toThrow(message);
    }
  });
});
