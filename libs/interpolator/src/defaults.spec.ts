import { describe, expect, it } from 'vitest';
import { presets } from './defaults.js';

const summary = (trainingRowCount: number, dimensions = 5): string => {
  const { optimizer, hiddenSizes, members, epochs } = presets.default({ trainingRowCount, dimensions });
  return `${optimizer} ${hiddenSizes.join()} x${members} ${epochs}`;
};

describe('The default settings', () => {
  it.each([
    [10, 'levenberg-marquardt 12,8 x8 120'],
    [700, 'levenberg-marquardt 12,8 x8 120'],
    [1400, 'levenberg-marquardt 12,8 x4 120'],
    [2999, 'levenberg-marquardt 12,8 x3 120'],
    [3000, 'levenberg-marquardt 16,16 x2 90'],
    [14_000, 'levenberg-marquardt 16,16 x2 90'],
    [14_001, 'levenberg-marquardt 16,16 x1 90'],
    [40_000, 'levenberg-marquardt 16,16 x1 90'],
    [40_001, 'adam 64,32,16 x1 100'],
    [1_000_000, 'adam 64,32,16 x1 30'],
  ])('for %i training rows', (rows, expected) => {
    expect(summary(rows)).toBe(expected);
  });

  it('leave second-order training to few features, whose weights are few', () => {
    expect(summary(1000, 40)).toContain('levenberg-marquardt');
    expect(summary(1000, 41)).toContain('adam');
  });

  it('let Adam see about as many rows in all, whatever their number, if it is asked for', () => {
    const epochs = [1000, 7000, 100_000].map(
      (trainingRowCount) => presets.default({ trainingRowCount, dimensions: 5 }, 'adam').epochs,
    );
    expect(epochs).toEqual([1500, 900, 100]);
  });
});
