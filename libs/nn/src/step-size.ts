/**
 * Adam's step size with both bias corrections folded in (Kingma and Ba, 2015, end of section 2):
 *
 *     alpha_t = learningRate * sqrt(1 - beta2^t) / (1 - beta1^t)
 *
 * The powers are running products in float64, so no transcendental function comes near the loop; alpha is rounded to
 * float32 by being stored. It is computed here, once a step, outside the engines, and handed to them.
 */
import type { AdamSettings, FloatArray } from './engine.js';

export class StepSize {
  /** beta1^t and beta2^t; starts at t = 0. In an array, so that nothing is boxed. */
  readonly powers = new Float64Array([1, 1]);

  constructor(private readonly settings: AdamSettings) {}

  /** Goes on to the next step t and writes its alpha into target[0]. */
  advance(learningRate: number, target: FloatArray): void {
    const { powers, settings } = this;
    powers[0] *= settings.beta1;
    powers[1] *= settings.beta2;
    target[0] = (learningRate * Math.sqrt(1 - powers[1])) / (1 - powers[0]);
  }
}
