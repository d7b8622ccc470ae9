/**
 * PCG64: the stream behind numpy.random.default_rng, to the bit (PCG XSL-RR 128/64, Melissa O'Neill 2014,
 * https://www.pcg-random.org). The state is a 128-bit linear congruential generator. Each draw folds and rotates it to
 * 64 bits:
 *
 *   state <- state * MULTIPLIER + increment   (mod 2^128)
 *   draw   = rotateRight(upper half ^ lower half, top 6 bits of state)
 *
 * The state is held in limbs of 16 bits, least significant first. Products of two limbs and sums of eight fit into
 * 32-bit whole numbers, which V8 never boxes. So no BigInt is needed.
 */
import type { SeedSequence } from './seed-sequence.js';

const LIMBS = 8;
const MULTIPLIER = Uint16Array.of(0xf645, 0x9fcc, 0xdf64, 0x4385, 0x5da4, 0x1fc6, 0xed05, 0x2360);

export class Pcg64 {
  private state = new Uint16Array(LIMBS);
  private nextState = new Uint16Array(LIMBS);
  private readonly increment = new Uint16Array(LIMBS);
  private readonly draw = new Int32Array(2);
  private savedHalf = 0;
  private hasSavedHalf = false;

  constructor(seed: SeedSequence) {
    // Eight words are the 64-bit numbers [state high, state low, stream high, stream low], each lower word first.
    const words = seed.generateState(8);
    const initialState = toLimbs(Uint32Array.of(words[2], words[3], words[0], words[1]));
    const stream = toLimbs(Uint32Array.of(words[6], words[7], words[4], words[5]));

    // increment = 2 stream + 1: each odd number gives a stream of its own
    for (let i = 0; i < LIMBS; i++) {
      this.increment[i] = (stream[i] << 1) | (i === 0 ? 1 : stream[i - 1] >>> 15);
    }
    this.advance();
    let carry = 0;
    for (let i = 0; i < LIMBS; i++) {
      const sum = this.state[i] + initialState[i] + carry;
      this.state[i] = sum;
      carry = sum >>> 16;
    }
    this.advance();
  }

  /** Upper 32 bits of the latest 64-bit draw, as a signed number. */
  get high(): number {
    return this.draw[1];
  }

  /** Lower 32 bits of the latest 64-bit draw, as a signed number. */
  get low(): number {
    return this.draw[0];
  }

  /** Draws 64 bits, which can then be read from `high` and `low`. */
  next64(): void {
    this.advance();
    const { state, draw } = this;
    const upper = ((state[7] ^ state[3]) << 16) | (state[6] ^ state[2]);
    const lower = ((state[5] ^ state[1]) << 16) | (state[4] ^ state[0]);
    const rotation = state[7] >>> 10;
    const high = rotation < 32 ? upper : lower;
    const low = rotation < 32 ? lower : upper;
    // JavaScript takes shift counts modulo 32. So the other word moves by 32 - count in two shifts; shifted by 32, it
    // must vanish.
    draw[0] = (low >>> rotation) | ((high << 1) << ~rotation);
    draw[1] = (high >>> rotation) | ((low << 1) << ~rotation);
  }

  /**
   * The next 32 bits, from 0 to 2^32 - 1: the lower half of a 64-bit draw, then its upper half, which is kept for the
   * next call.
   */
  next32(): number {
    if (this.hasSavedHalf) {
      this.hasSavedHalf = false;
      return this.savedHalf >>> 0;
    }
    this.next64();
    this.savedHalf = this.high;
    this.hasSavedHalf = true;
    return this.low >>> 0;
  }

  /** A uniform float64 in [0, 1): the upper 53 bits of a 64-bit draw, over 2^53. */
  nextDouble(): number {
    this.next64();
    return ((this.high >>> 5) * 67108864 + (((this.high & 0x1f) << 21) | (this.low >>> 11))) / 9007199254740992;
  }

  /** state * MULTIPLIER + increment, limb by limb. Carries beyond the eighth limb are dropped. */
  private advance(): void {
    const { state, nextState, increment } = this;
    let carry = 0;
    for (let limb = 0; limb < LIMBS; limb++) {
      let sum = increment[limb] + carry;
      carry = 0;
      for (let i = 0; i <= limb; i++) {
        const product = Math.imul(state[i], MULTIPLIER[limb - i]);
        sum += product & 0xffff;
        carry += product >>> 16;
      }
      nextState[limb] = sum; // its lower 16 bits
      carry += sum >>> 16;
    }
    this.state = nextState;
    this.nextState = state;
  }
}

/** The 16-bit limbs of a number in 32-bit words, both from the least significant. */
const toLimbs = (words: Uint32Array): Uint16Array =>
  Uint16Array.from({ length: LIMBS }, (_, limb) => words[limb >>> 1] >>> (limb % 2 === 0 ? 0 : 16));
