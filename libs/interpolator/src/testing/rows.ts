/** Rows for tests: small, smooth, seeded. */
import { defaultRng } from '@fived/random';
import type { FitOptions } from '../interpolator.js';

export interface TestRows {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** A smooth function of all features, of order one; features uniform in [-1, 1). Both are float32 numbers. */
export function smoothRows(rowCount: number, dimensions = 3, seed = 1): TestRows {
  const random = defaultRng(seed);
  const x = Float64Array.from({ length: rowCount * dimensions }, () => Math.fround(2 * random.random() - 1));
  const y = Float64Array.from({ length: rowCount }, (_, row) => {
    const features = x.subarray(row * dimensions, (row + 1) * dimensions);
    return Math.fround(
      features.reduce((sum, value, i) => sum + value / (i + 1), features[0] * features[dimensions - 1]),
    );
  });
  return { x, y };
}

/** Enough where the quality of the model does not matter: seconds of training would prove no more. */
export const quick = {
  optimizer: 'levenberg-marquardt',
  hiddenSizes: [6, 5],
  epochs: 20,
  members: 2,
} satisfies FitOptions;

/** The same with Adam. */
export const quickAdam = {
  optimizer: 'adam',
  hiddenSizes: [16, 8],
  activation: 'relu',
  epochs: 80,
  learningRate: 0.01,
  members: 1,
} satisfies FitOptions;
