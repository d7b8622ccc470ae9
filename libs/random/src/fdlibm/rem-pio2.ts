/**
 * The remainder of an angle by pi/2: a port of the medium range of fdlibm's e_rem_pio2.c (Cody and Waite's reduction).
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
import { highWord } from './high-word.js';

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
export const remainder = new Float64Array(2);

/**
 * Writes `remainder` and returns n. Only the last two bits of n matter.
 * @throws RangeError for angles beyond 2^20 pi/2 (about 1.6e6)
 */
export const remainderByHalfPi = (x: number): number => {
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
