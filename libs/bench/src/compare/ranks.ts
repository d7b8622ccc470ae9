/** Ranks of values, and the upper tail of the normal distribution. Both rank tests need them. */

export interface Ranks {
  /**
   * Twice the rank of each value, in the values' order: from 2 to 2n, and whole even if tied values share half a rank.
   */
  readonly doubled: readonly number[];
  /** The sum of t^3 - t over the groups of t tied values; 0 without ties. */
  readonly tieTerm: number;
}

/** Ranks from 1. Tied values share the mean of theirs. */
export function rank(values: readonly number[]): Ranks {
  const order = values.map((_, index) => index).sort((a, b) => values[a] - values[b]);
  const doubled = new Array<number>(values.length);
  let tieTerm = 0;
  for (let first = 0; first < order.length;) {
    let end = first + 1;
    while (end < order.length && values[order[end]] === values[order[first]]) end++;
    // Ranks first + 1 to end: twice their mean is first + 1 + end.
    for (let i = first; i < end; i++) doubled[order[i]] = first + 1 + end;
    tieTerm += (end - first) ** 3 - (end - first);
    first = end;
  }
  return { doubled, tieTerm };
}

/**
 * P(Z >= z) of the standard normal distribution for z >= 0, to about 14 digits. Below 3 by the power series of the
 * central part, where little cancels; from 3 on by Laplace's continued fraction (Abramowitz and Stegun, 26.2.11 and
 * 26.2.14).
 */
export function normalUpperTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let k = 3; term > sum * 1e-17; k += 2) {
      term *= (z * z) / k;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let k = 100; k >= 1; k--) fraction = z + k / fraction;
  return density / fraction;
}
