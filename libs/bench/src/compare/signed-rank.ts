/**
 * Wilcoxon's signed-rank test of paired differences. If either sign of each difference is equally likely, so is every
 * choice of signs (Wilcoxon, Biometrics Bulletin 1, 1945).
 *
 * Differences of zero say nothing about a sign and are left out; tied ones share the mean of their ranks. Up to 60
 * differences p is exact, counted by recursion over (differences seen, sum of the positive ones' ranks). Beyond 60, the
 * normal approximation with a correction for ties is used.
 */
import type { RankTest } from './mann-whitney.js';
import { normalUpperTail, rank } from './ranks.js';

const MOST_VALUES_EXACT = 60;

/** Tests whether finite `differences` tend to be positive or negative. If all are zero, p is 1. */
export function signedRank(differences: readonly number[]): RankTest {
  const nonZero = differences.filter((difference) => difference !== 0);
  const count = nonZero.length;
  const { doubled, tieTerm } = rank(nonZero.map(Math.abs));
  const positive = doubled.filter((_, i) => nonZero[i] > 0).reduce((sum, doubledRank) => sum + doubledRank, 0);

  if (count <= MOST_VALUES_EXACT) {
    const largest = count * (count + 1);
    const ways = new Float64Array(largest + 1);
    ways[0] = 1;
    for (const doubledRank of doubled) {
      for (let s = largest; s >= doubledRank; s--) ways[s] += ways[s - doubledRank];
    }
    // The distribution is symmetric: flipping all signs turns sum s into largest - s.
    const tail = ways.subarray(0, Math.min(positive, largest - positive) + 1).reduce((sum, value) => sum + value, 0);
    return { p: Math.min(1, 2 * tail * 2 ** -count), exact: true };
  }
  const variance = (count * (count + 1) * (2 * count + 1)) / 24 - tieTerm / 48;
  return {
    p: 2 * normalUpperTail(Math.abs(positive / 2 - (count * (count + 1)) / 4) / Math.sqrt(variance)),
    exact: false,
  };
}

/** The smallest p that the test can give for this many differences: 0.0625 for 5, 0.0156 for 7. */
export function smallestSignedRankP(count: number): number {
  return Math.min(1, 2 ** (1 - count));
}
