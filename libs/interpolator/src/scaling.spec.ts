import { describe, expect, it } from 'vitest';
import { fitColumn, scaleRow, scaleTargets } from './scaling.js';
import { floats, golden } from './testing/golden.js';

const relativeTo = (expected: number): number => 1e-14 * Math.abs(expected);

describe('fitColumn', () => {
  it.each(golden.scaling)('learns the mean and scale of scikit-learn for $title', ({ values, mean, scale }) => {
    const fitted = fitColumn(floats(values));
    expect(Math.abs(fitted.mean - mean)).toBeLessThanOrEqual(relativeTo(mean));
    expect(Math.abs(fitted.scale - scale)).toBeLessThanOrEqual(1e-9 * scale);
  });

  it('learns the same at any magnitude, to the bit for powers of two', () => {
    const values = Float64Array.of(1, 2, 4, 7.5, -3);
    const plain = fitColumn(values);
    for (const factor of [2 ** -1000, 2 ** -300, 2 ** 300, 2 ** 1017]) {
      const fitted = fitColumn(values.map((value) => value * factor));
      expect(fitted.mean).toBe(plain.mean * factor);
      expect(fitted.scale).toBe(plain.scale * factor);
      expect(fitted.isConstant).toBe(false);
    }
  });

  it('finds a constant up to rounding, and gives it the scale 1', () => {
    const ulp = 2 ** -26; // of 1e8
    expect(fitColumn(Float64Array.of(1e8, 1e8 + ulp, 1e8 - ulp, 1e8))).toMatchObject({ scale: 1, isConstant: true });
    expect(fitColumn(Float64Array.of(0.1, 0.1, 0.1))).toEqual({
      mean: 0.1,
      scale: 1,
      min: 0.1,
      max: 0.1,
      isConstant: true,
    });
    expect(fitColumn(Float64Array.of(1e8, 1e8 + 1, 1e8 - 1, 1e8)).isConstant).toBe(false);
  });

  it('knows the range of what is not missing, and takes 0 where all is', () => {
    expect(fitColumn(Float64Array.of(NaN, 3, -1, Infinity, -Infinity))).toMatchObject({ mean: 1, min: -1, max: 3 });
    expect(fitColumn(Float64Array.of(NaN, NaN))).toEqual({ mean: 0, scale: 1, min: 0, max: 0, isConstant: true });
  });
});

describe('Scaling', () => {
  const one = (value: number): Float64Array => Float64Array.of(value);

  it('rounds once', () => {
    const [value, mean, scale] = [1.1, 0.3, 0.7];
    const scaled = new Float32Array(1);
    const scaling = { mean: one(mean), scale: one(scale), min: one(0), max: one(2) };
    scaleRow({ values: one(value), rowCount: 1, dimensions: 1 }, 0, scaling, scaled, 0);
    expect(scaled[0]).toBe(Math.fround((value - mean) / scale));
    expect(scaleTargets(one(value), { mean, scale })[0]).toBe(Math.fround((value - mean) / scale));
  });

  it('refuses what float32 cannot hold', () => {
    const scaling = { mean: one(0), scale: one(1e-300), min: one(0), max: one(0) };
    const row = { values: one(-3), rowCount: 1, dimensions: 1 };
    expect(() => {
      scaleRow(row, 0, scaling, new Float32Array(1), 0);
    }).toThrow(
      'Feature 1 has the value -3, too far from the training rows to compute with ' +
        '(their mean is 0, their scale 1e-300).',
    );
    expect(() => scaleTargets(one(7), { mean: 0, scale: 1e-300 })).toThrow(
      'The target 7 is too far from those of the training rows',
    );
  });
});
