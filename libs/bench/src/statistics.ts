/** Statistics over repeated runs: one pure function from values to their summary. */
import { bootstrapMeanInterval, type Interval } from './bootstrap.js';
import { quantile } from './quantile.js';

/** All in the unit of the values. */
export interface Summary {
  readonly count: number;
  readonly mean: number;
  /** Divided by count, as NumPy's `std` does by default. */
  readonly populationStd: number;
  /** Divided by count - 1; null for one value. */
  readonly sampleStd: number | null;
  readonly min: number;
  readonly max: number;
  readonly median: number;
  /** Percentile bootstrap interval of the mean, 10,000 resamples; null for one value. */
  readonly ci95: Interval | null;
}

export interface SummarizeOptions {
  /** Seed of the bootstrap: an integer from 0 to 4294967295. Default 42. */
  readonly seed?: number;
}

/**
 * Summarizes `values`, one number a run, in any order.
 * @throws Error if there is no value or one is not finite.
 */
export function summarize(values: readonly number[], { seed = 42 }: SummarizeOptions = {}): Summary {
  if (values.length === 0) throw new Error('no values to summarize: at least one is needed');
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong !== -1) throw new Error(`values[${wrong}] is ${values[wrong]}: every value must be a finite number`);

  const count = values.length;
  // Sums are about the first value, so equal runs have exactly that mean, and a deviation of exactly zero.
  const origin = values[0];
  const mean = origin + values.reduce((sum, value) => sum + (value - origin), 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sorted = Float64Array.from(values).sort();
  return {
    count,
    mean,
    populationStd: Math.sqrt(squares / count),
    sampleStd: count > 1 ? Math.sqrt(squares / (count - 1)) : null,
    min: sorted[0],
    max: sorted[count - 1],
    median: quantile(sorted, 0.5),
    ci95: count > 1 ? bootstrapMeanInterval(values, seed) : null,
  };
}
