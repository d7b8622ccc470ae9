/**
 * The network as a function of its parameters, one row at a time, in float64: its output, and the gradient of the
 * output with respect to every parameter (a row of the Jacobian). Both are the reference engine's passes.
 */
import type { FloatArray } from '../engine.js';
import type { Network } from '../network.js';
import { createPasses, float64 } from '../reference/engine.js';

export interface RowFunction {
  /** Set these before the calls below. */
  readonly params: FloatArray;
  /** The prediction for the row that starts at x[at]. */
  output(x: FloatArray, at: number): number;
  /** Writes the gradient of the last output to `into`, starting at `at`; parameterCount values. */
  gradient(into: Float32Array, at: number): void;
}

export function createRowFunction(network: Network): RowFunction {
  const { params, grads, activations, dActivations, forward, backward } = createPasses(network, float64(), 1);
  const last = network.layers.length;
  return {
    params,
    output(x, at): number {
      for (let i = 0; i < network.inputSize; i++) activations[0][i] = x[at + i];
      forward(1);
      return activations[last][0];
    },
    gradient(into, at): void {
      dActivations[last][0] = 1;
      backward(1);
      into.set(grads, at);
    },
  };
}
