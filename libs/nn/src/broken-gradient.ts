/**
 * Gradients with a mistake on purpose, to see that the gradient check finds it, and in which layers. The backward pass
 * is made of the reference engine's own functions in float64, with one line different.
 */
import type { RowSet } from './engine.js';
import { float64, type ReferenceEngine } from './reference/engine.js';

/**
 * - `relu-mask`: the gradient passes through every ReLU, whatever its side. Wrong in all layers but the last.
 * - `sign`: target - prediction in place of prediction - target. Wrong everywhere.
 * - `mean-for-sum`: each bias gradient is the mean over the rows in place of their sum. Wrong in all biases.
 */
export const mistakes = ['relu-mask', 'sign', 'mean-for-sum'] as const;
export type Mistake = (typeof mistakes)[number];

/** For `analyticGradient` of `gradientCheck`. @throws RangeError for `relu-mask` in a network without ReLUs */
export const brokenGradient =
  (mistake: Mistake) =>
  ({ network, activations, params }: ReferenceEngine, { y, rowCount }: RowSet): Float64Array => {
    if (network.activation !== 'relu') throw new RangeError('broken gradients are for networks with ReLUs.');
    const { dense, relu, mse } = float64();
    const { layers, sizes, parameterCount } = network;
    const last = layers.length;
    const grads = new Float64Array(parameterCount);
    const dActivations = sizes.map((size) => new Float64Array(rowCount * size));
    if (mistake === 'sign') mse.backward(y, activations[last], dActivations[last], rowCount);
    else mse.backward(activations[last], y, dActivations[last], rowCount);
    for (let l = last - 1; l >= 0; l--) {
      const { fanIn, fanOut, weightOffset, biasOffset } = layers[l];
      const end = biasOffset + fanOut;
      const view = {
        fanIn,
        fanOut,
        weight: params.subarray(weightOffset, biasOffset),
        bias: params.subarray(biasOffset, end),
        dWeight: grads.subarray(weightOffset, biasOffset),
        dBias: grads.subarray(biasOffset, end),
      };
      dense.backwardParams(view, activations[l], dActivations[l + 1], rowCount);
      if (mistake === 'mean-for-sum') for (let o = 0; o < fanOut; o++) view.dBias[o] /= rowCount;
      if (l === 0) break;
      dense.backwardInput(view, dActivations[l + 1], dActivations[l], rowCount);
      if (mistake !== 'relu-mask') relu.backward(activations[l], dActivations[l], rowCount * fanIn);
    }
    return grads;
  };
