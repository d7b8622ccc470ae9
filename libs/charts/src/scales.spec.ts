import { describe, expect, it } from 'vitest';
import type { Axis } from './figure.js';
import { axisScale, roundDomain } from './scales.js';

const axis = (scale: Axis['scale'], domain: Axis['domain']): Axis => ({ scale, domain, label: 'Time (s)' });

const labels = (of: Axis, most: number): readonly string[] => axisScale(of, [0, 1], most).ticks.map(({ label }) => label);

describe('axisScale', () => {
  it('puts the ends of a linear domain at the ends of the pixels, and the middle in the middle', () => {
    const { toPixel } = axisScale(axis('linear', [10, 30]), [500, 100], 5);
    expect([10, 20, 30].map(toPixel)).toEqual([500, 300, 100]);
  });

  it('gives equal factors equal lengths on a logarithmic axis', () => {
    const { toPixel } = axisScale(axis('log', [1, 100]), [0, 200], 5);
    expect(toPixel(10)).toBeCloseTo(100, 9);
    expect(toPixel(2) - toPixel(1)).toBeCloseTo(toPixel(100) - toPixel(50), 9);
  });

  it.each([
    [axis('linear', [0, 35]), 8, ['0', '5', '10', '15', '20', '25', '30', '35']],
    [axis('linear', [0.9, 1]), 5, ['0.90', '0.92', '0.94', '0.96', '0.98', '1.00']],
    [axis('linear', [1000, 10000]), 4, ['2,000', '4,000', '6,000', '8,000', '10,000']],
    [axis('log', [0.1, 50]), 7, ['0.1', '0.3', '1', '3', '10', '30']],
    [axis('log', [5e-5, 0.02]), 5, ['0.0001', '0.0003', '0.001', '0.003', '0.01']],
    [axis('log', [1, 10]), 4, ['1', '2', '5', '10']],
    [axis('log', [100, 1e6]), 6, ['100', '1,000', '10,000', '100,000', '1,000,000']],
    [axis('log', [1, 1e9]), 4, ['1', '1,000', '1,000,000', '1,000,000,000']],
    // Too narrow for round multiples: evenly spaced values instead.
    [axis('log', [2.1, 2.6]), 6, ['2.1', '2.2', '2.3', '2.4', '2.5', '2.6']],
  ])('chooses round ticks for %o', (of, most, expected) => {
    expect(labels(of, most)).toEqual(expected);
  });

  it('takes ticks that are given', () => {
    expect(labels({ ...axis('linear', [2500, 7500]), tickValues: [5000] }, 5)).toEqual(['5,000']);
    expect(labels({ ...axis('log', [2500, 7500]), tickValues: [5000] }, 5)).toEqual(['5,000']);
  });

  it('refuses a domain that cannot be shown, naming the axis', () => {
    expect(() => labels(axis('linear', [1, 1]), 5)).toThrow('axis "Time (s)": the domain must ascend, found 1 to 1');
    expect(() => labels(axis('linear', [NaN, 1]), 5)).toThrow('the domain must ascend, found NaN to 1');
    expect(() => labels(axis('log', [0, 1]), 5)).toThrow('the domain of a logarithmic axis must be above zero, found 0 to 1');
  });
});

describe('roundDomain', () => {
  it.each([
    ['linear', [0, 31.67], [0, 35]],
    ['linear', [0.9118, 1], [0.91, 1]],
    ['linear', [4], [2, 6]],
    ['linear', [0], [-0.5, 0.5]],
    ['log', [0.21, 31.67], [0.1, 50]],
    ['log', [0.00045, 0.017613], [0.0002, 0.02]],
    // A value on a round number keeps clear of the axis.
    ['log', [1, 10], [0.5, 20]],
    ['log', [1000], [500, 2000]],
  ] as const)('rounds a %s domain of %j to %j', (scale, values, expected) => {
    expect(roundDomain(values, scale)).toEqual(expected);
  });

  it('holds all values, whatever they are', () => {
    for (let exponent = -12; exponent <= 12; exponent += 0.037) {
      const value = 10 ** exponent;
      const [low, high] = roundDomain([value], 'log');
      expect(low < value && value < high && high / low <= 25).toBe(true);
    }
  });

  it('refuses values that a logarithmic axis cannot show', () => {
    expect(() => roundDomain([0, 1], 'log')).toThrow('must be above zero, found a value of 0');
  });
});
