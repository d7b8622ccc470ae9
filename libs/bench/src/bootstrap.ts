/**
 * The percentile bootstrap interval of a mean (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13):
 * draw as many values as there are, with replacement, take their mean, repeat many times, and cut 2.5% from each end.
 *
 * It assumes nothing about the shape of the distribution. That suits times of runs, which are skewed to the right. With
 * few values it is somewhat too narrow (for five, its ends are nearly the means of the luckiest draws); no correction
 * is attempted.
 */
import { quantile } from './quantile.js';
import { jsf32 } from './random32.js';

/** How many resamples an interval uses. With this many, its ends move by about 1% of its width from seed to seed. */
export const bootstrapResamples = 10_000;

/** An interval, both ends included, in the unit of the values. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The 95% interval of the mean of `values` (finite, at least two) from `bootstrapResamples` resamples. The same values
 * in the same order with the same seed give the same bits.
 */
export function bootstrapMeanInterval(values: readonly number[], seed: number): Interval {
  const next = jsf32(seed);
  const count = values.length;
  // Sums are about the first value, as in `summarize`, so equal values have exactly that value as their mean.
  const origin = values[0];
  const means = new Float64Array(bootstrapResamples);
  for (let r = 0; r < bootstrapResamples; r++) {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      // Scaling 32 bits to an index favours some indices by at most count / 2^32, which no interval can show.
      sum += values[Math.floor((next() / 2 ** 32) * count)] - origin;
    }
    means[r] = origin + sum / count;
  }
  means.sort();
  return { lower: quantile(means, 0.025), upper: quantile(means, 0.975) };
}
