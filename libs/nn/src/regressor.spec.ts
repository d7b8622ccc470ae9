import { defaultRng } from '@fived/random';
import { describe, expect, it } from 'vitest';
import type { RowSet } from './engine.js';
import { MlpRegressor } from './regressor.js';
import { bitDifferences, randomRows } from './testing/random-cases.js';
import { DivergenceError } from './divergence.js';

/** Random inputs, and the given function of them. */
function rowsOf(
  rowCount: number,
  inputSize: number,
  target: (x: Float32Array) => number,
  seed = 1,
): RowSet & { x: Float32Array; y: Float32Array } {
  const x = Float32Array.from(randomRows(defaultRng(seed), rowCount, inputSize).x);
  const y = Float32Array.from({ length: rowCount }, (_, row) =>
    target(x.subarray(row * inputSize, (row + 1) * inputSize)),
  );
  return { x, y, rowCount };
}

const linear = (x: Float32Array): number => 2 * x[0] - x[1] + 0.5;
const rows = rowsOf(60, 2, linear);
const quick = { hiddenSizes: [8], epochs: 5, batchSize: 16, learningRate: 0.01 };

describe('MlpRegressor', () => {
  it('learns a linear function without a hidden layer, to its very coefficients', () => {
    const model = new MlpRegressor({ ...quick, hiddenSizes: [], epochs: 400 }).fit(rows);
    expect(model.score(rows.x, rows.y)).toBeGreaterThan(0.999999);
    const [first, second, bias] = model.engine.params;
    expect(first).toBeCloseTo(2, 3);
    expect(second).toBeCloseTo(-1, 3);
    expect(bias).toBeCloseTo(0.5, 3);
  });

  it('learns a function of one feature that is not linear, also on rows that it has not seen', () => {
    const curve = (x: Float32Array): number => Math.abs(x[0]);
    const training = rowsOf(200, 1, curve);
    const unseen = rowsOf(50, 1, curve, 2);
    const model = new MlpRegressor({ ...quick, hiddenSizes: [16], epochs: 100 }).fit(training);
    expect(model.score(unseen.x, unseen.y)).toBeGreaterThan(0.99);
  });

  it('predicts one value a row, none for no rows', () => {
    const model = new MlpRegressor(quick).fit(rows);
    expect(model.predict(rows.x)).toHaveLength(60);
    expect(model.predict(new Float32Array(0))).toHaveLength(0);
  });

  it('gives the same bits when fitted twice, whatever it was fitted to before', () => {
    const first = new MlpRegressor(quick).fit(rows);
    const again = new MlpRegressor(quick).fit(rowsOf(30, 3, (x) => x[2])).fit(rows);
    expect(bitDifferences(again.engine.params, first.engine.params)).toEqual([]);
    expect(bitDifferences(again.engine.m, first.engine.m)).toEqual([]);
    expect(again.lossCurve).toEqual(first.lossCurve);
    expect(new MlpRegressor({ ...quick, seed: 43 }).fit(rows).lossCurve).not.toEqual(first.lossCurve);
  });

  it('leaves the loss of every epoch, and their number, also when the callback stops it', () => {
    const model = new MlpRegressor(quick).fit(rows);
    expect(model.lossCurve).toHaveLength(5);
    expect(model.nIter).toBe(5);
    const stopped = new MlpRegressor({ ...quick, onEpoch: ({ epoch }) => (epoch === 2 ? 'stop' : undefined) }).fit(
      rows,
    );
    expect(Array.from(stopped.lossCurve)).toEqual(Array.from(model.lossCurve.subarray(0, 2)));
    expect(stopped.nIter).toBe(2);
  });

  it('keeps the weights of the best validation epoch', () => {
    const validation = rowsOf(20, 2, linear, 3);
    const model = new MlpRegressor({ ...quick, epochs: 40, learningRate: 0.1 }).fit(rows, validation);
    const { bestEpoch, validationLoss } = model.result;
    const squares = model.predict(validation.x).map((p, row) => (p - validation.y[row]) ** 2);
    expect(bestEpoch).toBeLessThan(40);
    expect(squares.reduce((sum, d2) => sum + d2, 0) / 20).toBeCloseTo(validationLoss[bestEpoch - 1], 6);
  });

  it('has the published settings unless told otherwise', () => {
    expect(new MlpRegressor().options).toMatchObject({
      hiddenSizes: [64, 32, 16],
      epochs: 300,
      batchSize: 32,
      learningRate: 0.001,
      seed: 42,
      adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    });
  });
});

describe('MlpRegressor refuses', () => {
  it('to answer before it was fitted', () => {
    const model = new MlpRegressor();
    const questions = [
      () => model.predict(rows.x),
      () => model.score(rows.x, rows.y),
      () => model.lossCurve,
      () => model.nIter,
      () => model.engine,
    ];
    for (const ask of questions) expect(ask).toThrow('This MlpRegressor has not been fitted yet: call fit first.');
  });

  it('no rows, and rows of unequal lengths', () => {
    const model = new MlpRegressor(quick);
    expect(() => model.fit({ x: new Float32Array(0), y: new Float32Array(0), rowCount: 0 })).toThrow(
      'There are no training rows.',
    );
    expect(() => model.fit({ ...rows, x: rows.x.subarray(1) })).toThrow('whole numbers of at least 1');
    expect(() => model.fit({ ...rows, y: rows.y.subarray(1) })).toThrow('The training rows do not fit together');
    expect(() => model.fit(rows, rowsOf(5, 3, linear))).toThrow(
      'The validation rows do not fit together: 5 rows of 2 inputs',
    );
  });

  it('to predict parts of rows', () => {
    const model = new MlpRegressor(quick).fit(rows);
    expect(() => model.predict(new Float32Array(3))).toThrow('x must hold whole rows of 2 features; got 3 values.');
    expect(() => model.score(rows.x, rows.y.subarray(1))).toThrow('equally many targets and predictions');
  });

  it('settings that make no sense', () => {
    expect(() => new MlpRegressor({ ...quick, hiddenSizes: [0] }).fit(rows)).toThrow('Layer widths');
    expect(() => new MlpRegressor({ ...quick, batchSize: 0 }).fit(rows)).toThrow('batchSize');
    expect(() => new MlpRegressor({ ...quick, epochs: 0 }).fit(rows)).toThrow('epochs');
  });

  it('to go on where training diverges, and stays as it was', () => {
    const model = new MlpRegressor(quick).fit(rows);
    const before = model.predict(rows.x);
    const hopeless = { ...rows, y: rows.y.map((value) => value * 1e30) };
    expect(() => model.fit(hopeless)).toThrow(DivergenceError);
    expect(bitDifferences(model.predict(rows.x), before)).toEqual([]);
  });
});
