/**
 * Mean squared error of a minibatch of B rows, and its gradient.
 *
 *     loss = 1/B sum of d^2,   d = prediction - target        dPrediction = (2/B) d
 *
 * lossSum is a float64 sum of the exact squares, rows in order; the caller divides it by the row count. The gradient
 * rounds 2/B first and then the product: f32(f32(2 / B) * d). That can differ from f32(2 * d / B) unless B is a power
 * of two.
 */
import type { FloatArray } from '../engine.js';
import type { Round } from './dense.js';

export function mseKernels(f32: Round) {
  /** Adds every d^2 to lossSum[0]. */
  function forward(prediction: FloatArray, target: FloatArray, rows: number, lossSum: Float64Array): void {
    for (let row = 0; row < rows; row++) {
      const d = f32(prediction[row] - target[row]);
      lossSum[0] += d * d;
    }
  }

  /** Overwrites dPrediction. */
  function backward(prediction: FloatArray, target: FloatArray, dPrediction: FloatArray, rows: number): void {
    const k = f32(2 / rows);
    for (let row = 0; row < rows; row++) dPrediction[row] = f32(k * f32(prediction[row] - target[row]));
  }

  return { forward, backward };
}
