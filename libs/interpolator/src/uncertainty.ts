/**
 * How far off a prediction may be. This is learned from how far apart the members are there, and from how far off they
 * are on the validation rows, which include the noise.
 *
 *     standardDeviation(x)^2 = spreadFactor^2 variance(x) + floor^2
 *     band = prediction +- bandMultiplier standardDeviation
 *
 * spreadFactor and floor are the most likely ones (maximum likelihood of a normal distribution) for the residuals of
 * the validation rows, among a few shares of spread and floor. bandMultiplier then is a split-conformal quantile (Vovk
 * et al. 2005, Lei et al. 2018): the ceil(0.95 (n + 1))-th smallest of |residual| / standardDeviation over the n
 * validation rows. So the band holds 95% of further rows of the same kind, whatever the distribution of the noise.
 *
 * All of it is on the scaled target.
 */
import { log1p } from '@fived/random';

export interface Uncertainty {
  /** The weight of the members' standard deviation. */
  readonly spreadFactor: number;
  /** The standard deviation where all members agree, in units of `target.scale`. */
  readonly floor: number;
  /** Half the width of the 95% band, in standard deviations. */
  readonly bandMultiplier: number;
}

type Scale = Pick<Uncertainty, 'spreadFactor' | 'floor'>;

const BAND_COVERAGE = 0.95;
/** A band of this many standard deviations holds 95% of a normal distribution. */
const NORMAL_MULTIPLIER = 1.96;
/**
 * With fewer rows, none of them can represent the 95% quantile, and they are too few to choose the share of the spread.
 */
const LEAST_ROWS = 19;
/**
 * Candidates for the spread's share in the variance of a row with a median spread. Never all or nothing, so that bands
 * widen where members disagree.
 */
const SHARES = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
const HALF = [1 / 2];

export function standardDeviationOf({ spreadFactor, floor }: Scale, variance: number): number {
  return Math.sqrt(spreadFactor * spreadFactor * variance + floor * floor);
}

/**
 * Learns the uncertainty from validation rows.
 * @param residuals target minus prediction
 * @param variances of the members' outputs
 */
export function calibrate(residuals: Float64Array, variances: Float64Array): Uncertainty {
  const rowCount = residuals.length;
  const scale = mostLikely(residuals, variances);
  const scores = residuals.map((residual, row) =>
    residual === 0 ? 0 : Math.abs(residual) / standardDeviationOf(scale, variances[row]),
  );
  scores.sort();
  const rank = Math.ceil(BAND_COVERAGE * (rowCount + 1));
  const bandMultiplier = rowCount < LEAST_ROWS ? Math.max(scores[rowCount - 1], NORMAL_MULTIPLIER) : scores[rank - 1];
  return { ...scale, bandMultiplier };
}

/**
 * For each share s let v = s variance / median + 1 - s. The variances are rms^2 factor v, with factor the mean of
 * (residual / rms)^2 / v. The likelihood is highest where log(factor) + mean of log(v) is lowest.
 */
function mostLikely(residuals: Float64Array, variances: Float64Array): Scale {
  const rowCount = residuals.length;
  const median = variances.slice().sort()[rowCount >> 1];
  const rms = Math.sqrt(meanOf(residuals, (residual) => residual * residual));
  if (rms === 0 || median === 0) return { spreadFactor: 0, floor: rms };
  const candidates = (rowCount < LEAST_ROWS ? HALF : SHARES).map((share) => {
    const relative = variances.map((variance) => (share * variance) / median + 1 - share);
    const factor = meanOf(residuals, (residual, row) => ((residual / rms) * (residual / rms)) / relative[row]);
    const scale: Scale = {
      spreadFactor: rms * Math.sqrt((factor * share) / median),
      floor: rms * Math.sqrt(factor * (1 - share)),
    };
    return { scale, unlikeliness: log(factor) + meanOf(relative, log) };
  });
  return candidates.reduce((best, each) => (each.unlikeliness < best.unlikeliness ? each : best)).scale;
}

/** fdlibm's log, since Math.log does not promise the same bits everywhere. */
const log = (value: number): number => log1p(value - 1);

function meanOf(values: Float64Array, of: (value: number, row: number) => number): number {
  let sum = 0;
  for (let row = 0; row < values.length; row++) sum += of(values[row], row);
  return sum / values.length;
}

/** The share of targets in their bands. */
export function coverageOf(actual: Float64Array, lower: Float64Array, upper: Float64Array): number {
  let covered = 0;
  for (let row = 0; row < actual.length; row++) {
    if (actual[row] >= lower[row] && actual[row] <= upper[row]) covered++;
  }
  return covered / actual.length;
}
