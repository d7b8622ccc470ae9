import { describe, expect, it } from 'vitest';
import type { Axis } from './figure.js';
import { axisScale, roundDomain } from './scales.js';

const axis = (scale: Axis['scale'], domain: Axis['domain']): Axis => ({ scale, domain, label: 'Time (s)' });

const ofCounts = (domain: Axis['domain']): Axis => ({ ...axis('linear', domain), isWhole: true });

const labels = (of: Axis, most: number): readonly string[] =>
  axisScale(of, [0, 1], most).ticks.map(({ label }) => label);

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
    // Where plain labels would be long or mostly zeros: one exponent for all, with as many decimals as the step needs.
    [
      axis('linear', [-2e-8, 2e-8]),
      8,
      ['−2.0e-8', '−1.5e-8', '−1.0e-8', '−0.5e-8', '0', '0.5e-8', '1.0e-8', '1.5e-8', '2.0e-8'],
    ],
    [axis('linear', [0, 9e-5]), 3, ['0', '2e-5', '4e-5', '6e-5', '8e-5']],
    [axis('linear', [0, 5e-4]), 5, ['0.0000', '0.0001', '0.0002', '0.0003', '0.0004', '0.0005']],
    [axis('linear', [0, 3e12]), 3, ['0', '1e12', '2e12', '3e12']],
    [axis('linear', [0, 1e8]), 2, ['0', '0.5e8', '1.0e8']],
    [axis('linear', [0, 1e7]), 2, ['0', '5,000,000', '10,000,000']],
    // For counts.
    [ofCounts([0, 2]), 8, ['0', '1', '2']],
    [ofCounts([0.9, 4.1]), 9, ['1', '2', '3', '4']],
    [ofCounts([0, 1]), 6, ['0', '1']],
    [ofCounts([-5, 305]), 7, ['0', '50', '100', '150', '200', '250', '300']],
    // Too narrow for round multiples: evenly spaced values instead.
    [axis('log', [2.1, 2.6]), 6, ['2.1', '2.2', '2.3', '2.4', '2.5', '2.6']],
  ])('chooses round ticks for %o', (of, most, expected) => {
    expect(labels(of, most)).toEqual(expected);
  });

  it.each([
    [[1000000, 1000000.001], ['0.0000', '0.0005', '0.0010'], ' − 1,000,000'],
    [[999999.9998, 1000000.0002], ['−0.0002', '0.0000', '0.0002'], ' − 1,000,000'],
    [[-1000000.0002, -999999.9998], ['−0.0002', '0.0000', '0.0002'], ' + 1,000,000'],
    [[1e6 - 2e-5, 1e6 + 2e-5], ['−2e-5', '0', '2e-5'], ' − 1,000,000'],
    [[3e9, 3e9 + 1], ['0.0', '0.5', '1.0'], ' − 3,000,000,000'],
    [[2.5e-8, 2.50001e-8], ['0', '0.5e-13', '1.0e-13'], ' − 2.5e-8'],
  ] as const)('takes a round number off the ticks of the narrow domain %j, and says so', (domain, expected, offset) => {
    const { ticks, offset: said } = axisScale(axis('linear', domain), [0, 1], 2);
    expect([ticks.map(({ label }) => label), said]).toEqual([expected, offset]);
  });

  it('takes nothing off where plain labels are short', () => {
    expect(axisScale(axis('linear', [1000, 1000.5]), [0, 1], 5).offset).toBe('');
    expect(labels(axis('linear', [1000000, 1000002]), 2)).toEqual(['1,000,000', '1,000,001', '1,000,002']);
  });

  it('takes ticks that are given', () => {
    expect(labels({ ...axis('linear', [2500, 7500]), tickValues: [5000] }, 5)).toEqual(['5,000']);
    expect(labels({ ...axis('log', [2500, 7500]), tickValues: [5000] }, 5)).toEqual(['5,000']);
  });

  it('refuses a domain that cannot be shown, naming the axis', () => {
    expect(() => labels(axis('linear', [1, 1]), 5)).toThrow('axis "Time (s)": the domain must ascend, found 1 to 1');
    expect(() => labels(axis('linear', [NaN, 1]), 5)).toThrow('the domain must ascend, found NaN to 1');
    expect(() => labels(axis('log', [0, 1]), 5)).toThrow(
      'the domain of a logarithmic axis must be above zero, found 0 to 1',
    );
  });
});

describe('roundDomain', () => {
  it.each([
    ['linear', [0, 31.67], [0, 35]],
    ['linear', [0.9118, 1], [0.91, 1]],
    ['linear', [4], [2, 6]],
    ['linear', [0], [-0.5, 0.5]],
    // Values that differ only by rounding are one value. Numbers so small that they have few bits are zero.
    ['linear', [1e8, 1e8 + 1.5e-8], [4e7, 1.6e8]],
    ['linear', [0, 5e-324], [-0.5, 0.5]],
    ['log', [0.21, 31.67], [0.1, 50]],
    ['log', [0.00045, 0.017613], [0.0002, 0.02]],
    // A value on a round number stays away from the axis.
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

  it('refuses values that are too far apart', () => {
    expect(() => roundDomain([-1.7e308, 1.7e308], 'linear')).toThrow(
      'values from -1.7e+308 to 1.7e+308 lie too far apart to be shown',
    );
  });

  it('refuses values that a logarithmic axis cannot show', () => {
    expect(() => roundDomain([0, 1], 'log')).toThrow('must be above zero, found a value of 0');
  });
});
