/** Unsigned 32-bit arithmetic that JavaScript lacks. Every intermediate is an integer below 2^53, so it is exact. */

export const TWO_TO_32 = 4294967296;

/**
 * Upper 32 bits of the 64-bit product of two unsigned 32-bit words, which may be passed as signed ones. (Math.imul
 * gives the lower 32.)
 */
export const multiplyHigh = (a: number, b: number): number => {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const other = aLow * bHigh + (middle & 0xffff);
  return aHigh * bHigh + (middle >>> 16) + (other >>> 16);
};
