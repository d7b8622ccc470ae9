/**
 * xoshiro128++ (Blackman and Vigna 2019, https://prng.di.unimi.it, public domain): the 32-bit stream that shuffles the
 * rows of every epoch. NumPy has no such stream. It is used because a draw takes only a few shifts and additions; PCG64
 * in 32-bit words would cost more than a training step should.
 */
import { toSeedSequence, type Seed } from './seed-sequence.js';

const WORDS = 4;

const rotateLeft = (word: number, count: number): number => (word << count) | (word >>> (32 - count));

export class Xoshiro128 {
  private readonly words = new Int32Array(WORDS);

  /**
   * Seeded by the first four words of the seed's SeedSequence. Throws a RangeError for a seed that SeedSequence
   * refuses.
   */
  constructor(seed: Seed) {
    this.setState(toSeedSequence(seed).generateState(WORDS));
  }

  /** A copy of the four 32-bit words that determine the rest of the stream. */
  getState(): Uint32Array {
    return Uint32Array.from(this.words, (word) => word >>> 0);
  }

  /**
   * Continues a stream from where it was when its state was read.
   * @throws RangeError unless the state is four whole numbers from 0 to 2^32 - 1, not all zero
   */
  setState(state: ArrayLike<number>): void {
    const words = Array.from(state);
    const valid =
      words.length === WORDS && words.every((word) => Number.isInteger(word) && word >= 0 && word <= 0xffffffff);
    if (!valid || words.every((word) => word === 0)) {
      throw new RangeError(`the state must be four 32-bit words, not all zero, got [${words.join(', ')}]`);
    }
    this.words.set(words);
  }

  /** The next 32 bits, from 0 to 2^32 - 1. */
  next32(): number {
    return this.nextInt32() >>> 0;
  }

  /** The same bits as a number from -2^31 to 2^31 - 1, which V8 never boxes. */
  private nextInt32(): number {
    const { words } = this;
    const word0 = words[0];
    const word1 = words[1];
    const result = (rotateLeft((word0 + words[3]) | 0, 7) + word0) | 0;
    const word2 = words[2] ^ word0;
    const word3 = words[3] ^ word1;
    words[0] = word0 ^ word3;
    words[1] = word1 ^ word2;
    words[2] = word2 ^ (word1 << 9);
    words[3] = rotateLeft(word3, 11);
    return result;
  }

  /**
   * Shuffles `order` in place, every order equally likely: Fisher-Yates from the last place down. The partner takes
   * just as many upper bits of a draw as its place has, and is drawn again while it is above the place. Allocates
   * nothing.
   */
  shuffle(order: Int32Array): void {
    for (let i = order.length - 1; i > 0; i--) {
      const spareBits = Math.clz32(i);
      let j = this.nextInt32() >>> spareBits;
      while (j > i) j = this.nextInt32() >>> spareBits;
      const moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
  }
}
