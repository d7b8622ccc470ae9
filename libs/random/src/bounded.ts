/**
 * Unbiased whole numbers below a bound by Lemire's method (Fast Random Integer Generation in an Interval, 2019). They
 * are drawn from the stream exactly as NumPy's Generator.integers draws int64: 32-bit draws for up to 2^32 values, else
 * 64-bit.
 *
 *   product = draw * count; the upper half is the result. If the lower half is below 2^bits mod count, draw again.
 */
import type { Pcg64 } from './pcg64.js';
import { multiplyHigh, TWO_TO_32 } from './uint32.js';

const below32 = (bits: Pcg64, count: number): number => {
  // The remainder costs a division, so it is computed only when the lower half could be below it.
  const threshold = (): number => TWO_TO_32 % count;
  for (;;) {
    const draw = bits.next32();
    const lower = Math.imul(draw, count) >>> 0;
    if (lower >= count || lower >= threshold()) return multiplyHigh(draw, count);
  }
};

/** 2^64 mod count by doubling; exact since count < 2^53. */
const twoTo64Modulo = (count: number): number => {
  let remainder = 1;
  for (let i = 0; i < 64; i++) {
    remainder *= 2;
    if (remainder >= count) remainder -= count;
  }
  return remainder;
};

const below64 = (bits: Pcg64, count: number): number => {
  const countHigh = Math.floor(count / TWO_TO_32);
  const countLow = count >>> 0;
  for (;;) {
    bits.next64();
    const { high, low } = bits;
    // The 128-bit product, one word a line, from the least significant. word2 and word3 are the result.
    const word0 = Math.imul(low, countLow) >>> 0;
    const sum1 = multiplyHigh(low, countLow) + (Math.imul(low, countHigh) >>> 0) + (Math.imul(high, countLow) >>> 0);
    const sum2 =
      Math.floor(sum1 / TWO_TO_32) +
      multiplyHigh(low, countHigh) +
      multiplyHigh(high, countLow) +
      (Math.imul(high, countHigh) >>> 0);
    const word3 = Math.floor(sum2 / TWO_TO_32) + multiplyHigh(high, countHigh);
    // Above 2^53 this is rounded, but then it is not below count in either case.
    const lower = (sum1 >>> 0) * TWO_TO_32 + word0;
    if (lower >= count || lower >= twoTo64Modulo(count)) return word3 * TWO_TO_32 + (sum2 >>> 0);
  }
};

/** A whole number from 0 to count - 1, each equally likely; count is from 1 to 2^53 - 1. count = 1 uses no draw. */
export const boundedInteger = (bits: Pcg64, count: number): number => {
  if (count === 1) return 0;
  if (count === TWO_TO_32) return bits.next32();
  return count < TWO_TO_32 ? below32(bits, count) : below64(bits, count);
};
