/**
 * Dense layer, forward and backward (Rumelhart, Hinton and Williams, 1986). Of row r, input i and output o:
 *
 *     y[r][o]  = b[o] + sum over i of x[r][i] w[i][o]
 *
 * dw is the derivative of the loss by w, and so on. One w serves every row and one x every output, so the chain rule
 * sums over those; the factor of b is 1:
 *
 *     dw[i][o] = sum over r of x[r][i] dy[r][o]      db[o] = sum over r of dy[r][o]
 *     dx[r][i] = sum over o of dy[r][o] w[i][o]
 *
 * Each sum runs from its first term to its last, y's from the bias and the others from 0: sum = fma(a, b, sum).
 *
 * A ReLU sets about half of x to 0, and dy with it. Terms with a zero x are left out of y and dw, terms with a zero dy
 * out of dx; of finite numbers that changes at most the sign of a zero. A zero dy stays in dw: an infinite x may leave
 * no other trace than its product with it, NaN (docs/method/arithmetic.md).
 */
import type { FloatArray } from '../engine.js';
import type { MultiplyAdd } from './fma32.js';

/** Math.fround, which makes +, -, *, / and sqrt of float32s those of float32; in the float64 form the identity. */
export type Round = (x: number) => number;

/** One layer: views into the flat vectors of parameters and gradients. Weights are (fanIn, fanOut), row-major. */
export interface DenseLayer {
  readonly fanIn: number;
  readonly fanOut: number;
  readonly weight: FloatArray;
  readonly bias: FloatArray;
  readonly dWeight: FloatArray;
  readonly dBias: FloatArray;
}

/** `forward` overwrites output, `backwardParams` dWeight and dBias, `backwardInput` dInput; arrays are row-major. */
export function denseKernels(f32: Round, fma: MultiplyAdd) {
  function forward(layer: DenseLayer, input: FloatArray, output: FloatArray, rows: number): void {
    const { fanIn, fanOut, weight, bias } = layer;
    for (let row = 0; row < rows; row++) {
      const at = row * fanOut;
      for (let o = 0; o < fanOut; o++) output[at + o] = bias[o];
      for (let i = 0; i < fanIn; i++) {
        const x = input[row * fanIn + i];
        if (x === 0) continue;
        const from = i * fanOut;
        for (let o = 0; o < fanOut; o++) output[at + o] = fma(x, weight[from + o], output[at + o]);
      }
    }
  }

  function backwardParams(layer: DenseLayer, input: FloatArray, dOutput: FloatArray, rows: number): void {
    const { fanIn, fanOut, dWeight, dBias } = layer;
    dWeight.fill(0);
    dBias.fill(0);
    for (let row = 0; row < rows; row++) {
      const at = row * fanOut;
      for (let o = 0; o < fanOut; o++) dBias[o] = f32(dBias[o] + dOutput[at + o]);
      for (let i = 0; i < fanIn; i++) {
        const x = input[row * fanIn + i];
        if (x === 0) continue;
        const to = i * fanOut;
        for (let o = 0; o < fanOut; o++) dWeight[to + o] = fma(x, dOutput[at + o], dWeight[to + o]);
      }
    }
  }

  function backwardInput(layer: DenseLayer, dOutput: FloatArray, dInput: FloatArray, rows: number): void {
    const { fanIn, fanOut, weight } = layer;
    dInput.fill(0, 0, rows * fanIn);
    for (let row = 0; row < rows; row++) {
      const at = row * fanIn;
      for (let o = 0; o < fanOut; o++) {
        const d = dOutput[row * fanOut + o];
        if (d === 0) continue;
        for (let i = 0; i < fanIn; i++) dInput[at + i] = fma(d, weight[i * fanOut + o], dInput[at + i]);
      }
    }
  }

  return { forward, backwardParams, backwardInput };
}
