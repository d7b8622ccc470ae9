/**
 * SeedSequence: turns any whole numbers into well mixed seed words, equal to numpy.random.SeedSequence's to the bit.
 *
 * The entropy is hashed into a pool of four 32-bit words, in which every input bit affects every word. The pool is then
 * hashed again into as many output words as needed. The construction is Melissa O'Neill's seed_seq_fe
 * (https://www.pcg-random.org/posts/developing-a-seed_seq-alternative.html) with NumPy's constants and spawn keys.
 */
import { TWO_TO_32 } from './uint32.js';

const POOL_SIZE = 4;
const INIT_A = 0x43b0d7e5;
const MULTIPLIER_A = 0x931e8875;
const INIT_B = 0x8b51f9dd;
const MULTIPLIER_B = 0x58f38ded;
const MIX_LEFT = 0xca01f9dd;
const MIX_RIGHT = 0x4973f715;

const mix = (x: number, y: number): number => {
  const result = Math.imul(MIX_LEFT, x) - Math.imul(MIX_RIGHT, y);
  return result ^ (result >>> 16);
};

/** A hash whose constant changes with every word that it takes. */
const createHash = (initial: number, multiplier: number): ((word: number) => number) => {
  let constant = initial;
  return (word) => {
    const value = word ^ constant;
    constant = Math.imul(constant, multiplier);
    const product = Math.imul(value, constant);
    return product ^ (product >>> 16);
  };
};

/** Appends the 32-bit words of a whole number, least significant first. Zero is one word. */
const pushWords = (words: number[], value: number, what: string): void => {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${what} must be a whole number from 0 to 2^53 - 1, got ${value}`);
  }
  words.push(value >>> 0);
  if (value >= TWO_TO_32) words.push(Math.floor(value / TWO_TO_32));
};

const assembleEntropy = (entropy: number | readonly number[], spawnKey: readonly number[]): number[] => {
  const words: number[] = [];
  for (const value of typeof entropy === 'number' ? [entropy] : entropy) pushWords(words, value, 'entropy');
  if (spawnKey.length > 0) {
    // Zeros pad the pool, so that short entropy with a spawn key never equals longer entropy without one.
    while (words.length < POOL_SIZE) words.push(0);
    for (const value of spawnKey) pushWords(words, value, 'spawnKey');
  }
  return words;
};

const mixEntropy = (words: readonly number[]): Uint32Array => {
  const pool = new Uint32Array(POOL_SIZE);
  const hash = createHash(INIT_A, MULTIPLIER_A);
  for (let i = 0; i < POOL_SIZE; i++) pool[i] = hash(i < words.length ? words[i] : 0);
  for (let source = 0; source < POOL_SIZE; source++) {
    for (let target = 0; target < POOL_SIZE; target++) {
      if (source !== target) pool[target] = mix(pool[target], hash(pool[source]));
    }
  }
  for (const word of words.slice(POOL_SIZE)) {
    for (let target = 0; target < POOL_SIZE; target++) pool[target] = mix(pool[target], hash(word));
  }
  return pool;
};

export class SeedSequence {
  private readonly pool: Uint32Array;

  /**
   * @param entropy one whole number or several, each from 0 to 2^53 - 1
   * @param spawnKey whole numbers that distinguish the streams of one entropy, like NumPy's spawn_key
   * @throws RangeError for a number that is negative, fractional or above 2^53 - 1
   */
  constructor(entropy: number | readonly number[], spawnKey: readonly number[] = []) {
    this.pool = mixEntropy(assembleEntropy(entropy, spawnKey));
  }

  /**
   * The first `wordCount` 32-bit words; every call gives the same words. NumPy's 64-bit states are pairs of these, the
   * lower word first.
   */
  generateState(wordCount: number): Uint32Array {
    const hash = createHash(INIT_B, MULTIPLIER_B);
    const state = new Uint32Array(wordCount);
    for (let i = 0; i < wordCount; i++) state[i] = hash(this.pool[i % POOL_SIZE]);
    return state;
  }
}

/** The seeds that a stream accepts. */
export type Seed = number | readonly number[] | SeedSequence;

export const toSeedSequence = (seed: Seed): SeedSequence =>
  seed instanceof SeedSequence ? seed : new SeedSequence(seed);
