/**
 * The reference engine: all of backpropagation in plain loops.
 *
 * It is the definition: every other engine must give the same weights, moments and losses, to the bit. It is written to
 * be read; the SIMD engine is many times faster. The same code without rounding to float32 (`createFloat64Engine`)
 * checks gradients.
 */
import { noRows, type Engine, type EngineOptions, type FloatArray, type RowSet } from '../engine.js';
import { checkEngineOptions } from '../engine-options.js';
import { SILU_B } from '../network.js';
import { adamKernel } from './adam.js';
import { denseKernels, type DenseLayer, type Round } from './dense.js';
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

function build(options: EngineOptions, precision: Precision): ReferenceEngine {
  checkEngineOptions(options);
  const { network, batchSize, adam, training = noRows, validation = noRows } = options;
  const { layers, sizes, inputSize, parameterCount } = network;
  const { zeros, dense, relu, silu, mse } = precision;
  const last = layers.length;

  const params = zeros(parameterCount);
  const grads = zeros(parameterCount);
  const m = zeros(parameterCount);
  const v = zeros(parameterCount);
  const vectors = { params, grads, m, v };
  const views = layers.map(({ fanIn, fanOut, weightOffset, biasOffset }): DenseLayer => {
    const [weight, dWeight] = [params, grads].map((vector) => vector.subarray(weightOffset, biasOffset));
    const [bias, dBias] = [params, grads].map((vector) => vector.subarray(biasOffset, biasOffset + fanOut));
    return { fanIn, fanOut, weight, bias, dWeight, dBias };
  });
  const activations = sizes.map((size) => zeros(batchSize * size));
  const dActivations = sizes.map((size) => zeros(batchSize * size));
  const slopes = sizes.map((size) => zeros(batchSize * size)); // of the SiLU
  const target = zeros(batchSize);

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

  function load(first: number, count: number): void {
    rows = count;
    for (let row = 0; row < rows; row++) loadRow(training, order[first + row], row);
  }

  function runLayers(): void {
    for (let l = 0; l < last; l++) {
      const output = activations[l + 1];
      dense.forward(views[l], activations[l], output, rows);
      if (layers[l].activation === 'relu') relu.forward(output, rows * sizes[l + 1]);
      if (layers[l].activation === 'algebraic-silu') silu.forward(output, slopes[l + 1], rows * sizes[l + 1]);
    }
  }

  function forward(): void {
    runLayers();
    lossSum[0] = 0;
    mse.forward(activations[last], target, rows, lossSum);
    epochLossSum[0] += lossSum[0];
  }

  function backward(): void {
    mse.backward(activations[last], target, dActivations[last], rows);
    for (let l = last - 1; l >= 0; l--) {
      dense.backwardParams(views[l], activations[l], dActivations[l + 1], rows);
      if (l === 0) break; // the gradient of the inputs is not used
      dense.backwardInput(views[l], dActivations[l + 1], dActivations[l], rows);
      // dActivations[l] is now the gradient of layer l - 1's outputs; this makes it that of its sums
      if (network.activation === 'relu') relu.backward(activations[l], dActivations[l], rows * sizes[l]);
      else silu.backward(slopes[l], dActivations[l], rows * sizes[l]);
    }
  }

  function step(): void {
    advanceStepSize(adam, learningRate[0], betaPowers, stepSize);
    precision.adam(vectors, adam, stepSize);
  }

  function evaluate(): void {
    lossSum[0] = 0;
    for (let first = 0; first < validation.rowCount; first += batchSize) {
      rows = Math.min(batchSize, validation.rowCount - first);
      for (let row = 0; row < rows; row++) loadRow(validation, first + row, row);
      runLayers();
      mse.forward(activations[last], target, rows, lossSum);
    }
  }

  function predict(x: FloatArray, rowCount: number, predictions: FloatArray): void {
    for (let first = 0; first < rowCount; first += batchSize) {
      rows = Math.min(batchSize, rowCount - first);
      for (let row = 0; row < rows; row++) loadInput(x, first + row, row);
      runLayers();
      for (let row = 0; row < rows; row++) predictions[first + row] = activations[last][row];
    }
  }

  return {
    name: precision.name,
    network,
    batchSize,
    adam,
    trainingRowCount: training.rowCount,
    validationRowCount: validation.rowCount,
    params,
    grads,
    m,
    v,
    order,
    learningRate,
    betaPowers,
    lossSum,
    epochLossSum,
    createGram: createReferenceGram,
    activations,
    load,
    forward,
    backward,
    step,
    evaluate,
    predict,
  };
}

/** The kernels of one precision. `copy` decides whose compiled code they are (see float64.ts). */
function createPrecision(f32: Round, isFloat64: boolean, copy: <Factory extends AnyFactory>(of: Factory) => Factory) {
  return {
    name: isFloat64 ? 'reference-float64' : 'reference',
    zeros: (length: number): FloatArray => (isFloat64 ? new Float64Array(length) : new Float32Array(length)),
    dense: copy(denseKernels)(f32),
    relu: copy(reluKernels)(),
    silu: copy(siluKernels)(f32, SILU_B),
    mse: copy(mseKernels)(f32),
    adam: copy(adamKernel)(f32, !isFloat64),
  };
}
type Precision = ReturnType<typeof createPrecision>;

const float32 = createPrecision(Math.fround, false, (factory) => factory);
let float64: Precision | undefined; // made at first use, since few programs need it

/** The float32 engine. @throws RangeError for options that make no sense (see checkEngineOptions). */
export const createReferenceEngine = (options: EngineOptions): ReferenceEngine => build(options, float32);

/** The same arithmetic in float64, unrounded: params, gradients and moments are Float64Arrays. */
export function createFloat64Engine(options: EngineOptions): ReferenceEngine {
  float64 ??= createPrecision((x) => x, true, separateCopy);
  return build(options, float64);
}
