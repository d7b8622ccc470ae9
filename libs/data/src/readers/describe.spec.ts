import { describe, expect, it } from 'vitest';
import { describeData } from './describe.js';
import type { FeaturesAndTarget } from './select-columns.js';

const dataOf = (rows: readonly (readonly number[])[]): FeaturesAndTarget => {
  const width = rows[0].length - 1;
  return {
    source: 'data.csv',
    featureNames: Array.from({ length: width }, (_, i) => `x${i + 1}`),
    targetName: 'y',
    x: Float64Array.from(rows.flatMap((row) => row.slice(0, width))),
    y: Float64Array.from(rows, (row) => row[width]),
    rowCount: rows.length,
  };
};

describe('describeData', () => {
  it('counts rows without a target as dropped, and says all else of those that are left', () => {
    const summary = describeData(
      dataOf([
        [1, 7, NaN, 10],
        [100, 7, 5, NaN],
        [3, 7, NaN, 20],
        [NaN, 7, NaN, 60],
      ]),
    );
    expect(summary).toEqual({
      rowCount: 3,
      droppedRowCount: 1,
      duplicateRowCount: 0,
      missingValueCount: 4,
      features: [
        { name: 'x1', missingCount: 1, min: 1, max: 3, mean: 2, isConstant: false },
        { name: 'x2', missingCount: 0, min: 7, max: 7, mean: 7, isConstant: true },
        { name: 'x3', missingCount: 3, min: NaN, max: NaN, mean: NaN, isConstant: false },
      ],
      target: { name: 'y', missingCount: 0, min: 10, max: 60, mean: 30, isConstant: false },
    });
  });

  it(
    'counts a row as a duplicate if an earlier one has equal features, missing ones included, ' +
      'whatever the targets',
    () => {
      const rows = [
        [1, 2, 0],
        [NaN, 2, 0],
        [1, 2, 9],
        [2, 1, 0],
        [NaN, 2, 5],
        [1, 2, 0],
        [0, NaN, 1],
        [-0, NaN, 1],
        [NaN, NaN, 1],
      ];
      expect(describeData(dataOf(rows)).duplicateRowCount).toBe(4);
      expect(describeData(dataOf([...rows].reverse())).duplicateRowCount).toBe(4);
    },
  );

  it('does not count a dropped row as a duplicate', () => {
    expect(
      describeData(
        dataOf([
          [1, 2, 0],
          [1, 2, NaN],
        ]),
      ).duplicateRowCount,
    ).toBe(0);
  });

  it('gives the mean of a constant column exactly, and of values whose sum float64 cannot hold', () => {
    const many = Array.from({ length: 999 }, () => [0.1, 1e8 + 1e-8, 0]);
    expect(describeData(dataOf(many)).features.map(({ mean }) => mean)).toEqual([0.1, 1e8 + 1e-8]);
    const huge = [
      [Number.MAX_VALUE, Number.MAX_VALUE, 0],
      [Number.MAX_VALUE, -Number.MAX_VALUE, 0],
    ];
    expect(describeData(dataOf(huge)).features.map(({ mean }) => mean)).toEqual([Number.MAX_VALUE, 0]);
  });

  it('says nothing of values if no row is left', () => {
    expect(describeData(dataOf([[1, NaN]]))).toMatchObject({
      rowCount: 0,
      droppedRowCount: 1,
      duplicateRowCount: 0,
      target: { min: NaN, max: NaN, mean: NaN, isConstant: false },
    });
  });
});
