/**
 * Dense layer: y = x W + b, forward and backward (Rumelhart, Hinton and Williams, 1986).
 *
 *     input (B, fanIn)   weight (fanIn, fanOut)   bias (fanOut)   output, dOutput (B, fanOut)
 *     output  = input weight + bias
 *     dWeight = input' dOutput      dBias = sum over B of dOutput      dInput = dOutput weight'
 *
 * Each sum runs from its first term to its last, rounded to float32 after each product and each addition:
 *
 *     sum = f32(sum + f32(a * b))      forward: over fan-in, from the bias      dWeight, dBias: over the rows, from 0
 *                                      dInput:  over fan-out, from 0
 *
 * A ReLU sets about half of its outputs to zero. Their terms change no sum of finite numbers, so they are left out
 * (docs/method/arithmetic.md). `float64.ts` makes a second set of these kernels, which does not round.
 */
import type { FloatArray } from '../engine.js';

/** Rounds to the storage precision: Math.fround, or the identity in the float64 form. */
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

export function denseKernels(f32: Round) {
  /** Overwrites output with input weight + bias. */
  function forward(layer: DenseLayer, input: FloatArray, output: FloatArray, rows: number): void {
    const { fanIn, fanOut, weight, bias } = layer;
    for (let row = 0; row < rows; row++) {
      const at = row * fanOut;
      for (let o = 0; o < fanOut; o++) output[at + o] = bias[o];
      for (let i = 0; i < fanIn; i++) {
        const x = input[row * fanIn + i];
        if (x === 0) continue;
        const w = i * fanOut;
        for (let o = 0; o < fanOut; o++) output[at + o] = f32(output[at + o] + f32(x * weight[w + o]));
      }
    }
  }

  /** Overwrites the layer's dWeight and dBias. */
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
        const w = i * fanOut;
        for (let o = 0; o < fanOut; o++) dWeight[w + o] = f32(dWeight[w + o] + f32(x * dOutput[at + o]));
      }
    }
  }

  /** Overwrites dInput with dOutput weight'. */
  function backwardInput(layer: DenseLayer, dOutput: FloatArray, dInput: FloatArray, rows: number): void {
    const { fanIn, fanOut, weight } = layer;
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < fanIn; i++) {
        let sum = 0;
        for (let o = 0; o < fanOut; o++) {
          const d = dOutput[row * fanOut + o];
          if (d !== 0) sum = f32(sum + f32(d * weight[i * fanOut + o]));
        }
        dInput[row * fanIn + i] = sum;
      }
    }
  }

  return { forward, backwardParams, backwardInput };
}
