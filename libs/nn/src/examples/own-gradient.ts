/** The gradient check of a function of one's own: logistic regression, whose gradient somebody wrote by hand. */
import { functionGradientCheck, type FunctionGradientCheck } from '../function-gradient-check.js';

const rows = [
  { x: [0.5, -1.2], y: 1 },
  { x: [-0.3, 0.8], y: 0 },
  { x: [1.5, 0.1], y: 1 },
];

const probability = ([bias, ...weights]: Float64Array, x: readonly number[]): number =>
  1 / (1 + Math.exp(-x.reduce((sum, value, i) => sum + value * weights[i], bias)));

/** The negative log-likelihood. */
const loss = (params: Float64Array): number =>
  rows.reduce((sum, { x, y }) => sum - Math.log(y === 1 ? probability(params, x) : 1 - probability(params, x)), 0);

/** By bias and weights: the sum of (p - y), and of (p - y) x. */
const gradient = (params: Float64Array): number[] =>
  rows.reduce<number[]>(
    (sums, { x, y }) => {
      const error = probability(params, x) - y;
      return sums.map((sum, i) => sum + error * [1, ...x][i]);
    },
    [0, 0, 0],
  );

export const checkOwnGradient = (): FunctionGradientCheck =>
  functionGradientCheck({ loss, gradient, params: [0.1, -0.4, 0.7] });
