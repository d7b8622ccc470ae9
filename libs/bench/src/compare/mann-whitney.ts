/**
 * The Mann-Whitney (Wilcoxon rank sum) test of two samples. If all values come from one distribution, every way to deal
 * the ranks to the two samples is equally likely (Mann and Whitney, Annals of Mathematical Statistics 18, 1947;
 * Lehmann, Nonparametrics, 1975, ch. 1).
 *
 * Up to 60 values p is exact, including ties: tied values share the mean of their ranks. The ways are counted by
 * recursion over (values dealt, values dealt to the first sample, sum of their ranks). Beyond 60, the normal
 * approximation with corrections for ties and continuity is good to three digits.
 */
import { normalUpperTail, rank } from './ranks.js';

export interface RankTest {
  /** Two-sided: twice the smaller tail, at most 1. */
  readonly p: number;
  readonly exact: boolean;
}

const MOST_VALUES_EXACT = 60;

/**
 * ways[s] = in how many ways `chosen` of the doubled ranks sum to s. Doubles are enough, since p needs at most 15
 * digits.
 */
function countRankSums(doubledRanks: readonly number[], chosen: number): Float64Array {
  const largest = doubledRanks.reduce((sum, doubledRank) => sum + doubledRank, 0);
  // ways[k][s]: with k of the values seen so far chosen. From the largest k down, so that no value is chosen twice.
  const ways = Array.from({ length: chosen + 1 }, () => new Float64Array(largest + 1));
  ways[0][0] = 1;
  for (const doubledRank of doubledRanks) {
    for (let k = chosen; k >= 1; k--) {
      const from = ways[k - 1];
      const to = ways[k];
      for (let s = largest; s >= doubledRank; s--) to[s] += from[s - doubledRank];
    }
  }
  return ways[chosen];
}

/**
 * Tests whether the values of `a` tend to be larger or smaller than those of `b`. All values finite, at least one each.
 * @throws Error if a sample is empty.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): RankTest {
  if (a.length === 0 || b.length === 0) throw new Error('a rank test needs at least one value on each side');
  const total = a.length + b.length;
  const { doubled, tieTerm } = rank([...a, ...b]);
  const doubledSum = doubled.slice(0, a.length).reduce((sum, doubledRank) => sum + doubledRank, 0);

  if (total <= MOST_VALUES_EXACT) {
    const ways = countRankSums(doubled, a.length);
    const all = ways.reduce((sum, count) => sum + count, 0);
    const notAbove = ways.subarray(0, doubledSum + 1).reduce((sum, count) => sum + count, 0);
    const notBelow = ways.subarray(doubledSum).reduce((sum, count) => sum + count, 0);
    return { p: Math.min(1, (2 * Math.min(notAbove, notBelow)) / all), exact: true };
  }
  const variance = ((a.length * b.length) / 12) * (total + 1 - tieTerm / (total * (total - 1)));
  const distance = Math.abs(doubledSum / 2 - (a.length * (total + 1)) / 2) - 0.5;
  // All values are equal, so there is no variance.
  return {
    p: variance === 0 ? 1 : Math.min(1, 2 * normalUpperTail(Math.max(0, distance) / Math.sqrt(variance))),
    exact: false,
  };
}

/** The smallest p that the test can give for samples of these sizes: 2 / (n1 + n2 choose n1), 0.1 for 3 and 3. */
export function smallestMannWhitneyP(n1: number, n2: number): number {
  let ways = 1;
  for (let i = 1; i <= n1; i++) ways = (ways * (n2 + i)) / i;
  return Math.min(1, 2 / ways);
}
