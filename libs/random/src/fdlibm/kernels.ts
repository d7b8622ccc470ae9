/**
 * sin and cos on [-pi/4, pi/4], the angle given as a sum x + tail: a port of fdlibm's k_sin.c and k_cos.c.
 *
 *   sin(x) = x + S1 x^3 + S2 x^5 + ... + S6 x^13
 *   cos(x) = 1 - x^2 / 2 + C1 x^4 + ... + C6 x^14
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
import { fromHighWord, highWord } from './high-word.js';

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
export const kernelSin = (x: number, tail: number): number => {
  if ((highWord(x) & 0x7fffffff) < TWO_TO_MINUS_27) return x;
  const z = x * x;
  const v = z * x;
  const r = S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)));
  if (tail === 0) return x + v * (S1 + z * r);
  return x - (z * (0.5 * tail - v * r) - tail - v * S1);
};

/** cos(x + tail) for |x| <= pi/4 and |tail| below half a unit in the last place of x. */
export const kernelCos = (x: number, tail: number): number => {
  const magnitude = highWord(x) & 0x7fffffff;
  if (magnitude < TWO_TO_MINUS_27) return 1;
  const z = x * x;
  const r = z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * (C5 + z * C6)))));
  if (magnitude < 0x3fd33333) return 1 - (0.5 * z - (z * r - x * tail)); // |x| < 0.3
  // About x / 4 is subtracted from both 1 and x^2 / 2, so that the last subtraction rounds a small number.
  const quarter = magnitude > 0x3fe90000 ? 0.28125 : fromHighWord(magnitude - 0x00200000);
  return 1 - quarter - (0.5 * z - quarter - (z * r - x * tail));
};
