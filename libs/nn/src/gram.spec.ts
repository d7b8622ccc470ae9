import { defaultRng } from '@fived/random';
import { describe, expect, it } from 'vitest';
import { createReferenceGram, GRAM_ROWS, type Gram } from './gram.js';
import { fma32 } from './reference/fma32.js';
import { createSimdGram } from './simd/gram-panels.js';
import { bitDifferences } from './testing/random-cases.js';

const f32 = Math.fround;

/** Random rows. Some values are zeros, tiny or huge. */
function fill(gram: Gram, columnCount: number, count: number, seed: number): number[][] {
  const random = defaultRng(seed);
  const rows = Array.from({ length: count }, () =>
    Array.from({ length: columnCount }, () => f32(random.normal(0, 1) * [1, 0, 1e-30, 1e12][random.integers(0, 4)])),
  );
  rows.forEach((row, r) => {
    gram.rows.set(row, r * gram.stride);
  });
  return rows;
}

/** i <= j, row by row. */
const upper = ({ products, stride }: Gram, columnCount: number): number[] => {
  const values: number[] = [];
  for (let i = 0; i < columnCount; i++) for (let j = i; j < columnCount; j++) values.push(products[i * stride + j]);
  return values;
};

describe.each([
  ['reference', createReferenceGram],
  ['SIMD', createSimdGram],
])('The products of the %s engine', (_, create) => {
  it.each([1, 2, 3, 31, 32, 33, 64, 70, 97])('of %i columns are those of plain loops, to the bit', (columnCount) => {
    const gram = create(columnCount);
    for (const count of [1, 2, 5, GRAM_ROWS]) {
      const rows = fill(gram, columnCount, count, 100 * columnCount + count);
      gram.multiply(count);
      const expected: number[] = [];
      for (let i = 0; i < columnCount; i++) {
        for (let j = i; j < columnCount; j++) {
          let sum = 0;
          for (const row of rows) sum = fma32(row[i], row[j], sum);
          expected.push(sum);
        }
      }
      expect(bitDifferences(upper(gram, columnCount), expected)).toEqual([]);
    }
  });
});
