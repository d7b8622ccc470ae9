/**
 * MT19937, the Mersenne Twister (Matsumoto and Nishimura 1998). One 32-bit number seeds it through Knuth's generator,
 * as in NumPy's legacy RandomState(seed).
 */

const SIZE = 624;
const SHIFT = 397;
const MATRIX_A = 0x9908b0df;
const UPPER_MASK = 0x80000000;
const LOWER_MASK = 0x7fffffff;

export class Mt19937 {
  private readonly state = new Int32Array(SIZE);
  private position = SIZE;

  /** @throws RangeError unless the seed is a whole number from 0 to 2^32 - 1 */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new RangeError(`the seed must be a whole number from 0 to 2^32 - 1, got ${seed}`);
    }
    const { state } = this;
    state[0] = seed;
    for (let i = 1; i < SIZE; i++) {
      state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /** The next 32 bits, as a number from -2^31 to 2^31 - 1, which V8 never boxes. */
  nextInt32(): number {
    if (this.position === SIZE) this.twist();
    let y = this.state[this.position++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y;
  }

  /** The next 624 words, in place; indices wrap around. */
  private twist(): void {
    const { state } = this;
    for (let i = 0; i < SIZE; i++) {
      const y = (state[i] & UPPER_MASK) | (state[(i + 1) % SIZE] & LOWER_MASK);
      state[i] = state[(i + SHIFT) % SIZE] ^ (y >>> 1) ^ (y & 1 ? MATRIX_A : 0);
    }
    this.position = 0;
  }
}
