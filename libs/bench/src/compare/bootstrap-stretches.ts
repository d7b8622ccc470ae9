/** Seeded resampling of stretches, and the intervals that follow from it. */
import { bootstrapResamples, type Interval } from '../bootstrap.js';
import { quantile } from '../quantile.js';
import { jsf32 } from '../random32.js';

/** A seeded stream of whole numbers from 0 to count - 1. */
export function indexStream(seed: number): (count: number) => number {
  const next = jsf32(seed);
  return (count) => Math.floor((next() / 2 ** 32) * count);
}

/**
 * The 95% percentile bootstrap interval of a statistic over groups of stretches. Each resample draws, with replacement,
 * as many stretches from each group as it has. `statistic` receives how often each stretch was drawn, group after group
 * in one array. Null if a group has fewer than two stretches.
 */
export function bootstrapStretches(
  groupSizes: readonly number[],
  statistic: (timesDrawn: Uint16Array) => number,
  seed: number,
): Interval | null {
  if (groupSizes.some((size) => size < 2)) return null;
  const nextIndex = indexStream(seed);
  const timesDrawn = new Uint16Array(groupSizes.reduce((sum, size) => sum + size, 0));
  const values = new Float64Array(bootstrapResamples);
  for (let r = 0; r < bootstrapResamples; r++) {
    timesDrawn.fill(0);
    let first = 0;
    for (const size of groupSizes) {
      for (let i = 0; i < size; i++) timesDrawn[first + nextIndex(size)]++;
      first += size;
    }
    values[r] = statistic(timesDrawn);
  }
  values.sort();
  return { lower: quantile(values, 0.025), upper: quantile(values, 0.975) };
}
