/**
 * sin(x) and cos(x) in float64, less than one unit in the last place from the truth: a port of fdlibm's s_sin.c,
 * s_cos.c, k_sin.c, k_cos.c and of the medium range of e_rem_pio2.c. JavaScript rounds every operation by itself, so
 * the bits are the same on every machine; Math.sin promises none.
 *
 * On [-pi/4, pi/4] both are series, of an angle that is given as a sum x + tail:
 *
 *   sin(x) = x + S1 x^3 + S2 x^5 + ... + S6 x^13
 *   cos(x) = 1 - x^2 / 2 + C1 x^4 + ... + C6 x^14
 *
 * Other angles are first reduced by pi/2 (Cody and Waite's reduction):
 *
 *   x = n pi/2 + remainder[0] + remainder[1], |remainder[0]| <= pi/4
 *
 * pi/2 is split into three parts of 33 bits each and a tail. The more digits cancel, the more parts are used. Left out:
 * fdlibm's shortcut that skips the cancellation test for most angles below 32 pi/2 (we always test), and its table of
 * 2/pi for angles beyond 2^20 pi/2, which no caller here needs.
 *
 * ====================================================
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 *
 * Developed at SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this
 * software is freely granted, provided that this notice
 * is preserved.
 * ====================================================
 */
import { highWord, withHighWord } from './high-word.js';

const S1 = -1.66666666666666324348e-1;
const S2 = 8.33333333332248946124e-3;
const S3 = -1.98412698298579493134e-4;
const S4 = 2.75573137070700676789e-6;
const S5 = -2.50507602534068634195e-8;
const S6 = 1.58969099521155010221e-10;

const C1 = 4.16666666666666019037e-2;
const C2 = -1.38888888888741095749e-3;
const C3 = 2.48015872894767294178e-5;
const C4 = -2.75573143513906633035e-7;
const C5 = 2.0875723212981748279e-9;
const C6 = -1.13596475577881948265e-11;

const TWO_TO_MINUS_27 = 0x3e400000;

/** sin(x + tail) for |x| <= pi/4 and |tail| below half a unit in the last place of x. */
const kernelSin = (x: number, tail: number): number => {
  if ((highWord(x) & 0x7fffffff) < TWO_TO_MINUS_27) return x;
  const z = x * x;
  const v = z * x;
  const r = S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)));
  if (tail === 0) return x + v * (S1 + z * r);
  return x - (z * (0.5 * tail - v * r) - tail - v * S1);
};

/** cos(x + tail) for |x| <= pi/4 and |tail| below half a unit in the last place of x. */
const kernelCos = (x: number, tail: number): number => {
  const magnitude = highWord(x) & 0x7fffffff;
  if (magnitude < TWO_TO_MINUS_27) return 1;
  const z = x * x;
  const r = z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * (C5 + z * C6)))));
  if (magnitude < 0x3fd33333) return 1 - (0.5 * z - (z * r - x * tail)); // |x| < 0.3
  // About x / 4 is subtracted from both 1 and x^2 / 2, so that the last subtraction rounds a small number.
  const quarter = magnitude > 0x3fe90000 ? 0.28125 : withHighWord(0, magnitude - 0x00200000);
  return 1 - quarter - (0.5 * z - quarter - (z * r - x * tail));
};

const INVERSE_HALF_PI = 6.36619772367581382433e-1;
const HALF_PI_1 = 1.57079632673412561417;
const HALF_PI_1_TAIL = 6.07710050650619224932e-11;
const HALF_PI_2 = 6.0771005063039659766e-11;
const HALF_PI_2_TAIL = 2.02226624879595063154e-21;
const HALF_PI_3 = 2.0222662487111664558e-21;
const HALF_PI_3_TAIL = 8.47842766036889956997e-32;

/** 2^20 pi/2, as the high word that fdlibm compares with. */
const MEDIUM = 0x413921fb;

const exponentBits = (value: number): number => (highWord(value) >> 20) & 0x7ff;

/** The remainder of the last call, and its tail. */
const remainder = new Float64Array(2);

/**
 * Writes `remainder` and returns n. Only the last two bits of n matter.
 * @throws RangeError for angles beyond 2^20 pi/2 (about 1.6e6)
 */
const remainderByHalfPi = (x: number): number => {
  if ((highWord(x) & 0x7fffffff) > MEDIUM) {
    throw new RangeError(
      `sin and cos here take angles up to 2^20 pi/2 (about 1.6e6) in size, got ${x}: reduce the angle first`,
    );
  }
  const angle = Math.abs(x);
  const n = (angle * INVERSE_HALF_PI + 0.5) | 0;
  const exponent = exponentBits(angle);
  let r = angle - n * HALF_PI_1;
  let w = n * HALF_PI_1_TAIL; // the first round is good to 85 bits
  let y = r - w;
  if (exponent - exponentBits(y) > 16) {
    let t = r; // the second is good to 118 bits
    w = n * HALF_PI_2;
    r = t - w;
    w = n * HALF_PI_2_TAIL - (t - r - w);
    y = r - w;
    if (exponent - exponentBits(y) > 49) {
      t = r; // the third to 151 bits, which covers every float64
      w = n * HALF_PI_3;
      r = t - w;
      w = n * HALF_PI_3_TAIL - (t - r - w);
      y = r - w;
    }
  }
  const tail = r - y - w;
  const sign = x < 0 ? -1 : 1;
  remainder[0] = sign * y;
  remainder[1] = sign * tail;
  return sign * n;
};

/** pi/4, as the high word that fdlibm compares with. */
const QUARTER_PI = 0x3fe921fb;

/**
 * Sine of an angle in radians; NaN for NaN and infinities.
 * @throws RangeError for a finite angle beyond 2^20 pi/2 (about 1.6e6)
 */
export const sin = (x: number): number => {
  if (!Number.isFinite(x)) return NaN;
  if ((highWord(x) & 0x7fffffff) <= QUARTER_PI) return kernelSin(x, 0);
  const quadrant = remainderByHalfPi(x) & 3;
  const size = quadrant % 2 === 0 ? kernelSin(remainder[0], remainder[1]) : kernelCos(remainder[0], remainder[1]);
  return quadrant < 2 ? size : -size;
};

/**
 * Cosine of an angle in radians; NaN for NaN and infinities.
 * @throws RangeError for a finite angle beyond 2^20 pi/2 (about 1.6e6)
 */
export const cos = (x: number): number => {
  if (!Number.isFinite(x)) return NaN;
  if ((highWord(x) & 0x7fffffff) <= QUARTER_PI) return kernelCos(x, 0);
  const quadrant = remainderByHalfPi(x) & 3;
  const size = quadrant % 2 === 0 ? kernelCos(remainder[0], remainder[1]) : kernelSin(remainder[0], remainder[1]);
  return quadrant === 0 || quadrant === 3 ? size : -size;
};
