/**
 * Initial parameters, as in Keras: weights by Glorot and Bengio (2010), uniform; biases zero.
 *
 *     weight ~ U(-limit, limit),   limit = sqrt(6 / (fanIn + fanOut))
 *
 * Units with equal weights would have equal gradients and stay equal, so weights are drawn at random; biases need not
 * be. The limit keeps outputs and gradients of about the same size from layer to layer.
 */
import { defaultRng, SeedSequence } from '@fived/random';
import type { FloatArray } from './engine.js';
import type { Network } from './network.js';

/**
 * The independent random streams of one model, as children of the SeedSequence of its seed. Draws from one stream never
 * shift another.
 */
export const modelStreams = { weights: 0, order: 1, gradientCheck: 2 } as const;

/** The seed of one of a model's streams. */
export function modelSeed(seed: number, stream: keyof typeof modelStreams): SeedSequence {
  return new SeedSequence(seed, [modelStreams[stream]]);
}

/** Fills params (parameterCount) with Glorot-uniform weights, in layout order, and zero biases. */
export function glorotUniform(network: Network, seed: number, params: FloatArray): void {
  const random = defaultRng(modelSeed(seed, 'weights'));
  params.fill(0);
  for (const { fanIn, fanOut, weightOffset, biasOffset } of network.layers) {
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    for (let i = weightOffset; i < biasOffset; i++) params[i] = limit * (2 * random.random() - 1);
  }
}
