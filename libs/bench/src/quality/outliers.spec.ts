import { describe, expect, it } from 'vitest';
import { labelOutliers, modifiedZScores } from './outliers.js';

const normal = [
  2.33269488, 1.42195907, -0.57527698, -0.31293437, 2.2948158, 0.75813273, -1.0712388, -0.96394741, -1.15897446,
  1.10976285,
];

describe('labelOutliers', () => {
  // The cases and counts of hyperfine's own tests (src/outlier_detection.rs, test_detect_outliers and
  // test_detect_outliers_if_mad_becomes_0).
  it.each([
    [[], 0],
    [[50], 0],
    [[1000, 0], 0],
    [[-0.2, 0, 0.2], 0],
    [[-0.2, 0, 0.2, 4], 1],
    [[0.5, 0.3, 0.29, 0.31, 0.3], 1],
    [normal, 0],
    [[...normal, 20, -500], 2],
    [[10, 10, 10, 10, 10, 10, 10, 100], 1],
    [[10, 10, 10, 10, 10, 10, 10, 100, 100], 2],
  ])('finds in %j as many as hyperfine: %d', (values, count) => {
    expect(labelOutliers(values).filter(Boolean)).toHaveLength(count);
  });

  it('labels each value in its place and leaves all where they were', () => {
    const values = Object.freeze([0.3, 0.29, 0.5, 0.31, 0.3]);
    expect(labelOutliers(values)).toEqual([false, false, true, false, false]);
  });

  it('takes a value for one from beyond 14.826 median absolute deviations', () => {
    // Median 10; deviations 1, 1, 0 and that of the last value.
    expect(labelOutliers([9, 10, 10, 11, 10 + 0.5 * 14.8])).toEqual([false, false, false, false, false]);
    expect(labelOutliers([9, 11, 10, 10 + 14.8, 8])).toEqual([false, false, false, false, false]);
    expect(labelOutliers([9, 11, 10, 10 + 14.9, 9])).toEqual([false, false, false, true, false]);
  });
});

describe('modifiedZScores', () => {
  it('counts median absolute deviations from the median, with their sign', () => {
    expect(modifiedZScores([1, 2, 4, 8, 10])).toEqual([-1, -2 / 3, 0, 4 / 3, 2]);
  });
});
