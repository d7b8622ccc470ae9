import { defaultRng } from '@fived/random';
import { describe, expect, it } from 'vitest';
import { glorotUniform } from '../initializers.js';
import { describeNetwork, type HiddenActivation } from '../network.js';
import { createFloat64Engine } from '../reference/engine.js';
import { createReferenceGram } from '../gram.js';
import { randomRows } from '../testing/random-cases.js';
import { adamDefaults, noRows } from '../engine.js';
import { createNormalEquations } from './normal-equations.js';
import { createRowFunction } from './row-function.js';

const createCase = (activation: HiddenActivation, rowCount: number) => {
  const network = describeNetwork([3, 6, 4, 1], activation);
  const rows = randomRows(defaultRng(7), rowCount, 3);
  const params = new Float64Array(network.parameterCount);
  glorotUniform(network, 3, params);
  const order = Int32Array.from({ length: rowCount }, (_, i) => rowCount - 1 - i);
  const equations = createNormalEquations(network, rows, order, createReferenceGram(network.parameterCount));
  return { network, rows, params, order, equations };
};

describe.each(['relu', 'algebraic-silu'] as const)('The normal equations of a network with %s', (activation) => {
  it('have the errors and the gradient that the float64 engine has, which rounds nothing', () => {
    // 300 rows: more than one chunk
    const { network, rows, params, equations } = createCase(activation, 300);
    const engine = createFloat64Engine({
      network,
      batchSize: 300,
      adam: adamDefaults,
      training: rows,
      validation: noRows,
    });
    engine.params.set(params);
    engine.load(0, 300);
    engine.forward();
    engine.backward();
    const squaredErrors = equations.linearise(params, 300);
    expect(squaredErrors / engine.lossSum[0]).toBeCloseTo(1, 12);
    expect(equations.squaredErrors(params, 300)).toBe(squaredErrors);
    // the engine's gradient is that of the mean; J is rounded to float32, an error of 6e-8 in each of 300 terms
    engine.grads.forEach((gradient, i) => {
      expect(equations.gradient[i]).toBeCloseTo((gradient * 300) / 2, 4);
    });
  });

  it('have the products of the slopes of each row by each parameter', () => {
    const { network, rows, params, equations } = createCase(activation, 20);
    const row = createRowFunction(network);
    const h = 1e-6;
    const slopes = Array.from({ length: 20 }, (_, r) =>
      Array.from(params, (w, i) => {
        const moved = params.slice();
        moved[i] = w + h;
        row.params.set(moved);
        const above = row.output(rows.x, 3 * r);
        row.params[i] = w - h;
        return (above - row.output(rows.x, 3 * r)) / (2 * h);
      }),
    );
    equations.linearise(params, 20);
    const size = network.parameterCount;
    for (let i = 0; i < size; i++) {
      for (let j = i; j < size; j++) {
        const expected = slopes.reduce((sum, slope) => sum + slope[i] * slope[j], 0);
        // float32 sums of 20 terms of about 1
        expect(equations.hessian[i * size + j]).toBeCloseTo(expected, 4);
      }
    }
  });

  it('take the first rows of the order, and no others', () => {
    const { network, rows, params, equations } = createCase(activation, 12);
    const row = createRowFunction(network);
    row.params.set(params);
    // the order runs from the last row to the first
    const expected = [11, 10, 9].reduce((sum, r) => sum + (row.output(rows.x, 3 * r) - rows.y[r]) ** 2, 0);
    expect(equations.squaredErrors(params, 3)).toBeCloseTo(expected, 12);
    expect(equations.linearise(params, 3)).toBeCloseTo(expected, 12);
  });
});
