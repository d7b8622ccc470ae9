/** Histogram bins with round widths. */
import type { Bin } from '@fived/charts';

/** The value below which `share` of the sorted values lie, interpolated linearly (NumPy's "linear"). */
export const quantile = (sorted: Float64Array, share: number): number => {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
};

/** Of at least one value; between the middle two of an even number. */
export const median = (values: readonly number[]): number => quantile(Float64Array.from(values).sort(), 0.5);

/** The nearest of 1, 2 or 5 times a power of ten, by ratio. */
const nearestRound = (value: number): number => {
  const exponent = Math.floor(Math.log10(value));
  const candidates = [1, 2, 5, 10].map((step) => Number(`${step}e${exponent}`));
  const factor = (candidate: number): number => Math.max(candidate / value, value / candidate);
  return candidates.reduce((best, candidate) => (factor(candidate) < factor(best) ? candidate : best));
};

const FEWEST_BINS = 10;
const MOST_BINS = 60;

/**
 * A round width near that of D. Freedman and P. Diaconis (1981), which is twice the distance of the quartiles over the
 * cube root of the number of values. About 10 to 60 bins fill the span.
 */
export const binWidth = (sorted: Float64Array, span: number): number => {
  const wanted = (2 * (quantile(sorted, 0.75) - quantile(sorted, 0.25))) / Math.cbrt(sorted.length);
  return nearestRound(Math.min(span / FEWEST_BINS, Math.max(span / MOST_BINS, wanted)));
};

/**
 * The bins from the least value to the greatest, without empty ones. Every edge is a multiple of the width, and a bin
 * includes its lower edge.
 */
export const binsOf = (sorted: Float64Array, width: number): readonly Bin[] => {
  const counts = new Map<number, number>();
  for (const value of sorted) {
    const bin = Math.floor(value / width);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  return [...counts].map(([bin, count]) => ({ low: bin * width, high: (bin + 1) * width, count }));
};
