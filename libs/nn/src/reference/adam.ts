/**
 * Adam (Kingma and Ba, 2015). m is a running mean of the gradient g and v of its square, so m / sqrt(v) is a step of
 * about 1, whatever the size of g. Both start at 0: after t steps of a constant g, m is (1 - beta1^t) g and v is
 * (1 - beta2^t) g^2. The textbook divides these factors out:
 *
 *     mHat = m / (1 - beta1^t)    vHat = v / (1 - beta2^t)    w = w - learningRate mHat / (sqrt(vHat) + epsilon)
 *
 * Multiply numerator and denominator by s = sqrt(1 - beta2^t), and gather all factors of m in alpha (step-size.ts):
 * w = w - alpha m / (sqrt(v) + epsilon s). Keras leaves out this s, and so do we:
 *
 *     m = beta1 m + (1 - beta1) g
 *     v = beta2 v + (1 - beta2) g^2
 *     w = w - alpha m / (sqrt(v) + epsilon)
 *
 * Epsilon, which keeps 0 / 0 out, then weighs 1 / s times as much: 32 times at t = 1, hardly more after several
 * thousand steps.
 *
 * Every operation rounds; the five constants are rounded once. Between the lines for v and w, m below 2^-48 in size and
 * v below 2^-96 are set to zero. Otherwise the moments of a unit that is never active would shrink to denormals (too
 * small for float32's usual form), on which processors are slow. It moves w by less than 4e-8 of the learning rate a
 * step with Keras's constants. NaN is below nothing, so it stays. The float64 form does not do this.
 */
import type { AdamSettings, FloatArray } from '../engine.js';
import type { Round } from './dense.js';

export interface AdamVectors {
  readonly params: FloatArray;
  readonly grads: FloatArray;
  readonly m: FloatArray;
  readonly v: FloatArray;
}

/** One update of all parameters with step size alpha. */
export type AdamStep = (vectors: AdamVectors, settings: AdamSettings, stepSize: FloatArray) => void;

export function adamKernel(f32: Round, flush: boolean): AdamStep {
  const smallestM = flush ? 2 ** -48 : 0;
  const smallestV = flush ? 2 ** -96 : 0;

  return ({ params, grads, m, v }, { beta1, beta2, epsilon }, stepSize) => {
    const alpha = stepSize[0];
    const b1 = f32(beta1);
    const c1 = f32(1 - beta1);
    const b2 = f32(beta2);
    const c2 = f32(1 - beta2);
    const eps = f32(epsilon);
    for (let i = 0; i < params.length; i++) {
      const g = grads[i];
      let mi = f32(f32(b1 * m[i]) + f32(c1 * g));
      let vi = f32(f32(b2 * v[i]) + f32(c2 * f32(g * g)));
      if (Math.abs(mi) < smallestM) mi = 0;
      if (vi < smallestV) vi = 0;
      m[i] = mi;
      v[i] = vi;
      params[i] = f32(params[i] - f32(f32(alpha * mi) / f32(f32(Math.sqrt(vi)) + eps)));
    }
  };
}
