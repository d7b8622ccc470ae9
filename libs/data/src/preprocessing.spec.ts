import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dropRowsWithoutTarget, fitImputation, impute } from './clean.js';
import { dropAndSplit, imputeAndScale, prepareRows } from './prepare.js';
import { takeRows, type Rows } from './rows.js';
import { StandardScaler } from './standard-scaler.js';
import { syntheticRows } from './synthetic.js';

/** JSON has no NaN and no infinities: the golden file spells them out. */
type Plain = number | 'nan' | 'inf' | '-inf';

interface Golden {
  readonly scalers: readonly {
    title: string;
    dimensions: number;
    x: number[];
    mean: number[];
    scale: number[];
    scaled: number[];
  }[];
  readonly cleaning: {
    dimensions: number;
    x: Plain[];
    y: Plain[];
    droppedRowCount: number;
    imputedValueCount: number;
    imputation: number[];
    scaled: Record<'training' | 'validation' | 'test', number[]>;
  };
}

// From real NumPy and scikit-learn: tools/golden/preprocessing.py
const golden = JSON.parse(readFileSync(new URL('../golden/preprocessing.json', import.meta.url), 'utf8')) as Golden;

const float32 = (values: readonly Plain[]): Float32Array =>
  Float32Array.from(values, (value) => {
    if (typeof value === 'number') return value;
    return { nan: NaN, inf: Infinity, '-inf': -Infinity }[value];
  });

describe('StandardScaler', () => {
  it.each(golden.scalers)("gives scikit-learn's bits for $title", ({ dimensions, x, mean, scale, scaled }) => {
    const scaler = StandardScaler.fit(float32(x), dimensions);
    expect(Array.from(scaler.mean)).toEqual(mean);
    expect(Array.from(scaler.scale)).toEqual(scale);
    expect(scaler.transform(float32(x))).toEqual(float32(scaled));
  });

  it('gives columns of mean 0 and variance 1, up to float32 rounding', () => {
    const column = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(column, (values) => {
        fc.pre(new Set(values).size > 1);
        const x = Float32Array.from(values.flatMap((value) => [value, 7]));
        const scaled = StandardScaler.fit(x, 2).transform(x);
        const first = scaled.filter((_, i) => i % 2 === 0);
        const mean = first.reduce((sum, value) => sum + value, 0) / first.length;
        const variance = first.reduce((sum, value) => sum + value * value, 0) / first.length;
        // float32 rounds a mean of up to 1000 by 3e-5, over a spread of 0.14 or more
        expect(Math.abs(mean)).toBeLessThan(1e-4);
        expect(variance).toBeCloseTo(1, 4);
        expect(scaled.filter((_, i) => i % 2 === 1).every((value) => value === 0)).toBe(true);
      }),
    );
  });

  it('scales by parameters that were saved', () => {
    const scaler = new StandardScaler(Float64Array.of(1, 10), Float64Array.of(2, 1));
    expect(scaler.transform(Float32Array.of(5, 12, -1, 10))).toEqual(Float32Array.of(2, 2, -1, 0));
  });

  it('refuses what it cannot fit or scale, saying why', () => {
    expect(() => StandardScaler.fit(new Float32Array(7), 5)).toThrow('whole rows of 5 features to fit, got 7 values');
    expect(() => StandardScaler.fit(new Float32Array(0), 5)).toThrow('one or more');
    expect(() => StandardScaler.fit(Float32Array.of(1, NaN, 2, 3), 2)).toThrow(
      'column 2 of 2 holds a value that is not finite',
    );
    expect(() => StandardScaler.fit(Float32Array.of(Infinity, 0, -Infinity, 0), 2)).toThrow('column 1 of 2');
    expect(() => StandardScaler.fit(new Float32Array(10), 5).transform(new Float32Array(9))).toThrow(
      'fitted on 5 columns',
    );
    expect(() => new StandardScaler(new Float64Array(2), new Float64Array(3))).toThrow('got 2 and 3');
  });
});

describe('cleaning', () => {
  const { dimensions, x, y, ...expected } = golden.cleaning;
  const rows: Rows = { x: float32(x), y: float32(y), rowCount: y.length, dimensions };

  it('of awkward rows gives what NumPy and scikit-learn give, fitted on the training rows', () => {
    const prepared = prepareRows(rows);
    expect(prepared.cleaning).toEqual({
      droppedRowCount: expected.droppedRowCount,
      imputedValueCount: expected.imputedValueCount,
    });
    expect(Array.from(prepared.imputation)).toEqual(expected.imputation);
    expect(prepared.training.x).toEqual(float32(expected.scaled.training));
    expect(prepared.validation.x).toEqual(float32(expected.scaled.validation));
    expect(prepared.test.x).toEqual(float32(expected.scaled.test));
  });

  it('drops the rows whose target is not finite and keeps the order of the others', () => {
    const dropped = dropRowsWithoutTarget({
      x: Float32Array.of(1, 2, 3, 4, 5, NaN, 7, 8),
      y: Float32Array.of(NaN, 20, 30, -Infinity),
      rowCount: 4,
      dimensions: 2,
    });
    expect(dropped).toEqual({
      rows: { x: Float32Array.of(3, 4, 5, NaN), y: Float32Array.of(20, 30), rowCount: 2, dimensions: 2 },
      droppedRowCount: 2,
    });
  });

  it('copies nothing where nothing is dropped or replaced', () => {
    const clean = syntheticRows({ sampleCount: 5 });
    expect(dropRowsWithoutTarget(clean).rows).toBe(clean);
    expect(impute(clean.x, new Float64Array(5)).x).toBe(clean.x);
  });

  it('is the same in two halves as in one, and leaves the parts of the first as they were', () => {
    const parts = dropAndSplit(rows, { seed: 7 });
    const before = structuredClone(parts);
    expect(imputeAndScale(parts)).toEqual(prepareRows(rows, { seed: 7 }));
    expect(parts).toEqual(before);
  });

  it("replaces features by their column's mean of finite values, and an all-bad column by 0", () => {
    const bad = Float32Array.of(1, NaN, Infinity, NaN, 4, NaN, 3, 8, -Infinity);
    const values = fitImputation(bad, 3);
    expect(values).toEqual(Float64Array.of(2, 6, 0));
    expect(impute(bad, values)).toEqual({ x: Float32Array.of(1, 6, 0, 2, 4, 0, 3, 8, 0), imputedValueCount: 5 });
    expect(bad[1]).toBeNaN(); // the input is left as it was
  });

  it('learns nothing from validation and test rows', () => {
    const clean = syntheticRows({ sampleCount: 40 });
    const before = prepareRows(clean);
    const x = clean.x.slice();
    for (const row of [...before.split.validation, ...before.split.test]) x.fill(1e6, row * 5, row * 5 + 5);
    const after = prepareRows({ ...clean, x });
    expect(after.scaler).toEqual(before.scaler);
    expect(after.imputation).toEqual(before.imputation);
    expect(after.training).toEqual(before.training);
    expect(after.test).not.toEqual(before.test);
  });

  it('refuses rows whose arrays do not fit, or of which too few are left', () => {
    const three: Rows = { x: new Float32Array(6), y: Float32Array.of(1, 2, NaN), rowCount: 3, dimensions: 2 };
    expect(() => prepareRows(three)).toThrow('needs at least 3 rows, one for each, got 2');
    expect(() => prepareRows({ ...three, rowCount: 4 })).toThrow(
      'rows of shape (4, 2) need 8 features and 4 targets, got 6 and 3',
    );
  });
});

describe('takeRows', () => {
  it('copies rows in the order asked for, out of views into larger memory too', () => {
    const x = Float32Array.of(9, 1, 2, 3, NaN, 5, -0).subarray(1);
    const y = Float32Array.of(9, 9, 10, Infinity, 30).subarray(2);
    const taken = takeRows({ x, y, rowCount: 3, dimensions: 2 }, Int32Array.of(2, 0, 2, 1));
    expect(taken).toEqual({
      x: Float32Array.of(5, -0, 1, 2, 5, -0, 3, NaN),
      y: Float32Array.of(30, 10, 30, Infinity),
      rowCount: 4,
      dimensions: 2,
    });
  });
});
