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
