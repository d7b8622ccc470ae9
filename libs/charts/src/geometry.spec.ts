import { describe, expect, it } from 'vitest';
import { boxesOverlap, contains, segmentMeetsBox } from './geometry.js';

const box = { left: 10, top: 10, right: 20, bottom: 20 };

describe('segmentMeetsBox', () => {
  it.each([
    ['through the middle', [0, 15], [30, 15], true],
    ['wholly inside', [12, 12], [13, 13], true],
    ['a single point inside', [15, 15], [15, 15], true],
    ['across a corner', [5, 16], [16, 5], true],
    ['past a corner, though its own bounding box overlaps', [5, 14], [14, 5], false],
    ['stopping short', [0, 15], [9, 15], false],
    ['along, above', [0, 9], [30, 9], false],
    ['upright, to the right', [21, 0], [21, 30], false],
    ['a single point outside', [5, 15], [5, 15], false],
  ] as const)('%s', (_, from, to, expected) => {
    expect(segmentMeetsBox(from, to, box)).toBe(expected);
    expect(segmentMeetsBox(to, from, box)).toBe(expected);
  });
});

describe('boxes', () => {
  it('that only touch do not overlap', () => {
    expect(boxesOverlap(box, { left: 20, top: 10, right: 30, bottom: 20 })).toBe(false);
    expect(boxesOverlap(box, { left: 19, top: 19, right: 30, bottom: 30 })).toBe(true);
  });

  it('contain what is nowhere outside of them', () => {
    expect(contains(box, box)).toBe(true);
    expect(contains(box, { left: 11, top: 11, right: 19, bottom: 21 })).toBe(false);
  });
});
