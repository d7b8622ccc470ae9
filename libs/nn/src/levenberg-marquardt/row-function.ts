/**
 * The network as a function of its parameters, one row at a time, in float64: its output, and the gradient of the
 * output with respect to every parameter (a row of the Jacobian). Sums run from the first index to the last; forward
 * sums start at the bias.
 */
import type { FloatArray } from '../engine.js';
import { SILU_B, type Network } from '../network.js';

export interface RowFunction {
  /** The prediction for the row that starts at x[at]. */
  output(params: Float64Array, x: FloatArray, at: number): number;
  /** Writes the gradient of the last output to `into`, starting at `at`; parameterCount values. */
  gradient(params: Float64Array, into: Float32Array, at: number): void;
}

export function createRowFunction({ sizes, layers }: Network): RowFunction {
  const values = sizes.map((size) => new Float64Array(size));
  const slopes = sizes.map((size) => new Float64Array(size));
  const deltas = sizes.map((size) => new Float64Array(size));
  const last = layers.length;

  function output(params: Float64Array, x: FloatArray, at: number): number {
    for (let i = 0; i < sizes[0]; i++) values[0][i] = x[at + i];
    for (let l = 0; l < last; l++) {
      const { fanIn, fanOut, weightOffset, biasOffset, activation } = layers[l];
      const input = values[l];
      const sums = values[l + 1];
      for (let o = 0; o < fanOut; o++) sums[o] = params[biasOffset + o];
      for (let i = 0; i < fanIn; i++) {
        const a = input[i];
        const row = weightOffset + i * fanOut;
        for (let o = 0; o < fanOut; o++) sums[o] += a * params[row + o];
      }
      if (activation === 'relu') relu(sums, slopes[l + 1]);
      else if (activation === 'algebraic-silu') silu(sums, slopes[l + 1]);
    }
    return values[last][0];
  }

  function gradient(params: Float64Array, into: Float32Array, at: number): void {
    deltas[last][0] = 1;
    for (let l = last - 1; l >= 0; l--) {
      const { fanIn, fanOut, weightOffset, biasOffset } = layers[l];
      const input = values[l];
      const delta = deltas[l + 1];
      for (let i = 0; i < fanIn; i++) {
        const a = input[i];
        const row = at + weightOffset + i * fanOut;
        for (let o = 0; o < fanOut; o++) into[row + o] = a * delta[o];
      }
      for (let o = 0; o < fanOut; o++) into[at + biasOffset + o] = delta[o];
      if (l === 0) continue;
      for (let i = 0; i < fanIn; i++) {
        const row = weightOffset + i * fanOut;
        let sum = 0;
        for (let o = 0; o < fanOut; o++) sum += params[row + o] * delta[o];
        deltas[l][i] = sum * slopes[l][i];
      }
    }
  }

  return { output, gradient };
}

function relu(values: Float64Array, slopes: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const isActive = values[i] > 0;
    slopes[i] = isActive ? 1 : 0;
    if (!isActive) values[i] = 0;
  }
}

/** `reference/silu.ts`, unrounded. */
function silu(values: Float64Array, slopes: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    const r = x / Math.sqrt(x * x + SILU_B);
    values[i] = 0.5 * x * (1 + r);
    slopes[i] = 0.5 * (1 + r * (2 - r * r));
  }
}
