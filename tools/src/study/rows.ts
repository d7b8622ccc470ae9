/**
 * The rows of a problem, float64 rounded to float32 at the end, as NumPy would draw them:
 *
 *   rng = numpy.random.default_rng(seed)
 *   X = rng.random((n, 5)); y = f(X); y += rng.normal(0, noise, n)
 *
 * For the synthetic target they are those of `syntheticRows`, to the bit. Truth rows come from a stream of their own
 * and have no noise.
 */
import { splitRows, takeRows, toNpz, type NdArray, type Rows } from '@fived/data';
import { defaultRng } from '@fived/random';
import type { Problem } from './problems.js';
import { DIMENSIONS, targetFunction } from './targets.js';

const TRUTH_ROWS = 10_000;
/** Separates the stream of the truth rows from the streams of the rows and of the parameters. */
const TRUTH_STREAM = 1;
const NOISE_OF_SYNTHETIC = 0.01;
const NOISE_OF_FRIEDMAN = 1;
/** A share of the standard deviation of the rows' targets. */
const RELATIVE_NOISE = 0.05;

export interface ProblemRows {
  readonly rows: Rows;
  /** Rows that no method trains on, with noise-free targets. */
  readonly truth: Rows;
  /** Standard deviation of the noise on `rows`. */
  readonly noise: number;
}

/** Population standard deviation. */
const deviation = (values: Float64Array): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};

const noiseOf = ({ target, is_noisy }: Problem, clean: Float64Array): number => {
  if (!is_noisy) return 0;
  if (target === 'synthetic') return NOISE_OF_SYNTHETIC;
  return target === 'friedman' ? NOISE_OF_FRIEDMAN : RELATIVE_NOISE * deviation(clean);
};

const toRows = (x: Float64Array, y: Float64Array): Rows => ({
  x: Float32Array.from(x),
  y: Float32Array.from(y),
  rowCount: y.length,
  dimensions: DIMENSIONS,
});

/** Draws the same rows on every machine. @throws RangeError for a bad sample count or seed */
export const drawRows = (problem: Problem): ProblemRows => {
  const { target, sample_count, seed } = problem;
  const f = targetFunction(target, seed);
  const targetsOf = (x: Float64Array): Float64Array =>
    Float64Array.from({ length: x.length / DIMENSIONS }, (_, row) =>
      f(x.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS)),
    );

  const rng = defaultRng(seed);
  const x = new Float64Array(sample_count * DIMENSIONS);
  rng.fillRandom(x);
  const y = targetsOf(x);
  const noise = noiseOf(problem, y);
  if (noise > 0) for (let row = 0; row < sample_count; row++) y[row] += rng.normal(0, noise);

  const truthX = new Float64Array(TRUTH_ROWS * DIMENSIONS);
  defaultRng([seed, TRUTH_STREAM]).fillRandom(truthX);
  return { rows: toRows(x, y), truth: toRows(truthX, targetsOf(truthX)), noise };
};

/** For the Python methods: training, validation, test and truth rows. */
export const problemNpz = ({ seed }: Problem, { rows, truth }: ProblemRows): Uint8Array => {
  const split = splitRows(rows.rowCount, seed);
  const parts = {
    training: takeRows(rows, split.train),
    validation: takeRows(rows, split.validation),
    test: takeRows(rows, split.test),
    truth,
  };
  const arrays: Record<string, NdArray> = {};
  for (const [name, { x, y, rowCount, dimensions }] of Object.entries(parts)) {
    arrays[`X_${name}`] = { data: x, shape: [rowCount, dimensions] };
    arrays[`y_${name}`] = { data: y, shape: [rowCount] };
  }
  return toNpz(arrays);
};
