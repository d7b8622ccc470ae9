import { describe, expect, it } from 'vitest';
import type { AdamSettings } from '../engine.js';
import { adam } from '../testing/adam-steps.js';

describe('Moments too small to matter', () => {
  const smallest = 2 ** -48; // of |m|; its square of v
  const still: AdamSettings = { beta1: 0, beta2: 0, epsilon: 1e-7 }; // m = g, v = g^2

  it('become +0 below 2^-48 and 2^-96 in float32, of either sign, and stay at these', () => {
    const { m, v } = adam('float32', [1, 1, 1], [[smallest, -smallest * (1 - 2 ** -24), smallest * 1.5]], 0.001, still);
    expect(m).toEqual([smallest, 0, smallest * 1.5]); // toEqual distinguishes 0 from -0
    expect(v).toEqual([smallest ** 2, 0, (smallest * 1.5) ** 2]);
  });

  it('leave a negative zero gradient at +0', () => {
    expect(adam('float32', [1, 1, 1], [[-0, 0, -0]], 0.001, still).m).toEqual([0, 0, 0]);
  });

  it('fade away within few steps after the last gradient, instead of as denormals', () => {
    const gradients = Array.from({ length: 400 }, (_, t) => (t === 0 ? [1, -1, 1e-3] : [0, 0, 0]));
    expect(adam('float32', [1, 1, 1], gradients, 0.001).m).toEqual([0, 0, 0]);
    expect(adam('float64', [1, 1, 1], gradients, 0.001).m[0]).toBeCloseTo(0.1 * 0.9 ** 399, 30);
  });

  it('stay in float64', () => {
    const { m, v } = adam('float64', [1, 1, 1], [[2 ** -60, -(2 ** -200), 2 ** -49]], 0.001, still);
    expect(m).toEqual([2 ** -60, -(2 ** -200), 2 ** -49]);
    expect(v).toEqual([2 ** -120, 2 ** -400, 2 ** -98]);
  });

  it('do not hide a NaN', () => {
    const { params, m, v } = adam('float32', [1, 1, 1], [[NaN, 1, 0]], 0.001);
    expect([params[0], m[0], v[0]]).toEqual([NaN, NaN, NaN]);
    expect(params[2]).toBe(1);
  });
});
