/**
 * exp(x) in float64, less than one unit in the last place from the truth: a port of fdlibm's e_exp.c.
 *
 *   x = k ln2 + r, |r| <= ln2 / 2        exp(x) = 2^k exp(r)
 *   exp(r) = 1 + 2 r / (R(r) - r)        R(r) = r (exp(r) + 1) / (exp(r) - 1) = 2 + P1 r^2 + P2 r^4 + ... + P5 r^10
 *
 * JavaScript rounds every operation by itself, so the bits are the same on every machine; Math.exp promises none.
 *
 * ====================================================
 * Copyright (C) 2004 by Sun Microsystems, Inc. All rights reserved.
 *
 * Permission to use, copy, modify, and distribute this
 * software is freely granted, provided that this notice
 * is preserved.
 * ====================================================
 */
import { highWord, withHighWord } from './high-word.js';

const OVERFLOW = 7.09782712893383973096e2;
const UNDERFLOW = -7.4513321910194110842e2;
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const INVERSE_LN2 = 1.442695040888963387;
const TWO_TO_MINUS_1000 = 2 ** -1000;
const P1 = 1.66666666666666019037e-1;
const P2 = -2.77777777770155933842e-3;
const P3 = 6.61375632143793436117e-5;
const P4 = -1.6533902205465251539e-6;
const P5 = 4.13813679705723846039e-8;

/** e to the power x. NaN for NaN, Infinity above 709.78, 0 below -745.13. */
export const exp = (x: number): number => {
  const magnitude = highWord(x) & 0x7fffffff;
  if (Number.isNaN(x)) return x;
  if (x > OVERFLOW) return Infinity;
  if (x < UNDERFLOW) return 0;
  if (magnitude < 0x3e300000) return 1 + x; // |x| < 2^-28

  // r = high - low, kept in two parts so that the reduction loses nothing
  let k = 0;
  let high = x;
  let low = 0;
  if (magnitude > 0x3fd62e42) {
    // |x| > ln2 / 2; up to 1.5 ln2 the multiple is +1 or -1
    const half = x < 0 ? -0.5 : 0.5;
    k = magnitude < 0x3ff0a2b2 ? Math.sign(x) : (INVERSE_LN2 * x + half) | 0;
    high = x - k * LN2_HIGH;
    low = k * LN2_LOW;
  }
  const r = high - low;
  const t = r * r;
  const c = r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
  if (k === 0) return 1 - ((r * c) / (c - 2) - r);
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (k >= -1021) return withHighWord(y, highWord(y) + k * 0x100000);
  return withHighWord(y, highWord(y) + (k + 1000) * 0x100000) * TWO_TO_MINUS_1000; // a denormal result
};
