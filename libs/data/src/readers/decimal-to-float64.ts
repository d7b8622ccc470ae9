/**
 * A decimal of up to 30 digits as the nearest float64, without making a string. Equal to `Number()` to the bit.
 *
 * Short ones follow W. D. Clinger, "How to read floating point numbers accurately" (PLDI 1990): digits and power of ten
 * are both exact, so one multiplication or division rounds only once. Others become a sum of two float64, which holds
 * about 100 bits (T. J. Dekker, "A floating-point technique for extending the available precision", 1971). Ziv's test
 * checks it: if the sum rounds to the same float64 with the largest possible error added and subtracted, then so does
 * the decimal.
 */

import { EXACT_POWERS, MAX_EXACT_POWER, productError } from '../exact-product.js';

/** Within these powers of ten nothing overflows or underflows, and neither do the rounding errors. */
const MAX_POWER = 100;
/** 10^exponent is the sum of both arrays at exponent + MAX_POWER: the nearest float64, and the remainder. */
const POWERS = Float64Array.from({ length: 2 * MAX_POWER + 1 }, (_, i) => Number(`1e${i - MAX_POWER}`));
const POWER_RESTS = POWERS.map((power, i) => {
  const exponent = i - MAX_POWER;
  if (exponent >= 0) return Number(10n ** BigInt(exponent) - BigInt(power));
  const scale = 2 ** 400; // makes the smallest one a whole number
  const tenth = 10n ** BigInt(-exponent);
  return Number(BigInt(scale) - BigInt(power * scale) * tenth) / Number(tenth) / scale;
});

/**
 * The relative error bound of the sum of two float64. It rounds terms below 2^-46 of the value, to 53 bits, and the
 * powers' remainders are accurate to 2^-104: together less than 2^-96. The rest is margin, which costs nothing.
 */
const MAX_ERROR = 2 ** -90;

/**
 * (high 10^lowDigits + low) 10^exponent, rounded to the nearest float64. NaN if this cannot be decided here: for a
 * power of ten that is too large or small, and for values half-way between two float64 or nearly so.
 * @param high a whole number below 10^15, and at least 10^14 if lowDigits is not 0
 * @param low a whole number below 10^lowDigits
 * @param lowDigits at most 15
 */
export const decimalToFloat64 = (high: number, low: number, lowDigits: number, exponent: number): number => {
  if (lowDigits === 0) {
    if (exponent <= 0 && exponent >= -MAX_EXACT_POWER) return high / EXACT_POWERS[-exponent];
    if (exponent > 0 && exponent <= MAX_EXACT_POWER) return high * EXACT_POWERS[exponent];
  }
  const highExponent = exponent + lowDigits;
  if (exponent < -MAX_POWER || highExponent > MAX_POWER) return NaN;
  const power = POWERS[highExponent + MAX_POWER];
  const product = high * power;
  const error = productError(high, power, product);
  const rest = low * POWERS[exponent + MAX_POWER] + (error + high * POWER_RESTS[highExponent + MAX_POWER]);
  const maxError = product * MAX_ERROR;
  const value = product + (rest + maxError);
  return value === product + (rest - maxError) ? value : NaN;
};
