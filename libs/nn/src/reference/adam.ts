/**
 * Adam (Kingma and Ba, 2015), in Keras's form: the step size alpha includes the bias corrections (see step-size.ts),
 * and epsilon is added to the uncorrected root.
 *
 *     m = beta1 m + (1 - beta1) g
 *     v = beta2 v + (1 - beta2) g^2
 *     w = w - alpha m / (sqrt(v) + epsilon)
 *
 * The textbook has m^ = m / (1 - beta1^t), v^ = v / (1 - beta2^t) and w = w - learningRate m^ / (sqrt(v^) + epsilon).
 * Multiplying both sides of its fraction by sqrt(1 - beta2^t) gives the line above, except for epsilon: here it is
 * added to sqrt(v), not to sqrt(v^). So it weighs more in early steps, where v is still far below v^.
 *
 * Every operation rounds; the four constants are rounded once. Between the lines for v and w, moments that have decayed
 * to |m| < 2^-48 and v < 2^-96 are flushed to zero. Below that v, sqrt(v) + epsilon equals epsilon in float32 anyway
 * (for the default epsilon; for much smaller ones the flush is simply part of the definition). Without the flush, the
 * moments of a dead unit end as denormals, on which processors are slow. (No comparison with NaN holds, so NaN stays.)
 * The float64 form does not flush.
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
