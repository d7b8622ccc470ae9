/**
 * The power law time = factor * n^exponent, fitted by least squares to the logarithms, with the exponent's interval.
 *
 * Each size is one point, the median of its runs, so that one disturbed run does not bend the line. The interval is
 * Student's with sizes - 2 degrees of freedom, from the scatter of the points about the line. A bootstrap over the runs
 * of each size would be narrower, and wrong: it sees only the scatter of runs within a size. It does not see that the
 * machine was slower while some of the sizes ran, or that the law itself does not hold exactly. Both move whole points
 * off the line, and this interval measures just that. (Draper and Smith, Applied Regression Analysis, 1998, section
 * 1.4.)
 */
import type { PowerLaw } from '@fived/records';
import { median } from '../quantile.js';
import { studentT } from './student-t.js';

/** The timings of one size. */
export interface SizeTimings {
  readonly size: number;
  readonly seconds: readonly number[];
}

/**
 * Fits the law to the medians of the sizes.
 * @throws Error if there are fewer than two different sizes, or a size or a time is not a positive finite number.
 */
export function fitPowerLaw(timings: readonly SizeTimings[]): PowerLaw {
  for (const { size, seconds } of timings) {
    const wrong = [size, ...seconds].find((value) => !(value > 0 && value < Infinity));
    if (wrong !== undefined)
      throw new Error(`size ${size} has the value ${wrong}: sizes and times must be positive finite numbers`);
    if (seconds.length === 0) throw new Error(`size ${size} has no times: at least one is needed`);
  }
  if (new Set(timings.map(({ size }) => size)).size < 2)
    throw new Error('a power law needs at least two different sizes');

  // y = a + b x, with x = log n and y = log median(time); sums about the means.
  const points = timings.map(({ size, seconds }) => ({ x: Math.log(size), y: Math.log(median(seconds)) }));
  const count = points.length;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / count;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / count;
  const sxx = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const sxy = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  const syy = points.reduce((sum, { y }) => sum + (y - meanY) ** 2, 0);
  const exponent = sxy / sxx;
  const residual = points.reduce((sum, { x, y }) => sum + (y - meanY - exponent * (x - meanX)) ** 2, 0);

  const degreesOfFreedom = count - 2;
  const halfWidth =
    degreesOfFreedom > 0 ? studentT(0.95, degreesOfFreedom) * Math.sqrt(residual / degreesOfFreedom / sxx) : null;
  return {
    exponent,
    exponent_ci95: halfWidth === null ? null : [exponent - halfWidth, exponent + halfWidth],
    factor_seconds: Math.exp(meanY - exponent * meanX),
    // Equal times at all sizes are explained entirely by the exponent 0.
    r2: syy === 0 ? 1 : 1 - residual / syy,
  };
}

/** "training time grows as n^0.93 (95% interval 0.91 to 0.95)"; `what` is the subject of the sentence. */
export function describePowerLaw(what: string, { exponent, exponent_ci95: interval }: PowerLaw): string {
  const law = `${what} grows as n^${exponent.toFixed(2)}`;
  if (interval === null) return law;
  return `${law} (95% interval ${interval[0].toFixed(2)} to ${interval[1].toFixed(2)})`;
}
