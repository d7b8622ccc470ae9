import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultRng } from './generator.js';
import { Mt19937 } from './mt19937.js';
import { Pcg64 } from './pcg64.js';
import { RandomState } from './random-state.js';
import { SeedSequence } from './seed-sequence.js';
import { TAIL_START } from './ziggurat-tables.js';

type Entropy = number | number[];

interface Golden {
  readonly seedSequences: readonly { entropy: Entropy; spawnKey: number[]; words: number[] }[];
  readonly pcg64: readonly {
    seed: Entropy;
    firstRaw: string[];
    rawSha256: string;
    firstDoubles: number[];
    doublesSha256: string;
  }[];
  readonly normals: readonly {
    seed: number;
    mean: number;
    standardDeviation: number;
    count: number;
    first: number[];
    tailCount: number;
    largest: number;
    sha256: string;
  }[];
  readonly integers: readonly {
    seed: number;
    low: number;
    high: number;
    count: number;
    first: number[];
    sha256: string;
  }[];
  readonly mixed: { seed: number; rounds: number[][] };
  readonly mt19937: readonly {
    seed: number;
    firstRaw: number[];
    rawSha256: string;
  }[];
  readonly permutations: readonly { seed: number; n: number; first: number[]; sha256: string }[];
}

// From real NumPy: tools/golden/random_streams.py
const golden = JSON.parse(readFileSync(new URL('../golden/numpy-streams.json', import.meta.url), 'utf8')) as Golden;

const sha256 = (values: NodeJS.ArrayBufferView): string => createHash('sha256').update(values).digest('hex');
const fill = (count: number, next: () => number): Float64Array => Float64Array.from({ length: count }, next);
const int64 = (values: Float64Array): BigInt64Array => BigInt64Array.from(Array.from(values, BigInt));

describe('SeedSequence', () => {
  it.each(golden.seedSequences)(
    "of entropy $entropy and spawn key $spawnKey gives NumPy's words",
    ({ entropy, spawnKey, words }) => {
      expect(Array.from(new SeedSequence(entropy, spawnKey).generateState(words.length))).toEqual(words);
    },
  );
});

describe('PCG64', () => {
  it.each(golden.pcg64)("seeded with $seed draws NumPy's 64-bit words", ({ seed, firstRaw, rawSha256 }) => {
    const bits = new Pcg64(new SeedSequence(seed));
    const raw = new Uint32Array(20_000);
    for (let i = 0; i < raw.length; i += 2) {
      bits.next64();
      raw[i] = bits.low;
      raw[i + 1] = bits.high;
    }
    const hex = (word: number): string => word.toString(16).padStart(8, '0');
    expect(firstRaw.map((_, i) => hex(raw[2 * i + 1]) + hex(raw[2 * i]))).toEqual(firstRaw);
    expect(sha256(raw)).toBe(rawSha256);
  });

  it.each(golden.pcg64)("seeded with $seed draws NumPy's doubles", ({ seed, firstDoubles, doublesSha256 }) => {
    const doubles = new Float64Array(10_000);
    defaultRng(seed).fillRandom(doubles);
    expect(Array.from(doubles.subarray(0, firstDoubles.length))).toEqual(firstDoubles);
    expect(sha256(doubles)).toBe(doublesSha256);
  });
});

describe('normal', () => {
  it.each(golden.normals)("draws NumPy's $count values of mean $mean from seed $seed", (expected) => {
    const { seed, mean, standardDeviation, count } = expected;
    const rng = defaultRng(seed);
    const values = fill(count, () => rng.normal(mean, standardDeviation));
    const z = values.map((value) => Math.abs((value - mean) / standardDeviation));
    expect(Array.from(values.subarray(0, expected.first.length))).toEqual(expected.first);
    expect(z.filter((size) => size > TAIL_START)).toHaveLength(expected.tailCount);
    expect(values[z.indexOf(Math.max(...z))]).toBe(expected.largest);
    expect(sha256(values)).toBe(expected.sha256);
  });

  it('is tried with draws from the tail beyond the last layer', () => {
    expect(golden.normals[0].count).toBe(100_000);
    expect(golden.normals[0].tailCount).toBeGreaterThan(10);
    expect(golden.normals[0].largest).toBeGreaterThan(TAIL_START);
  });
});

describe('integers', () => {
  it.each(golden.integers)(
    "draws NumPy's values from $low to below $high",
    ({ seed, low, high, count, first, sha256: hash }) => {
      const rng = defaultRng(seed);
      const values = fill(count, () => rng.integers(low, high));
      expect(Array.from(values.subarray(0, first.length))).toEqual(first);
      expect(sha256(int64(values))).toBe(hash);
    },
  );
});

describe('one stream', () => {
  it('keeps the unused half of a 64-bit draw through draws of other kinds, as NumPy does', () => {
    const rng = defaultRng(golden.mixed.seed);
    const rounds = golden.mixed.rounds.map(() => [
      rng.integers(0, 10),
      rng.random(),
      rng.integers(0, 2 ** 40),
      rng.normal(0, 1),
      rng.integers(-5, 2 ** 32 - 5),
      rng.integers(7, 8),
      rng.integers(0, 1000),
    ]);
    expect(rounds).toEqual(golden.mixed.rounds);
  });
});

describe('MT19937', () => {
  it.each(golden.mt19937)("seeded with $seed draws NumPy's 32-bit words", ({ seed, firstRaw, rawSha256 }) => {
    const bits = new Mt19937(seed);
    const raw = Uint32Array.from({ length: 2000 }, () => bits.nextInt32());
    expect(Array.from(raw.subarray(0, firstRaw.length))).toEqual(firstRaw);
    expect(sha256(raw)).toBe(rawSha256);
  });
});

describe('permutation', () => {
  it.each(golden.permutations)("of $n numbers by seed $seed is NumPy's", ({ seed, n, first, sha256: hash }) => {
    const order = new RandomState(seed).permutation(n);
    expect(Array.from(order.subarray(0, first.length))).toEqual(first);
    expect(sha256(order)).toBe(hash);
  });
});
