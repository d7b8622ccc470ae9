/**
 * A second, independent implementation of the whole arithmetic for the tests: plain numbers in plain arrays, three
 * nested loops, nothing skipped, nothing side by side. It says what the engines must compute to the last rounding, and
 * shares no line with them (it does not even use their layout of the parameters, but counts offsets itself).
 */

export type Round = (x: number) => number;

export interface NaiveAdamSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export interface NaiveModel {
  readonly sizes: readonly number[];
  readonly activation: 'relu' | 'algebraic-silu';
  /** Of the last forward pass: the slopes of a smooth activation at each layer's outputs. */
  readonly slopes: number[][];
  readonly params: number[];
  readonly grads: number[];
  readonly m: number[];
  readonly v: number[];
}

export function createNaive(
  sizes: readonly number[],
  params: ArrayLike<number>,
  activation: NaiveModel['activation'] = 'relu',
): NaiveModel {
  const zeros = (): number[] => new Array<number>(params.length).fill(0);
  return { sizes, activation, slopes: [], params: Array.from(params), grads: zeros(), m: zeros(), v: zeros() };
}

/** The outputs of every layer; [0] are the inputs (rows, sizes[0]) themselves. */
export function naiveForward(model: NaiveModel, inputs: readonly number[], rows: number, f32: Round): number[][] {
  const { sizes, params } = model;
  const activations = [[...inputs]];
  let offset = 0;
  for (let layer = 0; layer + 1 < sizes.length; layer++) {
    const fanIn = sizes[layer];
    const fanOut = sizes[layer + 1];
    const input = activations[layer];
    const output: number[] = [];
    const slopes: number[] = [];
    for (let row = 0; row < rows; row++) {
      for (let o = 0; o < fanOut; o++) {
        let sum = params[offset + fanIn * fanOut + o];
        for (let i = 0; i < fanIn; i++) sum = f32(sum + f32(input[row * fanIn + i] * params[offset + i * fanOut + o]));
        const hidden = layer + 2 < sizes.length;
        if (hidden && model.activation === 'algebraic-silu') {
          const { value, slope } = naiveSilu(sum, f32);
          output.push(value);
          slopes.push(slope);
        } else {
          output.push(hidden && sum < 0 ? 0 : sum);
        }
      }
    }
    activations.push(output);
    model.slopes[layer + 1] = slopes;
    offset += fanIn * fanOut + fanOut;
  }
  return activations;
}

/** b = 4 */
function naiveSilu(x: number, f32: Round): { value: number; slope: number } {
  const square = f32(x * x);
  const root = f32(Math.sqrt(f32(square + 4)));
  const r = f32(x / root);
  const rest = f32(2 - f32(r * r));
  return { value: f32(f32(x * 0.5) * f32(1 + r)), slope: f32(f32(1 + f32(r * rest)) * 0.5) };
}

/** The exact sum of the squared differences, added to `start`. */
export function naiveLossSum(
  predictions: readonly number[],
  targets: readonly number[],
  f32: Round,
  start = 0,
): number {
  let sum = start;
  predictions.forEach((prediction, row) => {
    const d = f32(prediction - targets[row]);
    sum += d * d;
  });
  return sum;
}

/**
 * Fills model.grads. `backwardParams` are what gradients flow back through: the model's own, but for a deliberate
 * mistake.
 */
export function naiveBackward(
  model: NaiveModel,
  activations: readonly (readonly number[])[],
  targets: readonly number[],
  f32: Round,
  backwardParams: readonly number[] = model.params,
): void {
  const { sizes, grads } = model;
  const rows = targets.length;
  const k = f32(2 / rows);
  let dOutput = targets.map((target, row) => f32(k * f32(activations[sizes.length - 1][row] - target)));
  let offset = model.params.length;
  for (let layer = sizes.length - 2; layer >= 0; layer--) {
    const fanIn = sizes[layer];
    const fanOut = sizes[layer + 1];
    offset -= fanIn * fanOut + fanOut;
    const input = activations[layer];
    for (let o = 0; o < fanOut; o++) {
      for (let i = 0; i < fanIn; i++) {
        let sum = 0;
        for (let row = 0; row < rows; row++) sum = f32(sum + f32(input[row * fanIn + i] * dOutput[row * fanOut + o]));
        grads[offset + i * fanOut + o] = sum;
      }
      let sum = 0;
      for (let row = 0; row < rows; row++) sum = f32(sum + dOutput[row * fanOut + o]);
      grads[offset + fanIn * fanOut + o] = sum;
    }
    const dInput: number[] = [];
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < fanIn; i++) {
        let sum = 0;
        for (let o = 0; o < fanOut; o++) {
          sum = f32(sum + f32(dOutput[row * fanOut + o] * backwardParams[offset + i * fanOut + o]));
        }
        if (layer > 0 && model.activation === 'algebraic-silu')
          dInput.push(f32(sum * model.slopes[layer][row * fanIn + i]));
        else dInput.push(input[row * fanIn + i] > 0 ? sum : 0);
      }
    }
    dOutput = dInput;
  }
}

export function naiveAdam(
  model: NaiveModel,
  settings: NaiveAdamSettings,
  alpha: number,
  f32: Round,
  flush: boolean,
): void {
  const { params, grads, m, v } = model;
  const [b1, c1] = [f32(settings.beta1), f32(1 - settings.beta1)];
  const [b2, c2] = [f32(settings.beta2), f32(1 - settings.beta2)];
  for (let i = 0; i < params.length; i++) {
    const g = grads[i];
    m[i] = f32(f32(b1 * m[i]) + f32(c1 * g));
    v[i] = f32(f32(b2 * v[i]) + f32(c2 * f32(g * g)));
    if (flush && Math.abs(m[i]) < 2 ** -48) m[i] = 0;
    if (flush && v[i] < 2 ** -96) v[i] = 0;
    params[i] = f32(params[i] - f32(f32(alpha * m[i]) / f32(f32(Math.sqrt(v[i])) + f32(settings.epsilon))));
  }
}

/** alpha of step t; t from 1. The powers of the betas by repeated multiplication, since that is what is promised. */
export function naiveStepSize(
  learningRate: number,
  { beta1, beta2 }: NaiveAdamSettings,
  t: number,
  f32: Round,
): number {
  let p1 = 1;
  let p2 = 1;
  for (let step = 1; step <= t; step++) {
    p1 *= beta1;
    p2 *= beta2;
  }
  return f32((learningRate * Math.sqrt(1 - p2)) / (1 - p1));
}
