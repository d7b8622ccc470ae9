/**
 * How strongly to shrink the weights, learned from the training rows alone: MacKay's evidence (1992), in the
 * Gauss-Newton form of Foresee and Hagan (1997), with one precision for each group of parameters.
 *
 *     minimise  beta e'e + sum over the groups k of alpha_k w_k'w_k
 *     gamma_k = N_k - alpha_k trace_k(A^-1)      A = beta J'J + diag(alpha)      parameters that the data determine
 *     alpha_k = gamma_k / w_k'w_k                beta = (n - gamma) / e'e        1 / beta: the variance of the noise
 *
 * Here everything is divided by beta, as the normal equations are: ridge = alpha / beta.
 */
import type { Network } from '../network.js';
import { factorise, inverseDiagonal, invertFactor } from './cholesky.js';
import { damp } from './damp.js';
import type { NormalEquations } from './normal-equations.js';
import type { EvidenceState } from './state.js';

/** Parameters from `begin` up to, but not including, `end`, which share one precision. */
interface Group {
  readonly begin: number;
  readonly end: number;
  alpha: number;
}

const FIRST_ALPHA = 0.01;
const LEAST_ALPHA = 1e-6;
const MOST_ALPHA = 1e6;
/** A fraction of the largest diagonal element of J'J: float32 rounding can turn a zero eigenvalue into this much. */
const ROUNDING = 3e-7;
/**
 * At least this fraction of a group counts as determined, and this fraction of the rows as not used up by parameters.
 */
const LEAST_DETERMINED = 1e-3;
const LEAST_FREE_ROWS = 0.05;

export interface Evidence {
  /** alpha / beta of each parameter. Zero for the bias of the output, which nothing shrinks. */
  readonly ridge: Float64Array;
  /** Learns alpha and beta again, and from them the ridge. */
  update(equations: NormalEquations, params: Float64Array, squaredErrors: number, rowCount: number): void;
  /** A copy of what it has learned. */
  state(): EvidenceState;
  /** Continues from a state that an evidence of the same network has learned. */
  restore(state: EvidenceState): void;
}

/** The weights of each layer are one group, its biases another. */
export function createEvidence({ layers, parameterCount: size }: Network): Evidence {
  const groups: Group[] = layers.flatMap(({ index, weightOffset, biasOffset, fanOut }) => {
    const weights = { begin: weightOffset, end: biasOffset, alpha: FIRST_ALPHA };
    return index + 1 < layers.length
      ? [weights, { begin: biasOffset, end: biasOffset + fanOut, alpha: FIRST_ALPHA }]
      : [weights];
  });
  const ridge = new Float64Array(size);
  const matrix = new Float64Array(size * size);
  const inverse = new Float64Array(size);
  let beta = 1;
  let determined = size;

  function fillRidge(): void {
    for (const { begin, end, alpha } of groups) ridge.fill(alpha / beta, begin, end);
  }

  function updateGroup(group: Group, params: Float64Array, floor: number): number {
    const count = group.end - group.begin;
    let trace = 0;
    let squares = 0;
    for (let i = group.begin; i < group.end; i++) {
      trace += inverse[i];
      squares += params[i] * params[i];
    }
    const gamma = Math.min(Math.max(count - (group.alpha / beta + floor) * trace, LEAST_DETERMINED * count), count);
    group.alpha = Math.min(Math.max(gamma / Math.max(squares, 1e-12), LEAST_ALPHA), MOST_ALPHA);
    return gamma;
  }

  function update({ hessian }: NormalEquations, params: Float64Array, squaredErrors: number, rowCount: number): void {
    let largest = 0;
    for (let i = 0; i < size; i++) largest = Math.max(largest, hessian[i * size + i]);
    const floor = ROUNDING * largest;
    damp(hessian, ridge, floor, matrix);
    if (factorise(matrix, size)) {
      invertFactor(matrix, size);
      inverseDiagonal(matrix, size, inverse);
      determined = 0;
      for (const group of groups) determined += updateGroup(group, params, floor);
    }
    beta = Math.max(rowCount - determined, LEAST_FREE_ROWS * rowCount) / Math.max(squaredErrors, Number.MIN_VALUE);
    fillRidge();
  }

  const state = (): EvidenceState => ({ alphas: Float64Array.from(groups, ({ alpha }) => alpha), beta, determined });

  function restore(from: EvidenceState): void {
    groups.forEach((group, k) => {
      group.alpha = from.alphas[k];
    });
    ({ beta, determined } = from);
    fillRidge();
  }

  fillRidge();
  return { ridge, update, state, restore };
}
