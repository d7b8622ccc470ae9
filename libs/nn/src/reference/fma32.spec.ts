import { describe, expect, it } from 'vitest';
import { fma32 } from './fma32.js';

const LARGEST = 2 ** 128 - 2 ** 104;
const SMALLEST = 2 ** -149;

/** [a, b, c, the float32 nearest to a * b + c, why], worked out by hand; u = 2^-23 is the unit of 1. */
const u = 2 ** -23;
const cases: readonly (readonly [number, number, number, number, string])[] = [
  [1 + 2 ** -12, 1 + 2 ** -12, -(1 + 2 ** -11), 2 ** -24, 'all of a product of 25 bits, which alone would be a tie'],
  [1 + u, 1 + u, 2 ** 24, 2 ** 24 + 2, '2^24 + 1 is a tie, and the product is a little above 1'],
  [1 + u, 1 - u, 2 ** 24, 2 ** 24, 'the product is 1 - u^2: below the tie'],
  [1 + u, 1 - u, 2 ** 24 + 2, 2 ** 24 + 2, 'below the tie whose even neighbour is above'],
  [-(1 + u), 1 - u, -(2 ** 24 + 2), -(2 ** 24 + 2), 'the same with the other sign'],
  [1, 1, 2 ** 24, 2 ** 24, 'a true tie goes to the even neighbour below'],
  [1, 1, 2 ** 24 + 2, 2 ** 24 + 4, 'or above'],
  [1, -1, 2 ** 25, 2 ** 25, 'below a power of two units are half as large, so this is a tie'],
  [1 + u, -(1 - u), 2 ** 25, 2 ** 25, 'and this is on its near side'],
  [1 + u, -(1 + u), 2 ** 25, 2 ** 25 - 2, 'and this beyond it'],
  [
    3,
    2 ** 24 + 2,
    -SMALLEST,
    3 * 2 ** 24 + 4,
    'the product is a tie whose even neighbour is above, and c is below zero',
  ],
  [2 ** 23 + 1, 2 ** 12 + 1, SMALLEST, 2 ** 35 + 2 ** 23 + 2 ** 12, 'the product ends in 2^12 + 1, above half of 2^12'],
  [2 ** 12 + 1, 2 ** 12 + 1, SMALLEST, 2 ** 24 + 2 ** 13 + 2, 'the product is a tie, and c is above zero'],
  [2 ** 12 + 1, 2 ** 12 + 1, -SMALLEST, 2 ** 24 + 2 ** 13, 'or below'],
  [2 ** 12 + 1, 2 ** 12 + 1, 0, 2 ** 24 + 2 ** 13, 'or zero'],
  [2 ** -75, 2 ** -75, 0, 0, 'half of the smallest float32 is a tie and goes to zero'],
  [2 ** -75, 2 ** -75, SMALLEST, 2 * SMALLEST, 'one and a half of it go to two'],
  [2 ** -75, 2 ** -75 * (1 + u), 0, SMALLEST, 'a little more than half'],
  [2 ** -75 * (1 + u), 2 ** -75 * (1 - u), SMALLEST, SMALLEST, 'a little less than one and a half'],
  [2 ** -75 * (1 + u), 2 ** -75 * (1 - u), 2 ** -126, 2 ** -126, 'at the border to the normal numbers'],
  [2 ** -75, -(2 ** -75), 0, -0, 'a result that rounds to zero keeps its sign'],
  [2 ** 52, 2 ** 51, LARGEST, Infinity, 'the tie at the overflow threshold goes to infinity'],
  [2 ** 52 * (1 + u), 2 ** 51 * (1 - u), LARGEST, LARGEST, 'a little below it does not'],
  [-(2 ** 52) * (1 + u), 2 ** 51 * (1 - u), -LARGEST, -LARGEST, 'nor on the other side'],
  [2 ** 127, 2, -LARGEST, 2 ** 104, 'a product too large for a float32 is not too large here'],
  [2 ** 127, 4, -LARGEST, Infinity, 'unless the sum is too large as well'],
  [1, 0, -0, 0, '+0 + -0'],
  [-1, 0, -0, -0, '-0 + -0'],
  [1, 1, -1, 0, 'an exact zero is +0'],
  [0, Infinity, 1, NaN, '0 * infinity'],
  [1, Infinity, -Infinity, NaN, 'infinity - infinity'],
  [-2, Infinity, 1, -Infinity, 'infinity'],
  [LARGEST, LARGEST, -Infinity, -Infinity, 'minus infinity and a finite product'],
  [NaN, 1, 1, NaN, 'NaN'],
  [1, 1, NaN, NaN, 'NaN'],
];

describe('fma32', () => {
  it.each(cases)('%d * %d + %d is %d: %s', (a, b, c, expected) => {
    expect(fma32(a, b, c)).toBe(expected);
    expect(fma32(b, a, c)).toBe(expected);
  });
});
