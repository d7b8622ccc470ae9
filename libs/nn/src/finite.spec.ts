import { describe, expect, it } from 'vitest';
import { finiteCheck } from './finite.js';

describe.each([
  ['Float32Array', Float32Array],
  ['Float64Array', Float64Array],
] as const)('The check of a %s', (_, FloatArray) => {
  const values = new FloatArray(8).subarray(1, 6); // a view that does not start where its buffer starts
  const isFinite = finiteCheck(values);

  it('passes zeros, denormals and the largest numbers', () => {
    const largest = FloatArray === Float32Array ? 3.4028234663852886e38 : Number.MAX_VALUE;
    values.set([-0, 5e-324, largest, -largest, 2 ** -149]);
    expect(isFinite()).toBe(true);
  });

  it.each([Infinity, -Infinity, NaN])('finds %d in every place', (value) => {
    for (let i = 0; i < values.length; i++) {
      values.fill(1);
      values[i] = value;
      expect(isFinite()).toBe(false);
    }
  });

  it('does not look beyond the view', () => {
    values.fill(0);
    new FloatArray(values.buffer).fill(NaN, 6);
    new FloatArray(values.buffer)[0] = Infinity;
    expect(isFinite()).toBe(true);
  });
});
