/**
 * Gradient check: the gradient of backpropagation against the slope of the loss, parameter by parameter.
 *
 *     numeric = (loss(w + h) - loss(w - h)) / 2h
 *
 * It runs in float64, where the reference engine runs the same code without rounding to float32. As long as no ReLU
 * switches side, the outputs are an affine function of any one parameter and the mean squared error is a quadratic one,
 * so its central difference is its slope exactly. What is left is the rounding of the two losses, about
 * 1e-16 / h, and that asks for a large h. The ReLUs ask for a small one: the larger the step, the more of them switch
 * side. 2^-19 leaves rounding errors of about 1e-10 an element, a hundredth of the tolerance, and ReLUs seldom switch.
 * As a power of two it makes w + h and w - h exact for all but the tiniest float32 w, so that they are 2h apart. (With
 * the smooth SiLU it is off by the order of h^2, 4e-12.)
 *
 * If every ReLU has the same side at w - h and at w + h, it keeps that side in between too. The first layer that w
 * reaches is affine in w, so none of its units can switch twice; then the next layer is affine as well, and so on.
 * Where a side differs, the difference straddles a kink and is no slope: such parameters are skipped and counted.
 *
 * Part by part, the weights or the biases of a layer pass if the two gradients agree to 1e-6 in the norm and in every
 * element (or to 1e-8), and the float32 gradient with them to 2e-3; and less than 1% of all parameters may be skipped
 * (gradient-check-part.ts).
 */
import { defaultRng } from '@fived/random';
import { comparePart, gradientTolerances, type Differences, type GradientCheckPart } from './gradient-check-part.js';
import { adamDefaults, type FloatArray, type RowSet } from './engine.js';
import { glorotUniform, modelSeed } from './initializers.js';
import { describeNetwork, type HiddenActivation } from './network.js';
import { createFloat64Engine, createReferenceEngine, type ReferenceEngine } from './reference/engine.js';

export interface GradientCheckOptions {
  /** Widths from the inputs to the output. */
  readonly sizes: readonly number[];
  readonly activation: HiddenActivation;
  /** Seed of the parameters, the rows and the targets. */
  readonly seed: number;
  /** Rows of the one minibatch. */
  readonly rowCount: number;
  /** h: how far each parameter is moved in either direction. */
  readonly step: number;
  /**
   * The gradient on trial, parameterCount long. Called once with the float64 engine, after `load` and `forward`, and
   * the minibatch's rows. A gradient other than the engine's own shows that the check catches a wrong one.
   */
  readonly analyticGradient: (engine: ReferenceEngine, minibatch: RowSet) => FloatArray;
}

export interface GradientCheck {
  /** Layer by layer, weights before biases. */
  readonly parts: readonly GradientCheckPart[];
  readonly checkedCount: number;
  readonly skippedCount: number;
  /** Whether every part passed and few enough parameters were skipped. */
  readonly passed: boolean;
}

export const gradientCheckDefaults: GradientCheckOptions = {
  sizes: [5, 64, 32, 16, 1],
  activation: 'relu',
  seed: 42,
  rowCount: 32,
  step: 2 ** -19,
  analyticGradient: (engine) => {
    engine.backward();
    return engine.grads;
  },
};

/**
 * Checks the gradient of a seeded random network on one minibatch of random rows and targets (standard normal). Weights
 * are Glorot's; biases are random too, since zeros would hide errors in them. Both precisions use float32 parameters.
 * @throws RangeError for widths that make no network, no rows, or a step that is not positive
 */
export function gradientCheck(options: Partial<GradientCheckOptions> = {}): GradientCheck {
  const { sizes, activation, seed, rowCount, step, analyticGradient } = { ...gradientCheckDefaults, ...options };
  if (!Number.isSafeInteger(rowCount) || rowCount < 1) {
    throw new RangeError(`rowCount must be a whole number of at least 1; got ${rowCount}.`);
  }
  if (!(step > 0 && step < Infinity)) throw new RangeError(`The step must be a positive number; got ${step}.`);

  const network = describeNetwork(sizes, activation);
  const random = defaultRng(modelSeed(seed, 'gradientCheck'));
  const normals = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal(0, 1));
  const training = { x: normals(rowCount * network.inputSize), y: normals(rowCount), rowCount };
  const engineOptions = { network, batchSize: rowCount, adam: adamDefaults, training };

  const float32 = createReferenceEngine(engineOptions);
  glorotUniform(network, seed, float32.params);
  for (const { biasOffset, fanOut } of network.layers) {
    for (let o = 0; o < fanOut; o++) float32.params[biasOffset + o] = random.normal(0, 0.1);
  }
  const float64 = createFloat64Engine(engineOptions);
  float64.params.set(float32.params);

  for (const engine of [float32, float64]) {
    engine.load(0, rowCount);
    engine.forward();
  }
  float32.backward();
  const analytic = analyticGradient(float64, training).slice();
  const gradients = { analytic, float32: float32.grads, ...centralDifferences(float64, rowCount, step) };

  const parts = network.layers.flatMap((layer) => {
    const { weightOffset, biasOffset, fanOut } = layer;
    return [
      { layer, kind: 'weights' as const, ...comparePart(gradients, weightOffset, biasOffset) },
      { layer, kind: 'biases' as const, ...comparePart(gradients, biasOffset, biasOffset + fanOut) },
    ];
  });
  const skippedCount = parts.reduce((sum, part) => sum + part.skippedCount, 0);
  return {
    parts,
    checkedCount: network.parameterCount - skippedCount,
    skippedCount,
    passed:
      skippedCount < gradientTolerances.skippedFraction * network.parameterCount && parts.every(({ passed }) => passed),
  };
}

/** The central difference of the loaded minibatch's loss for every parameter. Leaves the parameters as they were. */
function centralDifferences(engine: ReferenceEngine, rowCount: number, h: number): Differences {
  const { params, lossSum, network } = engine;
  // a smooth activation has no sides
  const hidden = engine.network.activation === 'relu' ? engine.activations.slice(1, -1) : [];
  const sides = hidden.map(({ length }) => new Uint8Array(length));
  const numeric = new Float64Array(network.parameterCount);
  const crossed = new Uint8Array(network.parameterCount);
  for (let i = 0; i < params.length; i++) {
    const w = params[i];
    params[i] = w + h;
    engine.forward();
    const lossAbove = lossSum[0];
    noteSides(hidden, sides);
    params[i] = w - h;
    engine.forward();
    params[i] = w;
    numeric[i] = (lossAbove - lossSum[0]) / (2 * h * rowCount);
    crossed[i] = Number(!sameSides(hidden, sides));
  }
  return { numeric, crossed };
}

function noteSides(hidden: readonly FloatArray[], sides: readonly Uint8Array[]): void {
  for (let l = 0; l < hidden.length; l++) {
    for (let k = 0; k < hidden[l].length; k++) sides[l][k] = Number(hidden[l][k] > 0);
  }
}

function sameSides(hidden: readonly FloatArray[], sides: readonly Uint8Array[]): boolean {
  for (let l = 0; l < hidden.length; l++) {
    for (let k = 0; k < hidden[l].length; k++) if (sides[l][k] !== Number(hidden[l][k] > 0)) return false;
  }
  return true;
}
