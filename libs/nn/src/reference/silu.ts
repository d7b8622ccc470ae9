/**
 * The algebraic SiLU, in place, and its slope:
 *
 *     y = x (1 + r) / 2,   r = x / sqrt(x^2 + b)          dy/dx = (1 + r (2 - r^2)) / 2
 *
 * It is the SiLU, x sigmoid(x) (Elfwing, Uchibe and Doya, 2018) with (1 + r) / 2 in place of the logistic function. It
 * needs no exponential: IEEE 754 rounds all of its operations correctly, so its bits are the same everywhere. Each
 * operation of the code below is rounded. docs/decisions/0010-algebraic-silu.md has the choice of b
 * and the gain.
 */
import type { FloatArray } from '../engine.js';
import type { Round } from './dense.js';

export function siluKernels(f32: Round, b: number) {
  /** Replaces the first `count` values with their SiLU, and writes their slopes. */
  function forward(values: FloatArray, slopes: FloatArray, count: number): void {
    for (let i = 0; i < count; i++) {
      const x = values[i];
      const r = f32(x / f32(Math.sqrt(f32(f32(x * x) + b))));
      values[i] = f32(f32(0.5 * x) * f32(1 + r));
      slopes[i] = f32(0.5 * f32(1 + f32(r * f32(2 - f32(r * r)))));
    }
  }

  /** Multiplies the first `count` gradients of the outputs by the slopes. */
  function backward(slopes: FloatArray, gradients: FloatArray, count: number): void {
    for (let i = 0; i < count; i++) gradients[i] = f32(gradients[i] * slopes[i]);
  }

  return { forward, backward };
}
