import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { csvPieces, formatFloat32, toCsv } from './write-csv.js';
import { preparedArrays, rowArrays } from './dataset-arrays.js';
import { toNpy, toNpz } from './write-npy.js';
import { prepareRows } from './prepare.js';
import { syntheticRows } from './synthetic.js';

interface Golden {
  readonly npy: readonly { dtype: '<f4' | '<i4'; shape: number[]; values: number[]; base64: string }[];
  readonly decimals: readonly (readonly [value: number, decimal: string])[];
}

// From real NumPy: tools/golden/preprocessing.py
const golden = JSON.parse(readFileSync(new URL('../golden/preprocessing.json', import.meta.url), 'utf8')) as Golden;

const shapes = (arrays: Record<string, { shape: readonly number[] }>): Record<string, string> =>
  Object.fromEntries(Object.entries(arrays).map(([name, { shape }]) => [name, shape.join('x')]));

describe('toCsv', () => {
  it('writes a header and the shortest decimals that read back to the same float32', () => {
    const rows = {
      x: Float32Array.of(0.1, 1 / 3, -2, 1e-10),
      y: Float32Array.of(16777216, 0),
      rowCount: 2,
      dimensions: 2,
    };
    expect(toCsv(rows)).toBe('x1,x2,y\n0.1,0.33333334,16777216\n-2,1e-10,0\n');
  });

  it('reads back to the same bits, from one piece or several', () => {
    const rows = syntheticRows({ sampleCount: 10_003 });
    expect([...csvPieces(rows)].length).toBeGreaterThan(1);
    const [header, ...lines] = toCsv(rows).trimEnd().split('\n');
    const values = lines.map((line) => line.split(',').map(Number));
    expect(header).toBe('x1,x2,x3,x4,x5,y');
    expect(Float32Array.from(values.flatMap((row) => row.slice(0, 5)))).toEqual(rows.x);
    expect(Float32Array.from(values, (row) => row[5])).toEqual(rows.y);
  });
});

describe('formatFloat32', () => {
  it("has as few digits as NumPy's shortest form", () => {
    // Not always the same digits: of two equally near decimals NumPy takes the even one, toPrecision the larger.
    const digitCount = (decimal: string): number => decimal.replace(/e.*|[-.]/g, '').replace(/^0+|0+$/g, '').length;
    const longer = golden.decimals.filter(
      ([value, decimal]) => digitCount(formatFloat32(value)) !== digitCount(decimal),
    );
    expect(longer).toEqual([]);
    const other = golden.decimals.filter(([value, decimal]) => Number(formatFloat32(value)) !== Number(decimal));
    expect(other).toEqual([[5266.28125, '5266.2812']]);
  });

  it('reads back to any float32', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        expect(Math.fround(Number(formatFloat32(value)))).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

describe('toNpy', () => {
  it.each(golden.npy)(
    'writes the bytes of numpy.save for shape $shape of $dtype',
    ({ dtype, shape, values, base64 }) => {
      const data = dtype === '<f4' ? Float32Array.from(values) : Int32Array.from(values);
      expect(Buffer.from(toNpy({ data, shape })).toString('base64')).toBe(base64);
    },
  );

  it('refuses a shape that does not fit', () => {
    expect(() => toNpy({ data: new Float32Array(5), shape: [2, 3] })).toThrow(
      'an array of shape (2, 3) has 6 values, got 5',
    );
  });
});

describe('toNpz', () => {
  const arrays = rowArrays(syntheticRows({ sampleCount: 20 }));

  it('holds one .npy file a name', () => {
    const files = unzipSync(toNpz(arrays));
    expect(Object.keys(files)).toEqual(['X.npy', 'y.npy']);
    expect(files['X.npy']).toEqual(toNpy(arrays.X));
    expect(files['y.npy']).toEqual(toNpy(arrays.y));
  });

  it('has the same bytes whatever the clock says: the time stamp of each file is the first of January 1980', () => {
    const view = new DataView(toNpz(arrays).buffer);
    expect(view.getUint32(0, true)).toBe(0x04034b50); // a local file header
    expect(view.getUint16(10, true)).toBe(0); // 00:00:00
    expect(view.getUint16(12, true)).toBe((0 << 9) | (1 << 5) | 1); // year - 1980, month, day
  });
});

describe('the arrays of a dataset', () => {
  it('are X and y of all rows', () => {
    expect(shapes(rowArrays(syntheticRows({ sampleCount: 20 })))).toEqual({ X: '20x5', y: '20' });
  });

  it('are scaled features, targets and row indices of each set after a split', () => {
    const prepared = prepareRows(syntheticRows({ sampleCount: 20 }));
    const arrays = preparedArrays(prepared);
    expect(shapes(arrays)).toEqual({
      X_train: '14x5',
      y_train: '14',
      X_validation: '3x5',
      y_validation: '3',
      X_test: '3x5',
      y_test: '3',
      index_train: '14',
      index_validation: '3',
      index_test: '3',
    });
    expect(arrays.X_validation.data).toEqual(prepared.validation.x);
    expect(arrays.y_test.data).toEqual(prepared.test.y);
    expect(arrays.index_train.data).toEqual(prepared.split.train);
  });
});
