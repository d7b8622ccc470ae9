/**
 * sin(x) and cos(x) in float64, less than one unit in the last place from the truth: a port of fdlibm's s_sin.c and
 * s_cos.c. JavaScript rounds every operation by itself, so the bits are the same on every machine; Math.sin promises
 * none.
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
import { kernelCos, kernelSin } from './kernels.js';
import { remainder, remainderByHalfPi } from './rem-pio2.js';

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
