/**
 * The properties that every estimator must have, in the manner of scikit-learn's check_estimator, on the public API
 * alone.
 */
import { createReferenceEngine } from '@fived/nn';
import { RandomState } from '@fived/random';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Interpolator, type FeatureRows, type FitOptions } from './index.js';
import { floats, golden } from './testing/golden.js';
import { quick, quickAdam, smoothRows, type TestRows } from './testing/rows.js';

const rows = smoothRows(300);
const unseen = smoothRows(70, 3, 2).x;
const fitted = Interpolator.fit(rows, quick);

const asRows = (x: Float64Array, dimensions = 3): Float64Array[] =>
  Array.from({ length: x.length / dimensions }, (_, row) => x.slice(row * dimensions, (row + 1) * dimensions));

/** The rows with column k replaced. */
const withColumn = ({ x, y }: TestRows, k: number, value: (old: number, row: number) => number): TestRows => ({
  x: x.map((old, i) => (i % 3 === k ? value(old, Math.floor(i / 3)) : old)),
  y,
});

const sameModel = (left: Interpolator, right: Interpolator): void => {
  expect(Buffer.compare(left.toBytes(), right.toBytes())).toBe(0);
};

describe('Fitting', () => {
  it('learns a smooth function far better than least squares does', () => {
    expect(fitted.metrics.test.r2).toBeGreaterThan(0.999);
    expect(fitted.metrics.baselines.leastSquares.test.r2).toBeLessThan(0.95);
    expect(Math.abs(fitted.metrics.baselines.mean.training.r2)).toBeLessThan(1e-12);
  });

  it('gives the same model twice, and another one for another seed', () => {
    sameModel(Interpolator.fit(rows, quick), fitted);
    expect(Interpolator.fit(rows, { ...quick, seed: 7 }).predict(unseen)).not.toEqual(fitted.predict(unseen));
  });

  it.each([quick, quickAdam])('gives the same model with the reference engine, trained with $optimizer', (options) => {
    const brief = { ...options, epochs: 3 };
    sameModel(Interpolator.fit(rows, { ...brief, createEngine: createReferenceEngine }), Interpolator.fit(rows, brief));
  });

  const { x, y } = rows;
  const padded = Float64Array.of(NaN, ...x, NaN);
  const forms: readonly [string, FeatureRows, Float32Array | Float64Array | readonly number[]][] = [
    ['Float32Array', Float32Array.from(x), Float32Array.from(y)],
    ['plain array', Array.from(x), Array.from(y)],
    ['frozen array', Object.freeze(Array.from(x)), Object.freeze(Array.from(y))],
    ['part of a larger array', padded.subarray(1, -1), Float64Array.of(9, ...y).subarray(1)],
    ['array of typed rows', asRows(x), y],
    ['array of frozen plain rows', Object.freeze(asRows(x).map((row) => Object.freeze(Array.from(row)))), y],
  ];

  it.each(forms)('gives the same model and predictions from a %s', (_, form, targets) => {
    const model = Interpolator.fit({ x: form, y: targets }, quick);
    sameModel(model, fitted);
    expect(model.predict(form)).toEqual(fitted.predict(x));
  });

  it('leaves its inputs as they are, and keeps no hold of them', () => {
    const input = { x: x.with(4, NaN), y: y.with(2, NaN) };
    const model = Interpolator.fit(input, quick);
    model.predict(input.x);
    model.evaluate(input);
    expect(input).toEqual({ x: x.with(4, NaN), y: y.with(2, NaN) });
    const before = model.toBytes();
    const predictions = model.predict(unseen);
    input.x.fill(0);
    expect(Buffer.compare(model.toBytes(), before)).toBe(0);
    expect(model.predict(unseen)).toEqual(predictions);
  });

  it('drops rows without a target, and counts them', () => {
    const missing = [NaN, Infinity, -Infinity];
    const x2 = Float64Array.of(...x, 1, 2, 3, 4, 5, 6, 7, 8, NaN);
    const model = Interpolator.fit({ x: x2, y: Float64Array.of(...y, ...missing) }, quick);
    expect(model.cleaning).toEqual({ droppedRowCount: 3, imputedValueCount: 0 });
    expect(model.predict(unseen)).toEqual(fitted.predict(unseen));
  });

  it('takes the mean of the training rows for a missing feature, and counts it', () => {
    const holes = withColumn(rows, 1, (value, row) => (row % 10 === 0 ? [NaN, Infinity, -Infinity][row % 3] : value));
    const model = Interpolator.fit(holes, quick);
    expect(model.cleaning).toEqual({ droppedRowCount: 0, imputedValueCount: 30 });
    expect(model.metrics.test.r2).toBeGreaterThan(0.8);
    const present = Array.from(model.sets?.training.rows ?? [], (row) => holes.x[3 * row + 1]).filter(Number.isFinite);
    const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
    expect(model.predict([0.1, NaN, 0.3])[0]).toBeCloseTo(model.predict([0.1, mean, 0.3])[0], 6);
    expect(model.predict([0.1, Infinity, 0.3])).toEqual(model.predict([0.1, NaN, 0.3]));
  });

  it('splits as scikit-learn does, and has the metrics of its baselines', () => {
    const [{ x: features, y: targets, rows: split, mean, leastSquares }] = golden.baselines;
    const model = Interpolator.fit({ x: floats(features), y: floats(targets) }, { ...quick, epochs: 1 });
    for (const set of ['training', 'validation', 'test'] as const) {
      expect(Array.from(model.sets?.[set].rows ?? [])).toEqual(split[set]);
      for (const metric of ['r2', 'rmse', 'mae', 'maxError'] as const) {
        expect(model.metrics.baselines.mean[set][metric]).toBeCloseTo(mean[set][metric], 10);
        expect(model.metrics.baselines.leastSquares[set][metric]).toBeCloseTo(leastSquares[set][metric], 10);
      }
    }
  });
});

describe('Data of awkward kinds', () => {
  const fit = (data: TestRows, options: FitOptions = quick): Interpolator => Interpolator.fit(data, options);

  it('of one feature are learned', () => {
    const model = fit(smoothRows(200, 1));
    expect(model.dimensions).toBe(1);
    expect(model.metrics.test.r2).toBeGreaterThan(0.99);
  });

  it.each([3, 4, 5, 7, 8])('of %i rows are fitted, one at least in each set', (rowCount) => {
    const model = fit(smoothRows(rowCount));
    const { training, validation, test } = model.model.training.rowCounts;
    expect(training + validation + test).toBe(rowCount);
    expect(Math.min(training, validation, test)).toBeGreaterThan(0);
    expect(model.predict(unseen).every(Number.isFinite)).toBe(true);
  });

  it.each([0, 0.1, -1e6, 1e-300, 1e300])('with the constant target %d give exactly it', (target) => {
    const model = fit({ x: rows.x, y: rows.y.map(() => target) });
    expect(model.predict(unseen).every((value) => value === target)).toBe(true);
    expect(model.members).toHaveLength(quick.members);
    expect(model.metrics.test).toEqual({ r2: 1, rmse: 0, mae: 0, maxError: 0, coverage95: 1 });
    expect(model.metrics.baselines.mean.test.r2).toBe(1);
    expect(model.metrics.baselines.leastSquares.test.r2).toBe(1);
  });

  it('with a constant feature ignore it: also a value that it never had changes no prediction', () => {
    const model = fit(withColumn(rows, 1, () => 5));
    expect(model.metrics.test.r2).toBeGreaterThan(0.7);
    expect(model.predict([0.1, 1e9, 0.3])).toEqual(model.predict([0.1, 5, 0.3]));
    const missing = fit(withColumn(rows, 1, () => NaN));
    expect(missing.predict([0.1, 1e9, 0.3])).toEqual(missing.predict([0.1, NaN, 0.3]));
    expect(missing.featureRanges[1]).toEqual({ name: 'x2', min: 0, max: 0 });
  });

  it('with a feature that is 1e8 up to one ulp are learned as if it were constant', () => {
    const ulp = 2 ** -26;
    const wobbling = fit(withColumn(rows, 1, (_, row) => 1e8 + ((row % 3) - 1) * ulp));
    const constant = fit(withColumn(rows, 1, () => 1e8));
    expect(Math.abs(wobbling.metrics.test.r2 - constant.metrics.test.r2)).toBeLessThan(1e-3);
    const { leastSquares } = wobbling.metrics.baselines;
    expect(leastSquares.test.r2).toBeCloseTo(constant.metrics.baselines.leastSquares.test.r2, 10);
  });

  const deviation = Math.sqrt(rows.y.reduce((sum, value) => sum + value ** 2, 0) / rows.y.length);
  it.each([
    ['a variance of 1e-8', (value: number): number => (value * 1e-4) / deviation],
    ['a mean of 1e6', (value: number): number => value + 1e6],
    ['a mean of 1e6 and a variance of 1e-8', (value: number): number => 1e6 + (value * 1e-4) / deviation],
    ['values about 1e-300', (value: number): number => value * 1e-300],
    ['values about 1e300', (value: number): number => value * 1e300],
  ])('whose target has %s give the same R2 as rescaled', (_, of) => {
    const model = fit({ x: rows.x, y: rows.y.map(of) });
    for (const set of ['training', 'validation', 'test'] as const) {
      expect(Math.abs(model.metrics[set].r2 - fitted.metrics[set].r2)).toBeLessThan(1e-3);
    }
  });

  it.each([1e-300, 1e300])('whose features are of the order of %d give the same R2 as rescaled', (factor) => {
    const model = fit({ x: rows.x.map((value) => value * factor), y: rows.y });
    expect(Math.abs(model.metrics.test.r2 - fitted.metrics.test.r2)).toBeLessThan(1e-3);
  });

  it('with an outlier beyond float32 are refused in one line', () => {
    const [row] = fitted.sets?.test.rows ?? [];
    expect(() => fit({ x: rows.x.with(3 * row, -1e300), y: rows.y })).toThrow(
      /^Feature 1 has the value -1e\+300, too far from the training rows to compute with \([^\n]*\)\.$/,
    );
    const [validationRow] = fitted.sets?.validation.rows ?? [];
    expect(() => fit({ x: rows.x, y: rows.y.with(validationRow, 1e300) })).toThrow(
      /^The target 1e\+300 is too far [^\n]*\.$/,
    );
  });

  it('with such an outlier in the target of a test row are judged by it', () => {
    const [row] = fitted.sets?.test.rows ?? [];
    const { metrics } = fit({ x: rows.x, y: rows.y.with(row, 1e300) });
    expect(metrics.test.maxError).toBe(1e300);
    expect(metrics.validation).toEqual(fitted.metrics.validation);
  });
});

describe('Predicting', () => {
  const all = fitted.predict(unseen);

  it('gives a value a row, and each row the same bits in any chunking', () => {
    expect(all).toHaveLength(70);
    for (const size of [1, 3, 31, 32, 33, 69]) {
      const parts: number[] = [];
      for (let first = 0; first < 70; first += size)
        parts.push(...fitted.predict(unseen.subarray(3 * first, 3 * (first + size))));
      expect(Float64Array.from(parts)).toEqual(all);
    }
  });

  it('gives each row the same bits in any order, and beside thousands of others', () => {
    const order = new RandomState(5).permutation(70);
    const shuffled = fitted.predict(Array.from(order, (row) => unseen.slice(3 * row, 3 * row + 3)));
    expect(shuffled).toEqual(Float64Array.from(order, (row) => all[row]));
    const many = smoothRows(5000, 3, 9).x;
    expect(fitted.predict(Float64Array.of(...many, ...unseen)).subarray(5000)).toEqual(all);
  });

  it('builds one engine for all calls, and none before the first', () => {
    let built = 0;
    const loaded = Interpolator.fromBytes(fitted.toBytes(), '', {
      createEngine: (options) => {
        built++;
        return createReferenceEngine(options);
      },
    });
    expect(built).toBe(0);
    expect(loaded.predict(unseen)).toEqual(all);
    expect(loaded.predict(unseen)).toEqual(all);
    expect(built).toBe(1);
  });

  it('takes one row as a flat array', () => {
    expect(fitted.predict(Array.from(unseen.subarray(0, 3)))).toEqual(all.subarray(0, 1));
  });

  it('gives what the fit reported of its sets', () => {
    for (const set of ['training', 'validation', 'test'] as const) {
      const judged = fitted.sets?.[set];
      const { metrics, actual, predicted, lower, upper } = fitted.evaluate({
        x: Array.from(judged?.rows ?? [], (row) => rows.x.subarray(3 * row, 3 * row + 3)),
        y: Array.from(judged?.rows ?? [], (row) => rows.y[row]),
      });
      expect(metrics).toMatchObject(fitted.metrics[set]);
      expect({ actual, predicted, lower, upper }).toEqual({
        actual: judged?.actual,
        predicted: judged?.predicted,
        lower: judged?.lower,
        upper: judged?.upper,
      });
    }
  });

  it('gives the same bits with an uncertainty, in any chunking', () => {
    const { prediction, standardDeviation, lower, upper } = fitted.predictWithUncertainty(unseen);
    expect(prediction).toEqual(all);
    expect(fitted.predictWithUncertainty(unseen.subarray(30, 33))).toEqual({
      prediction: prediction.slice(10, 11),
      standardDeviation: standardDeviation.slice(10, 11),
      lower: lower.slice(10, 11),
      upper: upper.slice(10, 11),
    });
  });

  it('counts rows outside the range of the training rows, where missing features are not', () => {
    const [{ name, min, max }] = fitted.featureRanges;
    expect(name).toBe('x1');
    const inside = (min + max) / 2;
    const x = [
      [inside, 0, 0],
      [min, 0, 0],
      [max, 0, 0],
      [max + 1e-9, 0, 0],
      [min - 1, -9, 9],
      [NaN, Infinity, 0],
    ];
    expect(fitted.outsideRange(x)).toBe(2);
  });

  it('leaves rows without a target out of an evaluation', () => {
    const evaluation = fitted.evaluate({ x: rows.x.with(3, NaN), y: rows.y.with(0, NaN) });
    expect(evaluation).toMatchObject({ droppedRowCount: 1, imputedValueCount: 1 });
    expect(evaluation.rows).toHaveLength(299);
    expect(evaluation.actual).toEqual(rows.y.subarray(1));
  });
});

describe('Saving and loading', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fived-interpolator-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('gives the same model, without the rows of its fit and the state of its training', async () => {
    const path = join(folder, 'model.safetensors');
    await fitted.save(path);
    const loaded = await Interpolator.load(path);
    expect(loaded.model).toEqual(fitted.model);
    expect(loaded.toBytes().length).toBeLessThan(fitted.toBytes().length);
    sameModel(loaded, Interpolator.fromBytes(loaded.toBytes()));
    expect(loaded.predict(unseen)).toEqual(fitted.predict(unseen));
    expect(loaded.outsideRange([2, 0, 0])).toBe(1);
    expect(loaded.sets).toBeUndefined();
  });

  it('says what is wrong with a path', async () => {
    const missing = join(folder, 'missing', 'a.safetensors');
    await expect(Interpolator.load(missing)).rejects.toThrow(`cannot read ${missing}: there is no such file`);
    await expect(Interpolator.load(folder)).rejects.toThrow(`cannot read ${folder}`);
    await expect(fitted.save(missing)).rejects.toThrow(`cannot write ${missing}: its folder does not exist`);
    const text = join(folder, 'a.csv');
    writeFileSync(text, 'x,y\n1,2\n');
    await expect(Interpolator.load(text)).rejects.toThrow('a.csv: ');
  });
});

describe('An Interpolator refuses', () => {
  /** A call that only JavaScript could make. */
  const untyped = (value: unknown): number[] => value as number[];
  const { x, y } = rows;

  it('to exist without a fit: its constructor is private', () => {
    // the compiler rejects `false` here as soon as the constructor is public
    const canBeMade: typeof Interpolator extends new (...args: never[]) => unknown ? true : false = false;
    expect(canBeMade).toBe(false);
  });

  const fits: readonly [string, () => unknown, string][] = [
    ['no rows', () => Interpolator.fit({ x: [], y: [] }), 'y is empty: at least one row is needed.'],
    [
      'no features',
      () => Interpolator.fit({ x: [], y: [1, 2, 3] }),
      'the same number of features, at least one, for each of the 3 targets in y; got 0 values',
    ],
    [
      'rows of no features',
      () => Interpolator.fit({ x: [[], [], []], y: [1, 2, 3] }),
      'x[0] is empty: a row needs at least one feature.',
    ],
    [
      'part of a row',
      () => Interpolator.fit({ x: x.subarray(1), y }),
      'for each of the 300 targets in y; got 899 values',
    ],
    [
      'more rows than targets',
      () => Interpolator.fit({ x: asRows(x), y: y.subarray(1) }),
      'x and y must have equally many rows; x has 300 and y has 299.',
    ],
    [
      'ragged rows',
      () => Interpolator.fit({ x: [[1, 2], [3], [4, 5]], y: [1, 2, 3] }),
      'x[1] has 1 features, but 2 are needed in every row.',
    ],
    [
      'a single row',
      () => Interpolator.fit({ x: [[1, 2, 3]], y: [1] }),
      'A fit needs at least 3 rows with a target, one each to train, to validate and to test; got 1.',
    ],
    [
      'too few rows with a target',
      () => Interpolator.fit({ x: [1, 2, 3, 4], y: [1, NaN, 3, Infinity] }),
      'got 2 and 2 whose target is missing.',
    ],
    [
      'text for a feature',
      () => Interpolator.fit({ x: untyped(['1', 2, 3]), y: [1, 2, 3] }),
      'x[0] is not a number but "1"; a missing value is NaN.',
    ],
    [
      'null in a row',
      () => Interpolator.fit({ x: untyped([[1], [null], [3]]), y: [1, 2, 3] }),
      'x[1][0] is not a number but null; a missing value is NaN.',
    ],
    [
      'a row that is none',
      () => Interpolator.fit({ x: untyped([[1], 2, [3]]), y: [1, 2, 3] }),
      'x[1] must be a row of features: a Float32Array, a Float64Array or an array of numbers; got 2.',
    ],
    [
      'a hole in a target',
      () => Interpolator.fit({ x: [1, 2, 3], y: untyped([1, undefined, 3]) }),
      'y[1] is not a number but undefined',
    ],
    [
      'integers of 64 bits',
      () => Interpolator.fit({ x: untyped(new BigInt64Array(3)), y: [1, 2, 3] }),
      'x must be a Float32Array, a Float64Array, an array of numbers, or an array of rows; got BigInt64Array.',
    ],
    [
      'an object for targets',
      () => Interpolator.fit({ x: [1, 2, 3], y: untyped({ length: 3 }) }),
      'y must be a Float32Array, a Float64Array or an array of numbers; got Object.',
    ],
    [
      'numbers that are too large',
      () => Interpolator.fit({ x: [1, 2, 1.7e308], y: [1, 2, 3] }),
      '] is 1.7e+308, which is too large to compute with',
    ],
    [
      'an unknown preset',
      () => Interpolator.fit(rows, { preset: 'best' as 'default' }),
      'preset must be one of default, published; got best.',
    ],
    [
      'a hidden layer of no units',
      () => Interpolator.fit(rows, { hiddenSizes: [8, 0] }),
      'hiddenSizes[1] must be a whole number of at least 1; got 0.',
    ],
    [
      'an unknown activation',
      () => Interpolator.fit(rows, { activation: 'tanh' as 'relu' }),
      'activation must be one of relu, algebraic-silu; got tanh.',
    ],
    [
      'an unknown optimizer',
      () => Interpolator.fit(rows, { optimizer: 'sgd' as 'adam' }),
      'optimizer must be one of levenberg-marquardt, adam; got sgd.',
    ],
    [
      'another optimizer than the preset has',
      () => Interpolator.fit(rows, { preset: 'published', optimizer: 'levenberg-marquardt' }),
      'The preset published is a training with the optimizer adam; got levenberg-marquardt.',
    ],
    [
      'a batch size without Adam',
      () => Interpolator.fit(rows, { optimizer: 'levenberg-marquardt', batchSize: 8 }),
      'batchSize is a setting of the optimizer adam; ' +
        'levenberg-marquardt takes all rows at once and finds its own step sizes. ' +
        'Leave batchSize out, or choose the optimizer adam.',
    ],
    [
      'a learning rate without Adam, the optimizer being the default',
      () => Interpolator.fit(rows, { learningRate: 0.1 }),
      'learningRate is a setting of the optimizer adam',
    ],
    [
      'a schedule without Adam',
      () => Interpolator.fit(rows, { schedule: 'constant' }),
      'Leave schedule out, or choose the optimizer adam.',
    ],
    [
      'second order for a large network',
      () => Interpolator.fit(rows, { hiddenSizes: [1000, 1000] }),
      'levenberg-marquardt is for small networks, of at most 4000 parameters; ' +
        'this one has 1006001. Choose fewer or smaller hidden layers, or the optimizer adam.',
    ],
    [
      'no members',
      () => Interpolator.fit(rows, { members: 0 }),
      'members must be a whole number from 1 to 1000; got 0.',
    ],
    [
      'half an epoch',
      () => Interpolator.fit(rows, { epochs: 0.5 }),
      'epochs must be a whole number from 1 to 10000000; got 0.5.',
    ],
    [
      'batches of nothing',
      () => Interpolator.fit(rows, { ...quickAdam, batchSize: 0 }),
      'batchSize must be a whole number of at least 1; got 0.',
    ],
    [
      'a learning rate of zero',
      () => Interpolator.fit(rows, { ...quickAdam, learningRate: 0 }),
      'learningRate must be a positive number; got 0.',
    ],
    [
      'an unknown schedule',
      () => Interpolator.fit(rows, { ...quickAdam, schedule: 'steps' as 'linear' }),
      'schedule must be one of constant, cosine, linear; got steps.',
    ],
    [
      'negative patience',
      () => Interpolator.fit(rows, { patience: -1 }),
      'patience must be a whole number of at least 0; got -1.',
    ],
    [
      'a seed that is none',
      () => Interpolator.fit(rows, { seed: -1 }),
      'seed must be a whole number from 0 to 4294967295; got -1.',
    ],
    [
      'names for other features',
      () => Interpolator.fit(rows, { featureNames: ['a', 'b'] }),
      'one feature name for each of the 3 features; got 2.',
    ],
    [
      'equal names',
      () => Interpolator.fit(rows, { featureNames: ['a', 'b', 'a'] }),
      'Feature names must be different; "a" is there twice.',
    ],
    ['an empty name', () => Interpolator.fit(rows, { targetName: '' }), 'Names must be text of at least one character'],
    [
      'to go on where training diverges',
      () => Interpolator.fit(rows, { ...quickAdam, learningRate: 1e30 }),
      'Training diverged',
    ],
  ];

  it.each(fits)('%s', (_, fit, message) => {
    expect(fit).toThrow(message);
  });

  const predictions: readonly [string, () => unknown, string][] = [
    ['to predict nothing', () => fitted.predict([]), 'x is empty: at least one row of features is needed.'],
    [
      'to predict parts of rows',
      () => fitted.predict([1, 2, 3, 4]),
      'x must hold whole rows of 3 features; got 4 values.',
    ],
    [
      'to predict rows of another width',
      () =>
        fitted.predict([
          [1, 2, 3],
          [1, 2],
        ]),
      'x[1] has 2 features, but 3 are needed in every row.',
    ],
    ['to predict text', () => fitted.predict(untyped(['a', 'b', 'c'])), 'x[0] is not a number but "a"'],
    [
      'to predict nothing at all',
      () => fitted.predict(untyped(undefined)),
      'x must be a Float32Array, a Float64Array, an array of numbers, or an array of rows; got undefined.',
    ],
    [
      'to predict beyond float32',
      () =>
        fitted.predict([
          [0, 0, 0],
          [0, 1e300, 0],
        ]),
      'Feature 2 has the value 1e+300, too far from the training rows',
    ],
    [
      'to predict beyond float64',
      () => Interpolator.fit({ x, y: y.map((value) => value * 1e300) }, quick).predict([1.8e38, 1.8e38, 1.8e38]),
      'A row is so far from the training rows that its prediction leaves the range of numbers',
    ],
    [
      'to evaluate without a target',
      () => fitted.evaluate({ x: [1, 2, 3], y: [NaN] }),
      'the target is missing in every row',
    ],
    [
      'to evaluate rows of another width',
      () => fitted.evaluate({ x: [1, 2], y: [1] }),
      'x must hold whole rows of 3 features; got 2 values.',
    ],
  ];

  it.each(predictions)('%s', (_, predict, message) => {
    expect(predict).toThrow(message);
  });
});
