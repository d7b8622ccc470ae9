/**
 * Mean squared error of a minibatch of B rows, and its gradient.
 *
 *     loss = 1/B sum of d^2,   d = prediction - target        dPrediction = (2/B) d
 *
 * The loss is a float64 sum of the exact squares, rows in order; whoever reports it divides by its row count. The
 * gradient rounds 2/B first and the product then: f32(f32(2 / B) * d), which differs from f32(2 * d / B) for most B.
 */
import type { Round } from './dense.js';

export interface MseKernels {
  /** Writes d to `difference` and adds every d^2 to lossSum[0]. */
  forward(
    prediction: Float64Array,
    target: Float64Array,
    difference: Float64Array,
    rows: number,
    lossSum: Float64Array,
  ): void;
  backward(difference: Float64Array, dPrediction: Float64Array, rows: number): void;
}

export function mseKernels(f32: Round): MseKernels {
  function forward(
    prediction: Float64Array,
    target: Float64Array,
    difference: Float64Array,
    rows: number,
    lossSum: Float64Array,
  ): void {
    let sum = lossSum[0];
    for (let row = 0; row < rows; row++) {
      const d = f32(prediction[row] - target[row]);
      difference[row] = d;
      sum += d * d;
    }
    lossSum[0] = sum;
  }

  function backward(difference: Float64Array, dPrediction: Float64Array, rows: number): void {
    const k = f32(2 / rows);
    for (let row = 0; row < rows; row++) dPrediction[row] = f32(k * difference[row]);
  }

  return { forward, backward };
}
