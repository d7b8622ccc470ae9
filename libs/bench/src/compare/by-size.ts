/**
 * One size on its own: the ratio of the medians, with an exact rank test and a bootstrap interval over stretches. A
 * stretch enters the test with the median of its runs. (If rounds or runs are long enough, a stretch is one run.)
 */
import { median } from '../median.js';
import { demandOf } from './by-rounds.js';
import { mannWhitney, smallestMannWhitneyP } from './mann-whitney.js';
import { noiseFloor } from './noise.js';
import { pool, pooledMedian } from './pool.js';
import { bootstrapStretches } from './resample.js';
import type { Statistics } from './verdict.js';

/** The times of one sweep's runs of this size, in seconds, by stretch. */
export type SizeStretches = readonly (readonly number[])[];

/** @param spread standard deviation of single runs about the mean of their size and sweep, in logarithms */
export function evidenceOfSize(
  base: SizeStretches,
  next: SizeStretches,
  spread: number | null,
  seed: number,
): Statistics {
  const counts: readonly [number, number] = [base.length, next.length];
  const runs = pool([...base, ...next].flatMap((times, stretch) => times.map((seconds) => ({ seconds, stretch }))));
  const sides = new Uint8Array(base.length + next.length).fill(1, base.length);
  const logRatioOf = (times: Uint16Array): number =>
    pooledMedian(runs, { times, sides }, 1) - pooledMedian(runs, { times, sides }, 0);
  return {
    logRatio: Math.log(median(next.flat()) / median(base.flat())),
    interval: bootstrapStretches(counts, logRatioOf, seed),
    test: mannWhitney(base.map(median), next.map(median)),
    smallestP: smallestMannWhitneyP(...counts),
    ...demandOf(counts),
    noiseFloor: noiseFloor(spread, counts),
  };
}
