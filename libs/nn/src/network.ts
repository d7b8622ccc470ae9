/**
 * The shape of a multilayer perceptron, and where each weight and bias lies in the one flat parameter vector.
 *
 * Every layer but the last is followed by the network's activation; the last is linear. A layer's weights are a (fanIn,
 * fanOut) row-major matrix, as in Keras. Then come its fanOut biases, then the next layer. With one flat vector, Adam
 * is one loop, a copy of the model is one `set`, and a hash of the model is a hash of its bytes.
 */

/**
 * The function after each hidden layer.
 *
 *     relu             max(x, 0): the published network's
 *     algebraic-silu   x (1 + x / sqrt(x^2 + b)) / 2: smooth, and made of exactly rounded operations only
 *                      (reference/silu.ts)
 */
export const hiddenActivations = ['relu', 'algebraic-silu'] as const;
export type HiddenActivation = (typeof hiddenActivations)[number];

/** b of the algebraic SiLU. */
export const SILU_B = 4;

export interface Layer {
  readonly index: number;
  readonly fanIn: number;
  readonly fanOut: number;
  /** Where the (fanIn, fanOut) weights start in the parameter vector. */
  readonly weightOffset: number;
  /** Where the fanOut biases start: right after the weights. */
  readonly biasOffset: number;
  readonly activation: HiddenActivation | 'identity';
}

export interface Network {
  /** Widths from the inputs to the output, e.g. [5, 64, 32, 16, 1]. */
  readonly sizes: readonly number[];
  readonly layers: readonly Layer[];
  /** Of the hidden layers. */
  readonly activation: HiddenActivation;
  readonly inputSize: number;
  readonly parameterCount: number;
  /** The largest of all widths, which is the longest a row can be. */
  readonly maxWidth: number;
}

/**
 * Lays out a network of the given widths.
 * @param sizes Inputs, hidden widths (any number of them, or none), and 1 output.
 * @throws RangeError if a width is not a whole number of at least 1, or the output is not one value.
 */
export function describeNetwork(sizes: readonly number[], activation: HiddenActivation = 'relu'): Network {
  if (sizes.length < 2) {
    throw new RangeError(
      `A network needs at least an input and an output width, e.g. [5, 1]; got [${sizes.join(', ')}].`,
    );
  }
  for (const size of sizes) {
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new RangeError(`Layer widths must be whole numbers of at least 1; got [${sizes.join(', ')}].`);
    }
  }
  if (sizes[sizes.length - 1] !== 1) {
    throw new RangeError(
      `The network learns one output value, so the last width must be 1; got [${sizes.join(', ')}].`,
    );
  }
  const layers: Layer[] = [];
  let offset = 0;
  for (let index = 0; index + 1 < sizes.length; index++) {
    const fanIn = sizes[index];
    const fanOut = sizes[index + 1];
    const biasOffset = offset + fanIn * fanOut;
    const isHidden = index + 2 < sizes.length;
    layers.push({
      index,
      fanIn,
      fanOut,
      weightOffset: offset,
      biasOffset,
      activation: isHidden ? activation : 'identity',
    });
    offset = biasOffset + fanOut;
  }
  return {
    sizes: [...sizes],
    layers,
    activation,
    inputSize: sizes[0],
    parameterCount: offset,
    maxWidth: Math.max(...sizes),
  };
}
