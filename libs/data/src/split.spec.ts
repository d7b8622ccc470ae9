import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitRows } from './split.js';

describe('splitRows', () => {
  it('puts every row into exactly one of three non-empty sets of about 70, 15 and 15%', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 3000 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (rowCount, seed) => {
        const { train, validation, test } = splitRows(rowCount, seed);
        const all = [...train, ...validation, ...test].sort((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: rowCount }, (_, row) => row));
        expect(train.length).toBeGreaterThan(0);
        expect(Math.abs(test.length - 0.15 * rowCount)).toBeLessThan(1);
        expect(Math.abs(validation.length - 0.15 * rowCount)).toBeLessThan(1.01);
      }),
    );
  });

  it.each([
    [3000, 2099, 451, 450],
    [6000, 4199, 901, 900],
    [10_000, 7000, 1500, 1500],
  ])('of %d rows has the published sizes %d, %d and %d', (rowCount, trainCount, validationCount, testCount) => {
    const { train, validation, test } = splitRows(rowCount);
    expect([train.length, validation.length, test.length]).toEqual([trainCount, validationCount, testCount]);
  });

  it('gives other sets for another seed', () => {
    expect(splitRows(100, 1).test).not.toEqual(splitRows(100, 2).test);
  });

  it.each([-1, 0, 1, 2, 10.5, NaN])('of %d rows is refused, saying what it needs', (rowCount) => {
    expect(() => splitRows(rowCount)).toThrow(`needs at least 3 rows, one for each, got ${rowCount}`);
  });
});
