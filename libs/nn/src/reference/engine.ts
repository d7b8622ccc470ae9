/**
 * The reference engine: all of backpropagation in plain loops.
 *
 * It is the definition: every other engine must give the same weights, moments and losses, to the bit. It is written to
 * be read; the SIMD engine is many times faster. The same code without rounding to float32 (`createFloat64Engine`)
 * checks gradients.
 */
import { noRows, type Engine, type EngineOptions, type FloatArray, type RowSet } from '../engine.js';
import { checkEngineOptions, minibatchRows } from '../engine-options.js';
import { SILU_B, type Network } from '../network.js';
import { adamKernel } from './adam.js';
import { denseKernels, type DenseLayer, type Round } from './dense.js';
import { fma32, type MultiplyAdd } from './fma32.js';
import { separateCopy, type AnyFactory } from './float64.js';
import { createReferenceGram } from '../gram.js';
import { mseKernels } from './mse.js';
import { reluKernels } from './relu.js';
import { siluKernels } from './silu.js';
import { advanceStepSize } from './step-size.js';

/** A reference engine also shows what it keeps between the stages. */
export interface ReferenceEngine extends Engine {
  /** activations[0] holds the loaded inputs (rows, inputSize), activations[l + 1] the outputs of layer l. */
  readonly activations: readonly FloatArray[];
}

/**
 * The passes through all layers, for minibatches of up to `batchSize` rows: `forward` fills the activations behind the
 * inputs, `backward` the gradients, starting from the last dActivations.
 */
export function createPasses(network: Network, precision: Precision, batchSize: number) {
  const { layers, sizes, parameterCount } = network;
  const { zeros, dense, relu, silu } = precision;
  const last = layers.length;
  const params = zeros(parameterCount);
  const grads = zeros(parameterCount);
  const views = layers.map(({ fanIn, fanOut, weightOffset, biasOffset }): DenseLayer => {
    const [weight, dWeight] = [params, grads].map((vector) => vector.subarray(weightOffset, biasOffset));
    const [bias, dBias] = [params, grads].map((vector) => vector.subarray(biasOffset, biasOffset + fanOut));
    return { fanIn, fanOut, weight, bias, dWeight, dBias };
  });
  const activations = sizes.map((size) => zeros(batchSize * size));
  const dActivations = sizes.map((size) => zeros(batchSize * size));
  const slopes = sizes.map((size) => zeros(batchSize * size)); // of the SiLU

  function forward(rows: number): void {
    for (let l = 0; l < last; l++) {
      const output = activations[l + 1];
      dense.forward(views[l], activations[l], output, rows);
      if (layers[l].activation === 'relu') relu.forward(output, rows * sizes[l + 1]);
      if (layers[l].activation === 'algebraic-silu') silu.forward(output, slopes[l + 1], rows * sizes[l + 1]);
    }
  }

  function backward(rows: number): void {
    for (let l = last - 1; l >= 0; l--) {
      dense.backwardParams(views[l], activations[l], dActivations[l + 1], rows);
      if (l === 0) break; // the gradient of the inputs is not used
      dense.backwardInput(views[l], dActivations[l + 1], dActivations[l], rows);
      // dActivations[l] is now the gradient of layer l - 1's outputs; this makes it that of its sums
      if (network.activation === 'relu') relu.backward(activations[l], dActivations[l], rows * sizes[l]);
      else silu.backward(slopes[l], dActivations[l], rows * sizes[l]);
    }
  }

  return { params, grads, activations, dActivations, forward, backward };
}

function build(options: EngineOptions, precision: Precision): ReferenceEngine {
  checkEngineOptions(options);
  const { network, batchSize, adam, training = noRows, validation = noRows } = options;
  const { inputSize, parameterCount } = network;
  const { zeros, mse } = precision;
  const room = minibatchRows(batchSize, training); // rows at once
  const passes = createPasses(network, precision, room);
  const { params, grads, activations, dActivations } = passes;
  const last = network.layers.length;

  const vectors = { params, grads, m: zeros(parameterCount), v: zeros(parameterCount) };
  const target = zeros(room);

  const order = Int32Array.from({ length: training.rowCount }, (_, row) => row);
  const learningRate = new Float64Array(1);
  const betaPowers = Float64Array.of(1, 1);
  const stepSize = zeros(1);
  const lossSum = new Float64Array(1);
  const epochLossSum = new Float64Array(1);
  let rows = 0; // of the loaded minibatch

  /** Row `from` of x becomes row `to` of the minibatch. */
  function loadInput(x: FloatArray, from: number, to: number): void {
    for (let i = 0; i < inputSize; i++) activations[0][to * inputSize + i] = x[from * inputSize + i];
  }

  function loadRow({ x, y }: RowSet, from: number, to: number): void {
    loadInput(x, from, to);
    target[to] = y[from];
  }

  return {
    name: precision.name,
    network,
    batchSize,
    adam,
    trainingRowCount: training.rowCount,
    validationRowCount: validation.rowCount,
    ...vectors,
    order,
    learningRate,
    betaPowers,
    lossSum,
    epochLossSum,
    createGram: createReferenceGram,
    activations,

    load(first: number, count: number): void {
      rows = count;
      for (let row = 0; row < rows; row++) loadRow(training, order[first + row], row);
    },

    forward(): void {
      passes.forward(rows);
      lossSum[0] = 0;
      mse.forward(activations[last], target, rows, lossSum);
      epochLossSum[0] += lossSum[0];
    },

    backward(): void {
      mse.backward(activations[last], target, dActivations[last], rows);
      passes.backward(rows);
    },

    step(): void {
      advanceStepSize(adam, learningRate[0], betaPowers, stepSize);
      precision.adam(vectors, adam, stepSize);
    },

    evaluate(): void {
      lossSum[0] = 0;
      for (let first = 0; first < validation.rowCount; first += room) {
        rows = Math.min(room, validation.rowCount - first);
        for (let row = 0; row < rows; row++) loadRow(validation, first + row, row);
        passes.forward(rows);
        mse.forward(activations[last], target, rows, lossSum);
      }
    },

    predict(x: FloatArray, rowCount: number, predictions: FloatArray): void {
      for (let first = 0; first < rowCount; first += room) {
        rows = Math.min(room, rowCount - first);
        for (let row = 0; row < rows; row++) loadInput(x, first + row, row);
        passes.forward(rows);
        for (let row = 0; row < rows; row++) predictions[first + row] = activations[last][row];
      }
    },
  };
}

/** The kernels of one precision. `copy` decides whose compiled code they are (see float64.ts). */
function createPrecision(
  f32: Round,
  fma: MultiplyAdd,
  isFloat64: boolean,
  copy: <Factory extends AnyFactory>(of: Factory) => Factory,
) {
  return {
    name: isFloat64 ? 'reference-float64' : 'reference',
    zeros: (length: number): FloatArray => (isFloat64 ? new Float64Array(length) : new Float32Array(length)),
    dense: copy(denseKernels)(f32, fma),
    relu: copy(reluKernels)(),
    silu: copy(siluKernels)(f32, SILU_B),
    mse: copy(mseKernels)(f32),
    adam: copy(adamKernel)(f32, !isFloat64),
  };
}
type Precision = ReturnType<typeof createPrecision>;

const float32 = createPrecision(Math.fround, fma32, false, (factory) => factory);
const unfused: MultiplyAdd = (a, b, c) => a * b + c;
let madeFloat64: Precision | undefined; // at first use, since few programs need it

/** Without rounding. */
export const float64 = (): Precision => (madeFloat64 ??= createPrecision((x) => x, unfused, true, separateCopy));

/** The float32 engine. @throws RangeError for options that make no sense (see checkEngineOptions). */
export const createReferenceEngine = (options: EngineOptions): ReferenceEngine => build(options, float32);

/** The same arithmetic in float64, unrounded: params, gradients and moments are Float64Arrays. */
export const createFloat64Engine = (options: EngineOptions): ReferenceEngine => build(options, float64());
