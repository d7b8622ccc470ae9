import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Xoshiro128 } from './xoshiro128.js';

interface Golden {
  readonly streams: readonly { state: number[]; draws: number[] }[];
  readonly seeds: readonly { seed: number; state: number[]; draws: number[]; shuffled: number[] }[];
}

// From an independent program: tools/golden/xoshiro128.py
const golden = JSON.parse(readFileSync(new URL('../golden/xoshiro128.json', import.meta.url), 'utf8')) as Golden;

const take = (stream: Xoshiro128, count: number): number[] => Array.from({ length: count }, () => stream.next32());
const ascending = (length: number): Int32Array => Int32Array.from({ length }, (_, i) => i);

describe('xoshiro128++', () => {
  it.each(golden.streams)('draws the published sequence from the state $state', ({ state, draws }) => {
    const stream = new Xoshiro128(0);
    stream.setState(state);
    expect(take(stream, draws.length)).toEqual(draws);
  });

  it.each(golden.seeds)("is seeded with $seed by the words of NumPy's SeedSequence", ({ seed, state, draws }) => {
    const stream = new Xoshiro128(seed);
    expect(Array.from(stream.getState())).toEqual(state);
    expect(take(stream, draws.length)).toEqual(draws);
  });

  it('goes on from a saved state as if never interrupted', () => {
    const stream = new Xoshiro128(7);
    take(stream, 100);
    const saved = stream.getState();
    const resumed = new Xoshiro128(1);
    resumed.setState(saved);
    expect(take(resumed, 50)).toEqual(take(stream, 50));
    expect(saved).not.toEqual(stream.getState()); // a copy, not a view
  });

  it.each([[[0, 0, 0, 0]], [[1, 2, 3]], [[1, 2, 3, -4]], [[1, 2, 3, 2 ** 32]], [[1, 2, 3, 0.5]]])(
    'refuses the state %j',
    (state) => {
      expect(() => {
        new Xoshiro128(1).setState(state);
      }).toThrow('four 32-bit words, not all zero');
    },
  );
});

describe('shuffle', () => {
  it.each(golden.seeds)('by seed $seed is Fisher and Yates with draws masked and rejected', ({ seed, shuffled }) => {
    const order = ascending(shuffled.length);
    new Xoshiro128(seed).shuffle(order);
    expect(Array.from(order)).toEqual(shuffled);
  });

  it('keeps every element', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })), fc.maxSafeNat(), (elements, seed) => {
        const order = Int32Array.from(elements);
        new Xoshiro128(seed).shuffle(order);
        expect(order.sort()).toEqual(Int32Array.from(elements).sort());
      }),
    );
  });

  it('makes every order of four elements equally often', () => {
    const stream = new Xoshiro128(11);
    const counts = new Map<string, number>();
    const draws = 24_000;
    for (let i = 0; i < draws; i++) {
      const order = ascending(4);
      stream.shuffle(order);
      counts.set(order.join(), (counts.get(order.join()) ?? 0) + 1);
    }
    const expected = draws / 24;
    const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(counts.size).toBe(24);
    expect(chiSquared).toBeLessThan(49.7); // exceeded once in 1,000 seeds with 23 degrees of freedom
  });
});
