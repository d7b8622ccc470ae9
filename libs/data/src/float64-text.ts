/**
 * A float64 as the shortest decimal that reads back to it, and among those the nearest: the digits that `String` gives,
 * but as bytes and without a string.
 *
 * A value is scaled by a power of ten to 17 digits before the point, as an exact sum of two float64. It has one nearest
 * decimal with 15, one with 16 and one with 17 digits. The answer is the first of these that lies within half a unit in
 * the last place of the float64: decimals of 15 digits or fewer are further apart than that unit, and those of 17 lie
 * closer together. `String` handles the rest: values too close to a border to decide, powers of two (whose neighbours
 * are not equally far), and values that are large or small.
 */
import { EXACT_POWERS, productError } from './exact-product.js';

const ZERO = 48;
const POINT = 46;
const MINUS = 45;

/** The longest number is -1.2345678901234567e-100. One digit more may be written behind it. */
export const MAX_FLOAT64_LENGTH = 25;

const DIGITS = 17;
/** Limits of the leading 9 digits (head) and the other 8 (tail). */
const MOST_HEAD = 1e9;
const LEAST_HEAD = 1e8;
const MOST_TAIL = 1e8;

/** Values from 10^-5 to 10^15: their scale is an exact power, and they are written without an exponent. */
const LEAST_EXPONENT = -5;
const LEAST = 1e-5;
const MOST = 1e15;
/** 10^exponent, starting at LEAST_EXPONENT. */
const POWERS = Float64Array.from({ length: 22 }, (_, i) => Number(`1e${i + LEAST_EXPONENT}`));

/** 2^52 + 1 and 1 - 2^-53. */
const UNIT_FACTOR = 4503599627370497;
const BELOW_ONE = 1 - 2 ** -53;
const HALF_ULP = 2 ** -53;

/** Distances are accurate to 10^-14. */
const MARGIN = 1e-6;

/**
 * The largest power of two in `value` (S. M. Rump, T. Ogita, S. Oishi, "Accurate floating-point summation I", 2008,
 * algorithm 3.5).
 */
const leadingPower = (value: number): number => {
  const scaled = UNIT_FACTOR * value;
  return Math.abs(scaled - BELOW_ONE * scaled);
};

/**
 * Writes the digits of a whole number two at a time, the last digit at `last`. It stops at `first` or one place before.
 */
const writeWhole = (number: number, bytes: Uint8Array, first: number, last: number): void => {
  let rest = number | 0; // known to be an integer, so it is not divided as a float64
  for (let i = last; i >= first; i -= 2) {
    const hundredth = (rest / 100) | 0;
    const pair = rest - hundredth * 100;
    const tens = (pair / 10) | 0;
    bytes[i] = ZERO + pair - tens * 10;
    bytes[i - 1] = ZERO + tens;
    rest = hundredth;
  }
};

const writeText = (text: string, bytes: Uint8Array, at: number): number => {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
  return at + text.length;
};

/** Writes (head 10^8 + tail) 10^(exponent - 16), which has 17 digits, without trailing zeros. @returns where it ends */
const writeDecimal = (head: number, tail: number, exponent: number, bytes: Uint8Array, at: number): number => {
  // Room for the point: after "0." and zeros, or one place further on until the point is set.
  const digitsAt = at + (exponent < 0 ? 1 - exponent : 1);
  writeWhole(tail, bytes, digitsAt + 9, digitsAt + 16);
  writeWhole(head, bytes, digitsAt, digitsAt + 8); // and a zero before them
  let end = digitsAt + DIGITS;
  while (bytes[end - 1] === ZERO) end -= 1;
  if (exponent < 0) {
    for (let i = at; i < digitsAt; i++) bytes[i] = ZERO;
    bytes[at + 1] = POINT;
    return end;
  }
  const pointAt = at + exponent + 1;
  for (let i = at; i < pointAt; i++) bytes[i] = bytes[i + 1];
  bytes[pointAt] = POINT;
  return end > pointAt + 1 ? end : pointAt;
};

/**
 * Writes the magnitude of `values[place]`, which is from LEAST to MOST. (V8 would box a number that is passed by
 * itself.)
 * @returns where it ends; -1 for a number that is not decided here
 */
const writeMagnitude = (values: Float64Array, place: number, bytes: Uint8Array, at: number): number => {
  const value = Math.abs(values[place]);
  let exponent = 0;
  while (value >= POWERS[exponent + 1 - LEAST_EXPONENT]) exponent += 1;
  while (value < POWERS[exponent - LEAST_EXPONENT]) exponent -= 1;
  const power = EXACT_POWERS[DIGITS - 1 - exponent];
  const leading = leadingPower(value);
  if (value === leading) return -1;

  // value power = head 10^8 + tail + rest, where |rest| is at most a half
  const product = value * power;
  const error = productError(value, power, product);
  const whole = Math.round(error);
  const rest = error - whole;
  let head = (product / MOST_TAIL) | 0;
  let tail = (product - head * MOST_TAIL + whole) | 0; // integer divisions are six times as fast
  if (tail < 0) {
    tail += MOST_TAIL;
    head -= 1;
  } else if (tail >= MOST_TAIL) {
    tail -= MOST_TAIL;
    head += 1;
  }
  if (head < LEAST_HEAD || head >= MOST_HEAD) return -1;

  const reach = leading * HALF_ULP * power; // 0.5 to 11.2
  const nearEnough = reach - MARGIN;
  const tooFar = reach + MARGIN;
  const lastTwo = tail % 100;
  const past15 = lastTwo + rest;
  const distance15 = Math.min(Math.abs(past15), 100 - past15);
  const last = lastTwo % 10;
  const past16 = last + rest;
  const distance16 = Math.min(Math.abs(past16), 10 - past16);
  if (distance15 < nearEnough) {
    tail += past15 > 50 ? 100 - lastTwo : -lastTwo;
  } else if (distance15 < tooFar) {
    return -1;
  } else if (distance16 < nearEnough) {
    if (Math.abs(past16 - 5) < MARGIN) return -1; // half-way
    tail += past16 > 5 ? 10 - last : -last;
  } else if (distance16 < tooFar || Math.abs(rest) > 0.5 - MARGIN) {
    return -1;
  }
  if (tail === MOST_TAIL) {
    tail = 0;
    head += 1;
    if (head === MOST_HEAD) return -1;
  }
  return writeDecimal(head, tail, exponent, bytes, at);
};

/**
 * Writes the text of `values[place]` at `at`, as `String` gives it, but with the sign of a zero.
 * @param bytes with room for MAX_FLOAT64_LENGTH more
 * @returns where it ends
 */
export const writeFloat64 = (values: Float64Array, place: number, bytes: Uint8Array, at: number): number => {
  const value = values[place];
  const magnitude = Math.abs(value);
  if (magnitude >= LEAST && magnitude < MOST) {
    const start = value < 0 ? at + 1 : at;
    const end = writeMagnitude(values, place, bytes, start);
    if (end >= 0) {
      if (value < 0) bytes[at] = MINUS;
      return end;
    }
  }
  return writeText(Object.is(value, -0) ? '-0' : String(value), bytes, at);
};
