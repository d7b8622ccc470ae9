/**
 * Outliers by the median absolute deviation, with hyperfine's rule (sharkdp/hyperfine, src/outlier_detection.rs, after
 * Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993). A run is an outlier if it lies more than ten standard
 * deviations from the median. The standard deviation is estimated as 1.4826 times the median absolute deviation.
 * Outliers are labelled for people to look at; they are never dropped.
 */
import { median } from '../quantile.js';

/** In median absolute deviations: hyperfine's `OUTLIER_THRESHOLD`, 1.4826 * 10.0. */
const OUTLIER_THRESHOLD = 14.826;

/**
 * (x - median) / MAD of each value, in the values' order. If more than half of the values are equal, the MAD is 0 and
 * is replaced by 2^-52, as in hyperfine: then every value that differs is an outlier.
 * @throws Error if there is no value.
 */
export function modifiedZScores(values: readonly number[]): readonly number[] {
  const centre = median(values);
  const deviation = median(values.map((value) => Math.abs(value - centre)));
  return values.map((value) => (value - centre) / (deviation > 0 ? deviation : Number.EPSILON));
}

/** Whether each value, in order, is an outlier. Empty if there is no value. */
export function labelOutliers(values: readonly number[]): readonly boolean[] {
  return values.length === 0 ? [] : modifiedZScores(values).map((score) => Math.abs(score) > OUTLIER_THRESHOLD);
}
