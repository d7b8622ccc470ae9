/**
 * Adam's step size, with both bias corrections folded in (Kingma and Ba, 2015, end of section 2):
 *
 *     alpha_t = learningRate * sqrt(1 - beta2^t) / (1 - beta1^t)
 *
 * The powers are running products in float64, so the loop needs no transcendental function. Storing alpha rounds it to
 * float32.
 */
import type { AdamSettings, FloatArray } from '../engine.js';

/**
 * Advances to the next step t: `powers` holds beta1^(t - 1) and beta2^(t - 1) and becomes those of t. Writes alpha_t to
 * target[0].
 */
export function advanceStepSize(
  { beta1, beta2 }: AdamSettings,
  learningRate: number,
  powers: Float64Array,
  target: FloatArray,
): void {
  powers[0] *= beta1;
  powers[1] *= beta2;
  target[0] = (learningRate * Math.sqrt(1 - powers[1])) / (1 - powers[0]);
}
