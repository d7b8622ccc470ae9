/** Products of float64 without loss. */

/** 10^0 ... 10^22 are exact in float64; larger powers are not. */
export const MAX_EXACT_POWER = 22;
export const EXACT_POWERS = Float64Array.from({ length: MAX_EXACT_POWER + 1 }, (_, exponent) =>
  Number(`1e${exponent}`),
);

/** 2^27 + 1: splits a float64 into two halves whose products are exact. */
const SPLITTER = 134217729;

/**
 * The rounding error of a product: product + error = a b, exactly (T. J. Dekker, "A floating-point technique for
 * extending the available precision", 1971).
 * @param product a b, rounded to float64; nothing may overflow or underflow
 */
export const productError = (a: number, b: number, product: number): number => {
  const cutA = SPLITTER * a;
  const a1 = cutA - (cutA - a);
  const a2 = a - a1;
  const cutB = SPLITTER * b;
  const b1 = cutB - (cutB - b);
  const b2 = b - b1;
  return a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2;
};
