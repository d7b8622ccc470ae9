/**
 * The normal equations of the squared error, linearised at the current parameters w (Gauss and Newton):
 *
 *     errors e[r] = prediction[r] - target[r]      J[r][i] = d prediction[r] / d w[i]
 *     hessian = J'J      gradient = J'e            (each is half that of the sum of squares)
 *
 * Predictions, errors and gradient are float64. J is rounded to float32. J'J is summed in float32 within a chunk of
 * rows (`../gram.ts`), and in float64 from chunk to chunk, with the rows in the given order.
 */
import type { RowSet } from '../engine.js';
import type { Gram } from '../gram.js';
import type { Network } from '../network.js';
import { createRowFunction } from './row-function.js';

export interface NormalEquations {
  /** (parameterCount, parameterCount) row-major; only i <= j is filled. */
  readonly hessian: Float64Array;
  readonly gradient: Float64Array;
  /** Fills both for the first `count` rows of the order. Returns e'e. */
  linearise(params: Float64Array, count: number): number;
  /** e'e of the first `count` rows of the order. */
  squaredErrors(params: Float64Array, count: number): number;
}

/** @param order row numbers, in the order in which rows are taken */
export function createNormalEquations(
  network: Network,
  { x, y }: RowSet,
  order: Int32Array,
  gram: Gram,
): NormalEquations {
  const { inputSize, parameterCount: size } = network;
  const { rows, products, stride, rowCapacity } = gram;
  const row = createRowFunction(network);
  const hessian = new Float64Array(size * size);
  const gradient = new Float64Array(size);

  const errorOf = (which: number): number => row.output(x, which * inputSize) - y[which];

  function addGradient(error: number, at: number): void {
    for (let i = 0; i < size; i++) gradient[i] += error * rows[at + i];
  }

  function addProducts(): void {
    for (let i = 0; i < size; i++) {
      for (let j = i; j < size; j++) hessian[i * size + j] += products[i * stride + j];
    }
  }

  function linearise(params: Float64Array, count: number): number {
    row.params.set(params);
    hessian.fill(0);
    gradient.fill(0);
    let sum = 0;
    for (let first = 0; first < count; first += rowCapacity) {
      const chunk = Math.min(rowCapacity, count - first);
      for (let r = 0; r < chunk; r++) {
        const error = errorOf(order[first + r]);
        sum += error * error;
        row.gradient(rows, r * stride);
        addGradient(error, r * stride);
      }
      gram.multiply(chunk);
      addProducts();
    }
    return sum;
  }

  function squaredErrors(params: Float64Array, count: number): number {
    row.params.set(params);
    let sum = 0;
    for (let r = 0; r < count; r++) {
      const error = errorOf(order[r]);
      sum += error * error;
    }
    return sum;
  }

  return { hessian, gradient, linearise, squaredErrors };
}
