/**
 * Metrics of rows that come block by block, in constant memory. Roots of mean squares r of n rows and s of m rows
 * combine to the root of (n r^2 + m s^2) / (n + m). Deviations from a mean combine likewise, with the distance of the
 * two means (Chan, Golub and LeVeque 1983). All is in units of the larger one, so that squares of 1e300 do not
 * overflow.
 *
 *     R2 = 1 - (RMSE / standard deviation of the targets)^2; of a constant target 1 if all is exact, else 0
 *
 * Rows are collected into blocks of one size, so that the result does not depend on how they came.
 */
import { errorMetrics, type ErrorMetrics } from '@fived/interpolator';

const BLOCK_ROWS = 1 << 16;

/** sqrt(a^2 + b^2) for a, b >= 0. */
function root(a: number, b: number): number {
  const unit = Math.max(a, b);
  return unit === 0 ? 0 : unit * Math.sqrt((a / unit) ** 2 + (b / unit) ** 2);
}

interface Part {
  readonly rowCount: number;
  readonly errors: Omit<ErrorMetrics, 'r2'>;
  readonly mean: number;
  /** Standard deviation of the targets. */
  readonly deviation: number;
  readonly min: number;
  readonly max: number;
}

function summarise(actual: Float64Array, predicted: Float64Array): Part {
  const rowCount = actual.length;
  const mean = actual.reduce((sum, value) => sum + value / rowCount, 0);
  return {
    rowCount,
    errors: errorMetrics(actual, predicted),
    mean,
    deviation: errorMetrics(actual, new Float64Array(rowCount).fill(mean)).rmse,
    min: actual.reduce((least, value) => Math.min(least, value)),
    max: actual.reduce((most, value) => Math.max(most, value)),
  };
}

function combine(a: Part, b: Part): Part {
  const rowCount = a.rowCount + b.rowCount;
  const ofA = a.rowCount / rowCount;
  const ofB = b.rowCount / rowCount;
  const rms = (x: number, y: number): number => root(x * Math.sqrt(ofA), y * Math.sqrt(ofB));
  return {
    rowCount,
    errors: {
      rmse: rms(a.errors.rmse, b.errors.rmse),
      mae: a.errors.mae * ofA + b.errors.mae * ofB,
      maxError: Math.max(a.errors.maxError, b.errors.maxError),
    },
    mean: a.mean * ofA + b.mean * ofB,
    deviation: root(rms(a.deviation, b.deviation), Math.abs(a.mean - b.mean) * Math.sqrt(ofA * ofB)),
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  };
}

export function createRunningMetrics() {
  const actuals = new Float64Array(BLOCK_ROWS);
  const predictions = new Float64Array(BLOCK_ROWS);
  let used = 0;
  let whole: Part | undefined;
  const flush = (): void => {
    if (used === 0) return;
    const part = summarise(actuals.subarray(0, used), predictions.subarray(0, used));
    whole = whole === undefined ? part : combine(whole, part);
    used = 0;
  };
  return {
    add(actual: number, predicted: number): void {
      actuals[used] = actual;
      predictions[used] = predicted;
      used++;
      if (used === BLOCK_ROWS) flush();
    },
    /** The metrics of all rows so far. @throws RangeError if there are none */
    finish(): ErrorMetrics {
      flush();
      if (whole === undefined) throw new RangeError('Metrics need at least one row.');
      const { errors, deviation, min, max } = whole;
      const r2 = min === max ? Number(errors.maxError === 0) : 1 - (errors.rmse / deviation) ** 2;
      return { r2, rmse: errors.rmse, mae: errors.mae, maxError: errors.maxError };
    },
  };
}
