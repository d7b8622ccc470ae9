/** The median of values in any order. */
import { quantile } from './quantile.js';

/** @throws Error if there is no value. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('no values to take the median of: at least one is needed');
  return quantile(Float64Array.from(values).sort(), 0.5);
}
