/**
 * PCG64: the stream behind numpy.random.default_rng, to the bit (PCG XSL-RR 128/64, Melissa O'Neill 2014,
 * https://www.pcg-random.org). A 128-bit linear congruential state, of which 64 bits come out, folded and rotated:
 *
 *   state <- state * MULTIPLIER + increment   (mod 2^128)
 *   draw   = rotateRight(upper half ^ lower half, top 6 bits of state)
 *
 * In 32-bit words, least significant first; no BigInt.
 */
import type { SeedSequence } from './seed-sequence.js';
import { multiplyHigh, TWO_TO_32 } from './uint32.js';

const WORDS = 4;
const MULTIPLIER = Uint32Array.of(0x9fccf645, 0x4385df64, 0x1fc65da4, 0x2360ed05);

export class Pcg64 {
  private state = new Uint32Array(WORDS);
  private nextState = new Uint32Array(WORDS);
  private readonly increment = new Uint32Array(WORDS);
  private readonly draw = new Uint32Array(2);
  private readonly savedHalf = new Uint32Array(1);
  private hasSavedHalf = false;

  constructor(seed: SeedSequence) {
    // Eight words are the 64-bit numbers [state high, state low, stream high, stream low], each lower word first.
    const words = seed.generateState(2 * WORDS);
    const initialState = Uint32Array.of(words[2], words[3], words[0], words[1]);
    const stream = Uint32Array.of(words[6], words[7], words[4], words[5]);

    // increment = 2 stream + 1: any odd number names a stream of its own
    for (let i = 0; i < WORDS; i++) {
      this.increment[i] = (stream[i] << 1) | (i === 0 ? 1 : stream[i - 1] >>> 31);
    }
    this.advance();
    let carry = 0;
    for (let i = 0; i < WORDS; i++) {
      const sum = this.state[i] + initialState[i] + carry;
      this.state[i] = sum;
      carry = sum >= TWO_TO_32 ? 1 : 0;
    }
    this.advance();
  }

  /** Upper 32 bits of the latest 64-bit draw. */
  get high(): number {
    return this.draw[1];
  }

  /** Lower 32 bits of the latest 64-bit draw. */
  get low(): number {
    return this.draw[0];
  }

  /** Draws 64 bits, then to be read from `high` and `low`. */
  next64(): void {
    this.advance();
    const { state, draw } = this;
    let high = state[3] ^ state[1];
    let low = state[2] ^ state[0];
    let rotation = state[3] >>> 26;
    if (rotation >= 32) {
      [high, low] = [low, high];
      rotation -= 32;
    }
    // A shift by 32 would be one by 0, so no rotation is a case of its own.
    draw[0] = rotation === 0 ? low : (low >>> rotation) | (high << (32 - rotation));
    draw[1] = rotation === 0 ? high : (high >>> rotation) | (low << (32 - rotation));
  }

  /** The next 32 bits, from 0 to 2^32 - 1: the lower half of a 64-bit draw, then its upper half, which waits till asked for. */
  next32(): number {
    if (this.hasSavedHalf) {
      this.hasSavedHalf = false;
      return this.savedHalf[0];
    }
    this.next64();
    this.savedHalf[0] = this.high;
    this.hasSavedHalf = true;
    return this.low;
  }

  /** A uniform float64 in [0, 1): the upper 53 bits of a 64-bit draw over 2^53. */
  nextDouble(): number {
    this.next64();
    return ((this.high >>> 5) * 67108864 + ((this.high & 0x1f) << 21 | this.low >>> 11)) / 9007199254740992;
  }

  /** state * MULTIPLIER + increment, by long multiplication; the words above the fourth fall away. */
  private advance(): void {
    const { state, nextState } = this;
    nextState.set(this.increment);
    for (let i = 0; i < WORDS; i++) {
      let carry = 0;
      for (let j = 0; i + j < WORDS; j++) {
        const low = Math.imul(state[i], MULTIPLIER[j]) >>> 0;
        const sum = nextState[i + j] + low + carry;
        nextState[i + j] = sum;
        carry = multiplyHigh(state[i], MULTIPLIER[j]) + Math.floor(sum / TWO_TO_32);
      }
    }
    this.state = nextState;
    this.nextState = state;
  }
}
