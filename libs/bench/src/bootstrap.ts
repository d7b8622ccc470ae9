/**
 * The percentile bootstrap interval of a mean (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13):
 * draw as many values as there are, with replacement, take their mean, repeat many times, and cut 2.5% from each end.
 *
 * It assumes nothing about the shape of the distribution. That suits times of runs, which are skewed to the right. With
 * few values it is somewhat too narrow (for five, its ends are nearly the means of the luckiest draws); no correction
 * is attempted.
 */
import { quantile } from './quantile.js';
import { indexStream } from './random32.js';

/** How many resamples an interval uses. With this many, its ends move by about 1% of its width from seed to seed. */
const RESAMPLES = 10_000;

/** An interval, both ends included, in the unit of the values. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** What is left of the values when 2.5% are cut from each end. Sorts them. */
function middle95(values: Float64Array): Interval {
  values.sort();
  return { lower: quantile(values, 0.025), upper: quantile(values, 0.975) };
}

/**
 * The 95% interval of the mean of `values` (finite, at least two) from 10,000 resamples. The same values
 * in the same order with the same seed give the same bits.
 */
export function bootstrapMeanInterval(values: readonly number[], seed: number): Interval {
  const nextIndex = indexStream(seed);
  const count = values.length;
  // Sums are about the first value, as in `summarize`, so equal values have exactly that value as their mean.
  const origin = values[0];
  const means = new Float64Array(RESAMPLES);
  for (let r = 0; r < RESAMPLES; r++) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += values[nextIndex(count)] - origin;
    means[r] = origin + sum / count;
  }
  return middle95(means);
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
  const values = new Float64Array(RESAMPLES);
  for (let r = 0; r < RESAMPLES; r++) {
    timesDrawn.fill(0);
    let first = 0;
    for (const size of groupSizes) {
      for (let i = 0; i < size; i++) timesDrawn[first + nextIndex(size)]++;
      first += size;
    }
    values[r] = statistic(timesDrawn);
  }
  return middle95(values);
}
