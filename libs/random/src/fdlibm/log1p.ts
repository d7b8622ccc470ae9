/**
 * log(1 + x) in float64, less than one unit in the last place from the truth: a port of fdlibm's s_log1p.c.
 *
 *   1 + x = 2^k (1 + f), sqrt(2) / 2 < 1 + f < sqrt(2)
 *   log(1 + f) = f - f^2 / 2 + s (f^2 / 2 + R), s = f / (2 + f), R = Lp1 s^2 + Lp2 s^4 + ... + Lp7 s^14
 *   log1p(x) = k ln2 + log(1 + f), corrected by c / u for what rounding u = 1 + x lost
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

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const LP1 = 6.66666666666673513e-1;
const LP2 = 3.999999999940941908e-1;
const LP3 = 2.857142874366239149e-1;
const LP4 = 2.222219843214978396e-1;
const LP5 = 1.818357216161805012e-1;
const LP6 = 1.531383769920937332e-1;
const LP7 = 1.479819860511658591e-1;

/** The natural logarithm of 1 + x; -Infinity at -1, NaN below. */
export const log1p = (x: number): number => {
  const high = highWord(x);
  const magnitude = high & 0x7fffffff;
  if (Number.isNaN(x) || x < -1) return NaN;
  if (x === -1) return -Infinity;
  if (x === Infinity) return x;
  if (magnitude < 0x3c900000) return x; // |x| < 2^-54
  if (magnitude < 0x3e200000) return x - x * x * 0.5; // |x| < 2^-29

  let k = 0;
  let f = x;
  let fraction = 1; // the 20 fraction bits of the high word of 1 + f; below, it only matters whether they are zero
  let correction = 0;
  // Outside -0.2929 < x < 0.4142 the power of two is split off.
  const small = high > 0 ? high < 0x3fda827a : high <= (0xbfd2bec3 | 0);
  if (!small) {
    let u = x;
    if (high < 0x43400000) {
      u = 1 + x;
      k = (highWord(u) >> 20) - 1023;
      correction = (k > 0 ? 1 - (u - x) : x - (u - 1)) / u;
    } else {
      k = (high >> 20) - 1023; // x >= 2^53: 1 + x equals x
    }
    fraction = highWord(u) & 0x000fffff;
    if (fraction < 0x6a09e) {
      u = withHighWord(u, fraction | 0x3ff00000);
    } else {
      k += 1;
      u = withHighWord(u, fraction | 0x3fe00000);
      fraction = (0x00100000 - fraction) >> 2;
    }
    f = u - 1;
  }
  const halfSquare = 0.5 * f * f;
  if (fraction === 0) {
    // |f| < 2^-20
    if (f === 0) return k * LN2_HIGH + (correction + k * LN2_LOW);
    const r = halfSquare * (1 - 0.6666666666666666 * f);
    return k === 0 ? f - r : k * LN2_HIGH - (r - (k * LN2_LOW + correction) - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const r = z * (LP1 + z * (LP2 + z * (LP3 + z * (LP4 + z * (LP5 + z * (LP6 + z * LP7))))));
  if (k === 0) return f - (halfSquare - s * (halfSquare + r));
  return k * LN2_HIGH - (halfSquare - (s * (halfSquare + r) + (k * LN2_LOW + correction)) - f);
};
