/**
 * The q-quantile of ascending values, q in [0, 1], linear between the two nearest order statistics
 * (type 7 of Hyndman and Fan 1996, which is NumPy's and R's default). `sorted` holds at least one value.
 */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}

/** The median of values in any order. @throws Error if there is no value. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('no values to take the median of: at least one is needed');
  return quantile(Float64Array.from(values).sort(), 0.5);
}
