/**
 * The two 32-bit words of a float64, through one shared scratch buffer, in any byte order of the machine. fdlibm
 * decides by the high word: sign (1 bit), exponent (11 bits) and the first 20 bits of the fraction.
 */

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
double[0] = 1;
const HIGH = words[1] === 0x3ff00000 ? 1 : 0;

/** High word of `value` as a signed 32-bit integer. It is negative exactly when the sign bit of `value` is set. */
export const highWord = (value: number): number => {
  double[0] = value;
  return words[HIGH];
};

/** `value` with its high word replaced and its low word kept. */
export const withHighWord = (value: number, high: number): number => {
  double[0] = value;
  words[HIGH] = high;
  return double[0];
};
