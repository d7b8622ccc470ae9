import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRng } from './generator.js';
import { RandomState } from './random-state.js';
import { SeedSequence } from './seed-sequence.js';
import { multiplyHigh } from './uint32.js';

const uint32 = fc.integer({ min: 0, max: 0xffffffff });

describe('seeds', () => {
  it.each([-1, 0.5, NaN, Infinity, 2 ** 53])('SeedSequence refuses the entropy %d', (seed) => {
    expect(() => new SeedSequence(seed)).toThrow(`entropy must be a whole number from 0 to 2^53 - 1, got ${seed}`);
    expect(() => defaultRng([1, seed])).toThrow('entropy');
    expect(() => new SeedSequence(1, [seed])).toThrow('spawnKey');
  });

  it.each([-1, 0.5, NaN, 2 ** 32])('RandomState refuses the seed %d', (seed) => {
    expect(() => new RandomState(seed)).toThrow(`from 0 to 2^32 - 1, got ${seed}`);
  });

  it('give the same words each time they are asked', () => {
    const sequence = new SeedSequence(42);
    expect(sequence.generateState(6).subarray(0, 4)).toEqual(sequence.generateState(4));
  });
});

describe('multiplyHigh', () => {
  it('is the upper half of the exact product', () => {
    fc.assert(
      fc.property(uint32, uint32, (a, b) => {
        expect(multiplyHigh(a, b)).toBe(Number((BigInt(a) * BigInt(b)) >> 32n));
      }),
    );
    expect(multiplyHigh(0xffffffff, 0xffffffff)).toBe(0xfffffffe);
  });
});

describe('Generator', () => {
  it('fills as it draws one by one', () => {
    const filled = new Float64Array(20);
    const one = defaultRng(3);
    const other = defaultRng(3);
    other.fillRandom(filled);
    expect(Array.from(filled, () => one.random())).toEqual(Array.from(filled));
  });

  it('draws whole numbers inside their bounds, reaching both ends of small ranges', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: 6 }), uint32, (low, span, seed) => {
        const high = Math.min(low + span, Number.MAX_SAFE_INTEGER);
        fc.pre(low < high);
        const rng = defaultRng(seed);
        const seen = new Set(Array.from({ length: 200 }, () => rng.integers(low, high)));
        expect(Array.from(seen).sort((a, b) => a - b)).toEqual(Array.from({ length: high - low }, (_, i) => low + i));
      }),
    );
  });

  it.each([
    [3, 3],
    [4, 3],
    [0.5, 3],
    [0, NaN],
    [-1, 2 ** 53],
    [-1, 2 ** 53 - 1],
    [-(2 ** 52) - 1, 2 ** 52],
  ])('refuses whole numbers from %d to %d', (low, high) => {
    expect(() => defaultRng(1).integers(low, high)).toThrow('whole numbers low < high less than 2^53 apart');
  });

  it('refuses a standard deviation that is none', () => {
    expect(() => defaultRng(1).normal(0, -1)).toThrow('standard deviation >= 0, got 0 and -1');
    expect(() => defaultRng(1).normal(0, NaN)).toThrow('standard deviation');
    expect(() => defaultRng(1).normal(NaN, 1)).toThrow('standard deviation');
  });
});

describe('permutation', () => {
  it('holds every number once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), uint32, (n, seed) => {
        const order = new RandomState(seed).permutation(n);
        expect(Array.from(order).sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  it.each([-1, 1.5, NaN, 2 ** 31])('refuses %d numbers', (n) => {
    expect(() => new RandomState(1).permutation(n)).toThrow('from 0 to 2^31 - 1');
  });
});
