import { describe, expect, it } from 'vitest';
import { PUBLISHED, PUBLISHED_MEMORY_MIB, bandPosition, publishedFor, r2BandPosition } from './published.js';

describe('the published figures', () => {
  it('cover the sizes 1,000 to 10,000', () => {
    expect(PUBLISHED.map(({ datasetSize }) => datasetSize)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => n * 1000),
    );
    expect(publishedFor(1500)).toBeUndefined();
  });

  it('give the times per sample that the published page prints, in ms', () => {
    const printed = [9.93, 6.11, 5.03, 4.29, 4.4, 3.83, 3.63, 3.27, 3.2, 3.17];
    PUBLISHED.forEach(({ datasetSize, trainingTimeSeconds }, index) => {
      // The page rounds halves up (6.105 to 6.11), but a binary fraction may be on either side of a half.
      expect(Math.abs((trainingTimeSeconds / datasetSize) * 1000 - printed[index])).toBeLessThanOrEqual(0.00501);
    });
  });

  it('show the reduction of the MSE by 97% that the published page states', () => {
    expect(1 - (publishedFor(10000)?.testMse ?? NaN) / (publishedFor(1000)?.testMse ?? NaN)).toBeCloseTo(0.974, 3);
  });

  it('lie inside their own ranges', () => {
    for (const published of PUBLISHED) {
      expect(bandPosition(published.trainingTimeSeconds, published.trainingTimeRangeSeconds)).toBe('within');
      expect(bandPosition(published.testR2, published.testR2Range)).toBe('within');
    }
  });

  it('have a memory peak that never falls', () => {
    const phases = Object.values(PUBLISHED_MEMORY_MIB);
    expect(phases).toHaveLength(10);
    expect(phases).toEqual([...phases].sort((a, b) => a - b));
  });
});

describe('bandPosition', () => {
  it('counts both ends as within', () => {
    expect([0.99, 1, 2, 2.01].map((value) => bandPosition(value, [1, 2]))).toEqual([
      'below',
      'within',
      'within',
      'above',
    ]);
  });

  it('refuses NaN, which lies nowhere', () => {
    expect(() => bandPosition(NaN, [1, 2])).toThrow('found NaN');
  });
});

describe('r2BandPosition', () => {
  it('compares with the runs of the same dataset size', () => {
    expect(r2BandPosition(1000, 0.9117)).toBe('below');
    expect(r2BandPosition(1000, 0.943)).toBe('within');
    expect(r2BandPosition(10000, 0.9989)).toBe('above');
    expect(r2BandPosition(1500, 0.99)).toBeUndefined();
  });
});
