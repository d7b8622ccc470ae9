/**
 * Outliers by the median absolute deviation, as hyperfine finds them (sharkdp/hyperfine, src/outlier_detection.rs,
 * after Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993): a run is one if it lies more than ten standard
 * deviations from the median, the standard deviation being estimated as 1.4826 times the median absolute deviation.
 * They are labelled, for people to look at; nothing drops them.
 */
import { median } from '../median.js';

/** In median absolute deviations: hyperfine's `OUTLIER_THRESHOLD`, 1.4826 * 10.0. */
const OUTLIER_THRESHOLD = 14.826;

/**
 * (x - median) / MAD for each value, in its place. Where more than half of the values are equal and the MAD is 0, it is
 * taken as 2^-52, as hyperfine does: then every value that differs is an outlier.
 * @throws Error if there is no value.
 */
export function modifiedZScores(values: readonly number[]): readonly number[] {
  const centre = median(values);
  const deviation = median(values.map((value) => Math.abs(value - centre)));
  return values.map((value) => (value - centre) / (deviation > 0 ? deviation : Number.EPSILON));
}

/** Whether each value, in its place, is an outlier; none is where there is no value. */
export function labelOutliers(values: readonly number[]): readonly boolean[] {
  return values.length === 0 ? [] : modifiedZScores(values).map((score) => Math.abs(score) > OUTLIER_THRESHOLD);
}
