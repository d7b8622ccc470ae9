/**
 * The synthetic dataset of the published profile, equal to NumPy's to the bit:
 *
 *   rng = numpy.random.default_rng(seed)
 *   X = rng.random((n, 5))                                             float64, row by row
 *   y = sin(2 pi x1) cos(2 pi x2) + 0.3 exp(-((x3 - 0.5)^2 + (x4 - 0.5)^2) / 0.02) + 0.5 x5^2 - 0.2 x1 x4
 *   y += rng.normal(0, noise, n)
 *   X, y -> float32
 *
 * sin, cos and exp are our own port of fdlibm's, so the bits do not depend on the machine or the engine.
 */
import { cos, defaultRng, exp, sin } from '@fived/random';
import type { Rows } from './rows.js';

const DIMENSIONS = 5;
const TWO_PI = 2 * Math.PI;

/** The function to learn, without noise, of five variables in [0, 1). */
export const syntheticTarget = (x: ArrayLike<number>): number => {
  const d3 = x[2] - 0.5;
  const d4 = x[3] - 0.5;
  const bump = exp(-(d3 * d3 + d4 * d4) / 0.02);
  return sin(TWO_PI * x[0]) * cos(TWO_PI * x[1]) + 0.3 * bump + 0.5 * (x[4] * x[4]) - 0.2 * x[0] * x[3];
};

export interface SyntheticOptions {
  /** Number of rows, at least 1. */
  readonly sampleCount: number;
  /** Seed of NumPy's default_rng: a whole number from 0 to 2^53 - 1; default 42. */
  readonly seed?: number;
  /** Standard deviation of the noise on the target; default 0.01. */
  readonly noise?: number;
}

/**
 * Rows of five features in [0, 1] and a noisy target.
 * @throws RangeError for a sample count below 1, a bad seed, or a negative noise
 */
export const syntheticRows = ({ sampleCount, seed = 42, noise = 0.01 }: SyntheticOptions): Rows => {
  if (!Number.isInteger(sampleCount) || sampleCount < 1) {
    throw new RangeError(`sampleCount must be a whole number of at least 1, got ${sampleCount}`);
  }
  const rng = defaultRng(seed);
  const x = new Float32Array(sampleCount * DIMENSIONS);
  const y = new Float64Array(sampleCount);
  const features = new Float64Array(DIMENSIONS); // of one row, before rounding to float32
  for (let row = 0; row < sampleCount; row++) {
    rng.fillRandom(features);
    for (let i = 0; i < DIMENSIONS; i++) x[row * DIMENSIONS + i] = features[i];
    y[row] = syntheticTarget(features);
  }
  for (let row = 0; row < sampleCount; row++) y[row] += rng.normal(0, noise);
  return { x, y: new Float32Array(y), rowCount: sampleCount, dimensions: DIMENSIONS };
};
