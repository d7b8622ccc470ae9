/** Powers of two to divide by. Sums of squares then neither overflow nor vanish, and no bit of a quotient is lost. */

/** This limit keeps both the power and its inverse normal numbers. */
const LARGEST_EXPONENT = 1000;

/** A power of two near the magnitude, which must be finite; 1 for zero. */
export function binaryUnit(magnitude: number): number {
  if (magnitude === 0) return 1;
  const exponent = Math.round(Math.log2(magnitude));
  return 2 ** Math.max(-LARGEST_EXPONENT, Math.min(LARGEST_EXPONENT, exponent));
}
