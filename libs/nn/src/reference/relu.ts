/**
 * ReLU: y = max(x, 0), and its derivative, both in place.
 *
 *     y = x < 0 ? 0 : x      (NaN and -0 pass)      dx = y > 0 ? dy : 0      (0 at 0, as in Keras)
 */
import type { FloatArray } from '../engine.js';

export function reluKernels() {
  /** Replaces the first `count` values with their ReLU. */
  function forward(values: FloatArray, count: number): void {
    for (let i = 0; i < count; i++) values[i] = values[i] < 0 ? 0 : values[i];
  }

  /** Zeroes each of the first `count` gradients whose output is not above zero. */
  function backward(outputs: FloatArray, gradients: FloatArray, count: number): void {
    for (let i = 0; i < count; i++) gradients[i] = outputs[i] > 0 ? gradients[i] : 0;
  }

  return { forward, backward };
}
