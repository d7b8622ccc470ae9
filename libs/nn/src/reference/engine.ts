/**
 * The reference engine: the whole of backpropagation in the plainest order, in TypeScript.
 *
 * What it computes, to the last rounding, is the definition of what every other engine must compute. Its float64 form
 * (`createFloat64Engine`) is the same code without rounding, and serves to check gradients.
 */
import { checkEngineOptions, type Engine, type EngineOptions, type FloatArray } from '../engine.js';
import { adamKernel } from './adam.js';
import { denseKernels, type DenseWeights } from './dense.js';
import { separateCopy } from './float64.js';
import { createReferenceGram } from './gram.js';
import { mseKernels } from './mse.js';
import { SILU_B } from '../network.js';
import { createActiveUnits, createAllUnits, reluForward, type ActiveUnits } from './relu.js';
import { siluKernels } from './silu.js';
import { advanceStepSize } from './step-size.js';

/** A reference engine lets one look at what it keeps between the stages. */
export interface ReferenceEngine extends Engine {
  /** activations[0] holds the loaded inputs (rows, inputSize), activations[l + 1] the outputs of layer l. */
  readonly activations: readonly Float64Array[];
}

interface Precision {
  readonly name: string;
  readonly zeros: (length: number) => FloatArray;
  readonly dense: ReturnType<typeof denseKernels>;
  readonly mse: ReturnType<typeof mseKernels>;
  readonly silu: ReturnType<typeof siluKernels>;
  readonly adam: ReturnType<typeof adamKernel>;
}

const float32: Precision = {
  name: 'reference',
  zeros: (length) => new Float32Array(length),
  dense: denseKernels(Math.fround),
  mse: mseKernels(Math.fround),
  silu: siluKernels(Math.fround, SILU_B),
  adam: adamKernel(Math.fround, true),
};

let float64: Precision | undefined;

/** Made at first use: few programs need it. */
function float64Precision(): Precision {
  const exact = (x: number): number => x;
  float64 ??= {
    name: 'reference-float64',
    zeros: (length) => new Float64Array(length),
    dense: separateCopy(denseKernels)(exact),
    mse: separateCopy(mseKernels)(exact),
    silu: separateCopy(siluKernels)(exact, SILU_B),
    adam: separateCopy(adamKernel)(exact, false),
  };
  return float64;
}

/** The float32 engine. @throws RangeError for options that make no sense (see checkEngineOptions). */
export const createReferenceEngine = (options: EngineOptions): ReferenceEngine => build(options, float32);

/** The same arithmetic in float64, unrounded: params, gradients and moments are Float64Arrays. */
export const createFloat64Engine = (options: EngineOptions): ReferenceEngine => build(options, float64Precision());

function build(options: EngineOptions, precision: Precision): ReferenceEngine {
  checkEngineOptions(options);
  const { network, batchSize, adam, training, validation } = options;
  const { layers, inputSize, parameterCount } = network;
  const { dense, mse, silu } = precision;
  const isRelu = network.activation === 'relu';

  const params = precision.zeros(parameterCount);
  const grads = precision.zeros(parameterCount);
  const m = precision.zeros(parameterCount);
  const v = precision.zeros(parameterCount);
  const vectors = { params, grads, m, v };
  const stepSize = precision.zeros(1);
  const learningRate = new Float64Array(1);
  const betaPowers = Float64Array.of(1, 1);
  const lossSum = new Float64Array(1);
  const epochLossSum = new Float64Array(1);
  const order = Int32Array.from({ length: training.rowCount }, (_, row) => row);

  const weights: DenseWeights[] = layers.map(({ fanIn, fanOut }) => ({
    fanIn,
    fanOut,
    weight: new Float64Array(fanIn * fanOut),
    bias: new Float64Array(fanOut),
  }));
  const weightViews = layers.map(({ weightOffset, biasOffset }) => params.subarray(weightOffset, biasOffset));
  const biasViews = layers.map(({ biasOffset, fanOut }) => params.subarray(biasOffset, biasOffset + fanOut));
  const gradients = new Float64Array(parameterCount);
  const activations = network.sizes.map((size) => new Float64Array(batchSize * size));
  const dActivations = network.sizes.map((size) => new Float64Array(batchSize * size));
  const slopes = network.sizes.map((size) => new Float64Array(isRelu ? 0 : batchSize * size));
  const target = new Float64Array(batchSize);
  const difference = new Float64Array(batchSize);
  // every[l] names all values of activations[l]; active[l] only the positive ones, where those come from a ReLU
  const every = network.sizes.map((size) => createAllUnits(batchSize, size));
  const active = every.map((all, l) =>
    isRelu && l > 0 && l < layers.length ? createActiveUnits(batchSize, all.width) : all,
  );
  const predicted = activations[layers.length];
  let rows = 0; // of the loaded minibatch
  let canSkip = true; // false while a zero factor could still change a sum

  function copyParams(): void {
    canSkip = true;
    for (let l = 0; l < layers.length; l++) {
      const { weight, bias } = weights[l];
      weight.set(weightViews[l]);
      bias.set(biasViews[l]);
      canSkip &&= allFinite(weight, weight.length) && !hasNegativeZero(bias);
    }
  }

  const contributing = (l: number): ActiveUnits => (canSkip ? active[l] : every[l]);

  function runLayers(): void {
    for (let l = 0; l < layers.length; l++) {
      dense.forward(weights[l], activations[l], contributing(l), activations[l + 1], rows);
      if (layers[l].activation === 'relu' && !reluForward(activations[l + 1], rows, active[l + 1])) canSkip = false;
      if (layers[l].activation === 'algebraic-silu')
        silu.forward(activations[l + 1], slopes[l + 1], rows * layers[l].fanOut);
    }
  }

  /** Puts row `from` of a set into row `to` of the minibatch. */
  function copyInput(x: FloatArray, from: number, to: number): void {
    const input = activations[0];
    for (let i = 0; i < inputSize; i++) input[to * inputSize + i] = x[from * inputSize + i];
  }

  function load(first: number, count: number): void {
    rows = count;
    for (let row = 0; row < count; row++) {
      const from = order[first + row];
      copyInput(training.x, from, row);
      target[row] = training.y[from];
    }
  }

  function forward(): void {
    copyParams();
    runLayers();
    lossSum[0] = 0;
    mse.forward(predicted, target, difference, rows, lossSum);
    epochLossSum[0] += lossSum[0];
  }

  function backward(): void {
    mse.backward(difference, dActivations[layers.length], rows);
    for (let l = layers.length - 1; l >= 0; l--) {
      const dOutput = dActivations[l + 1];
      canSkip &&= allFinite(dOutput, rows * layers[l].fanOut);
      dense.backwardParams(
        weights[l],
        activations[l],
        contributing(l),
        dOutput,
        gradients,
        layers[l].weightOffset,
        rows,
      );
      if (l === 0) continue; // nobody needs the gradient of the inputs
      dense.backwardInput(weights[l], dOutput, contributing(l + 1), dActivations[l], active[l], rows);
      if (!isRelu) silu.backward(dActivations[l], slopes[l], rows * layers[l].fanIn);
    }
    grads.set(gradients);
  }

  function step(): void {
    advanceStepSize(adam, learningRate[0], betaPowers, stepSize);
    precision.adam(vectors, adam, stepSize);
  }

  function evaluate(): void {
    copyParams();
    lossSum[0] = 0;
    for (let first = 0; first < validation.rowCount; first += batchSize) {
      rows = Math.min(batchSize, validation.rowCount - first);
      for (let row = 0; row < rows; row++) {
        copyInput(validation.x, first + row, row);
        target[row] = validation.y[first + row];
      }
      runLayers();
      mse.forward(predicted, target, difference, rows, lossSum);
    }
  }

  function predict(x: FloatArray, rowCount: number, predictions: FloatArray): void {
    copyParams();
    for (let first = 0; first < rowCount; first += batchSize) {
      rows = Math.min(batchSize, rowCount - first);
      for (let row = 0; row < rows; row++) copyInput(x, first + row, row);
      runLayers();
      for (let row = 0; row < rows; row++) predictions[first + row] = predicted[row];
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

function hasNegativeZero(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) {
    if (values[i] === 0 && 1 / values[i] < 0) return true;
  }
  return false;
}

function allFinite(values: Float64Array, length: number): boolean {
  // 0 * value is 0, or NaN if value is infinite or NaN; four sums, since each waits for its last addition
  let p0 = 0;
  let p1 = 0;
  let p2 = 0;
  let p3 = 0;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    p0 += 0 * values[i];
    p1 += 0 * values[i + 1];
    p2 += 0 * values[i + 2];
    p3 += 0 * values[i + 3];
  }
  for (; i < length; i++) p0 += 0 * values[i];
  return p0 + p1 + p2 + p3 === 0;
}
