import { describe, expect, it } from 'vitest';
import { checkOwnGradient } from './examples/own-gradient.js';
import { functionGradientCheck } from './function-gradient-check.js';

/** f = a^2 b + exp(c), whose gradient is (2ab, a^2, exp(c)). */
const loss = ([a, b, c]: Float64Array): number => a * a * b + Math.exp(c);
const right = ([a, b, c]: Float64Array): number[] => [2 * a * b, a * a, Math.exp(c)];
const params = [3, -0.5, 0.25];

describe('functionGradientCheck', () => {
  it('passes a right gradient, and gives both gradients', () => {
    const check = functionGradientCheck({ loss, gradient: right, params });
    expect(check.passed).toBe(true);
    expect([...check.analytic]).toEqual([-3, 9, Math.exp(0.25)]);
    // of a^2 b the central difference is exact but for rounding; of exp it is off by h^2 / 6, 1e-11
    check.numeric.forEach((slope, i) => {
      expect(Math.abs(slope - check.analytic[i])).toBeLessThan(1e-9);
    });
  });

  it('passes the example', () => {
    expect(checkOwnGradient().passed).toBe(true);
  });

  it('catches a wrong element', () => {
    const gradient = (at: Float64Array): number[] => [right(at)[0], right(at)[1] * (1 + 1e-4), right(at)[2]];
    expect(functionGradientCheck({ loss, gradient, params }).passed).toBe(false);
  });

  it('catches a gradient that is not a number', () => {
    expect(functionGradientCheck({ loss, gradient: () => [NaN, 9, 1], params }).passed).toBe(false);
  });

  it('leaves the parameters as they are, whatever the functions do with theirs', () => {
    const at = Float64Array.from(params);
    functionGradientCheck({ loss: (own) => loss(own.fill(1)), gradient: (own) => own.fill(0), params: at });
    expect([...at]).toEqual(params);
  });

  it('refuses a gradient of another length, and a step that is none', () => {
    expect(() => functionGradientCheck({ loss, gradient: () => [1], params })).toThrow(
      new RangeError('The gradient must have 3 numbers, one a parameter; got 1.'),
    );
    expect(() => functionGradientCheck({ loss, gradient: right, params, step: 0 })).toThrow(RangeError);
  });
});
