/**
 * NumPy's legacy RandomState, as far as scikit-learn's splits use it, equal to NumPy's to the bit. (NumPy has frozen
 * it.)
 */
import { Mt19937 } from './mt19937.js';

/**
 * A whole number from 0 to max < 2^31, each equally likely: draws are masked to the bits of max, and repeated while
 * above it.
 */
const interval = (bits: Mt19937, max: number): number => {
  const mask = 0xffffffff >>> Math.clz32(max);
  for (;;) {
    const value = bits.nextInt32() & mask;
    if (value <= max) return value;
  }
};

export class RandomState {
  private readonly bits: Mt19937;

  /** @throws RangeError unless the seed is a whole number from 0 to 2^32 - 1 */
  constructor(seed: number) {
    this.bits = new Mt19937(seed);
  }

  /**
   * The numbers 0 to n - 1 in random order: a Fisher-Yates shuffle from the last place down.
   * @throws RangeError unless n is a whole number from 0 to 2^31 - 1
   */
  permutation(n: number): Int32Array {
    if (!Number.isInteger(n) || n < 0 || n > 0x7fffffff) {
      throw new RangeError(`permutation(n) needs a whole number from 0 to 2^31 - 1, got ${n}`);
    }
    const order = new Int32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    for (let i = n - 1; i > 0; i--) {
      const j = interval(this.bits, i);
      const moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
    return order;
  }
}
